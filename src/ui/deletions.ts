// The last deletion on this page, so that it can be taken back.
import { useEffect, useState } from 'preact/hooks';

export type Deletion = { readonly what: string; readonly undo: () => Promise<void> };

const changes = new EventTarget();
let last: Deletion | null = null;

/** @param what In words, e.g. `Anna and 2 measurements`. */
export function rememberUndo(what: string, undo: () => Promise<void>): void {
  last = { what, undo };
  changes.dispatchEvent(new Event('change'));
}

/** Lets go of what was deleted; it cannot be brought back from then on. */
export function forgetDeletion(): void {
  last = null;
  changes.dispatchEvent(new Event('change'));
}

/** Puts the last deletion back. */
export async function undoDeletion(): Promise<void> {
  await last?.undo();
  forgetDeletion();
}

export function useDeletion(): Deletion | null {
  const [deletion, setDeletion] = useState(last);
  useEffect(() => {
    const controller = new AbortController();
    changes.addEventListener('change', () => setDeletion(last), { signal: controller.signal });
    return () => controller.abort();
  }, []);
  return deletion;
}
