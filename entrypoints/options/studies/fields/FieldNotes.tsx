// What is wrong with a field, or should be known of it, and what it is for.
import type { ComponentChildren } from 'preact';

type Props = {
  id: string;
  error?: string | undefined;
  warning?: string | undefined;
  hint?: ComponentChildren;
};

/** To be named by the field's `aria-describedby`. */
export function FieldNotes({ id, error, warning, hint }: Props) {
  return (
    <div id={id} class="field-notes">
      {hint !== undefined && <p class="soft small">{hint}</p>}
      <p class="field-notes__error" aria-live="polite">
        {error}
      </p>
      {error === undefined && warning !== undefined && <p class="field-notes__warning">{warning}</p>}
    </div>
  );
}
