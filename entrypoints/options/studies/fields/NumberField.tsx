// A number of the definition, with its unit.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { useField } from '../editor/editor-context.ts';
import { FieldNotes } from './FieldNotes.tsx';

type Props = {
  path: StudyPath;
  label: string;
  unit?: string;
  min?: number;
  max?: number;
  hint?: ComponentChildren;
  /** Nothing typed is no number: the key goes. */
  optional?: boolean;
};

export function NumberField({ path, label, unit, min = 0, max, hint, optional = false }: Props) {
  const id = useId();
  const { name, value, error, warning, set } = useField<number | undefined>(path, label);
  const [text, setText] = useState(value === undefined ? '' : String(value));
  // What is typed may be no number yet; a change from elsewhere, as by Undo, is shown.
  useEffect(() => {
    if (readNumber(text, optional) !== value) setText(value === undefined ? '' : String(value));
  }, [value]);
  return (
    <div class="study-field study-field--number">
      <label for={id}>
        {label}
        {optional && <span class="soft"> (optional)</span>}
      </label>
      <span class="study-number">
        <input
          id={id}
          class="study-input"
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          value={text}
          data-path={name}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-notes`}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            set(readNumber(currentTarget.value, optional));
          }}
        />
        {unit !== undefined && <span class="soft">{unit}</span>}
      </span>
      <FieldNotes id={`${id}-notes`} error={error} warning={warning} hint={hint} />
    </div>
  );
}

/** Nothing is 0 where there must be a number, which the definition then refuses or takes. */
function readNumber(text: string, optional: boolean): number | undefined {
  if (text.trim() === '') return optional ? undefined : 0;
  return Number(text);
}
