// The menu of people, as ARIA describes one: arrows, letters, Escape; the focus is inside while it is open.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PersonRow } from '../../src/storage/database.ts';
import { findMenuItem } from '../../src/ui/menu-keys.ts';
import { PersonName } from './PersonName.tsx';

type Props = {
  people: readonly PersonRow[];
  /** null where it is nobody in particular. */
  inUseId: string | null;
  onUse: (id: string | null, name: string) => void;
  onAdd: () => void;
  onManage: () => void;
  /** Escape: the focus goes back to what opened it. */
  onClose: () => void;
  /** The focus went elsewhere. */
  onLeave: () => void;
};

export function PersonMenu({ people, inUseId, onUse, onAdd, onManage, onClose, onLeave }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  // Before the next key press.
  useLayoutEffect(() => menu.current?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus(), []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Chromium would close the popup.
      event.preventDefault();
      return onClose();
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const labels = items.map((item) => item.dataset.label ?? '');
    const next = findMenuItem(event.key, items.indexOf(document.activeElement as HTMLElement), labels);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };
  const choose = (id: string | null, name: string) => (
    <button
      key={id}
      type="button"
      role="menuitemradio"
      class="menu-item"
      aria-checked={id === inUseId}
      tabIndex={-1}
      data-label={name}
      onClick={() => onUse(id, name)}
    >
      <PersonName name={id === null ? null : name} />
    </button>
  );

  return (
    <div
      ref={menu}
      role="menu"
      class="menu"
      aria-label="Person in use"
      onKeyDown={onKeyDown}
      onFocusOut={({ relatedTarget }) => {
        // With nothing focused instead, the menu is being taken away, or the window lost the focus.
        if (relatedTarget instanceof Node && !menu.current?.contains(relatedTarget)) onLeave();
      }}
    >
      <div class="menu__people" role="group" aria-label="People">
        {people.map(({ id, name }) => choose(id, name))}
        {choose(null, 'Nobody in particular')}
      </div>
      <hr class="menu__line" />
      <button type="button" role="menuitem" class="menu-item" tabIndex={-1} data-label="Add" onClick={onAdd}>
        Add a person…
      </button>
      <button
        type="button"
        role="menuitem"
        class="menu-item"
        tabIndex={-1}
        data-label="Manage"
        onClick={onManage}
      >
        Manage people
      </button>
    </div>
  );
}
