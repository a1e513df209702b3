// One of a few, each with what it means.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { useField } from '../editor/editor-context.ts';
import { FieldNotes } from './FieldNotes.tsx';

export type ChoiceOption<T> = { value: T; label: string; means?: ComponentChildren };

type Props<T> = {
  path: StudyPath;
  label: string;
  options: readonly ChoiceOption<T>[];
  hint?: ComponentChildren;
  /** Where choosing is more than setting the value. */
  onChoose?: (value: T) => void;
};

export function ChoiceField<T extends string | number>({ path, label, options, hint, onChoose }: Props<T>) {
  const id = useId();
  const { name, value, error, warning, set } = useField<T>(path, label);
  return (
    <fieldset class="study-field study-choice" aria-describedby={`${id}-notes`}>
      <legend>{label}</legend>
      {hint !== undefined && <p class="soft small">{hint}</p>}
      <div class="stack stack--tight">
        {options.map((option, index) => (
          <label key={option.value} class="check">
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              data-path={index === 0 || option.value === value ? name : undefined}
              onChange={() => (onChoose ?? set)(option.value)}
            />
            <span class="check__text">
              {option.label}
              {option.means !== undefined && <span class="soft study-choice__means">{option.means}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes id={`${id}-notes`} error={error} warning={warning} />
    </fieldset>
  );
}
