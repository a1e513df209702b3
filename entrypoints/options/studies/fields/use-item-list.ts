// The keyboard in a list whose items move: Alt and an arrow move one, and the focus goes where its item went.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export type ItemList<E extends HTMLElement> = {
  /** Of the list's element; its items are children with `data-item`. */
  ref: RefObject<E | null>;
  onKeyDown: (event: KeyboardEvent) => void;
  /** For the items' own buttons. */
  move: (from: number, to: number) => void;
  /** Puts the keyboard into an item, once it is drawn: one that was added, or that beside one that was removed. */
  focusItem: (index: number) => void;
};

/** @param onMove moves an item of the draft */
export function useItemList<E extends HTMLElement>(
  count: number,
  onMove: (from: number, to: number) => void,
): ItemList<E> {
  const ref = useRef<E>(null);
  // State, not a reference: its effect comes after the drawing that the item is in.
  const [wish, setWish] = useState<{ index: number; follow: string | null } | null>(null);
  useEffect(() => {
    if (!wish) return;
    const items = listItems(ref.current);
    focusIn(items[Math.min(wish.index, items.length - 1)], wish.follow);
  }, [wish]);
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= count) return;
    setWish({ index: to, follow: document.activeElement?.getAttribute('data-follow') ?? null });
    onMove(from, to);
  };
  return {
    ref,
    move,
    focusItem(index) {
      setWish({ index, follow: 'begin' });
    },
    onKeyDown(event) {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      // A list within an item has keys of its own.
      const own = (event.target as HTMLElement).closest('[data-item]');
      const from = listItems(ref.current).findIndex((item) => item === own);
      if (from === -1) return;
      event.preventDefault();
      move(from, event.key === 'ArrowUp' ? from - 1 : from + 1);
    },
  };
}

function listItems(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(':scope > [data-item]') ?? [])];
}

/** What had the focus in the item's old place, else its first field. */
function focusIn(item: HTMLElement | undefined, follow: string | null): void {
  const same = item?.querySelector<HTMLElement>(`[data-follow="${follow}"]:not(:disabled)`);
  const wanted = follow === 'begin' ? 'a, input, textarea' : 'a, button:not(:disabled)';
  const found = same ?? item?.querySelector<HTMLElement>(wanted);
  found?.focus();
}
