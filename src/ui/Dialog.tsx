// A modal question: the browser's own dialog element keeps the focus inside and closes on Escape.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

export type DialogProps = {
  title: string;
  children: ComponentChildren;
  /** For what needs more room than a question. */
  wide?: boolean;
  /** Escape, or a click beside it. */
  onClose: () => void;
};

export function Dialog({ title, children, wide = false, onClose }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the page is drawn: until it is shown, the keyboard would still be at what lies behind.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    // Only a dialog that is closed gives the keyboard back by itself; this one is taken out of the page.
    // Where closing it has put the keyboard elsewhere already, it stays there.
    return () => setTimeout(() => document.activeElement === document.body && focus(opener));
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div class="dialog__content">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

function focus(opener: Element | null): void {
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
}
