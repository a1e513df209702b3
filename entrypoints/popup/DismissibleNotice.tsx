// A hint that can be dismissed.
import type { ComponentChildren } from 'preact';
import { Notice } from '../../src/ui/Notice.tsx';
import './dismissible-notice.css';

type Props = {
  /** What it is of, for tests and styles. */
  kind: string;
  title: string;
  text: string;
  onDismiss: () => void;
  /** Buttons that do something about it. */
  children?: ComponentChildren;
};

export function DismissibleNotice({ kind, title, text, onDismiss, children }: Props) {
  return (
    <Notice kind="hint">
      <div class="dismissible" data-notice={kind}>
        <strong>{title}</strong>
        <button
          type="button"
          class="dismissible__dismiss"
          aria-label="Dismiss this notice"
          title="Dismiss"
          onClick={onDismiss}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6 6 18" />
          </svg>
        </button>
        <p>{text}</p>
        {children && <div class="row">{children}</div>}
      </div>
    </Notice>
  );
}
