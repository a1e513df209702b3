// A text of the definition that is the same in all languages.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { useField, useShownError } from '../editor/editor-context.ts';
import { FieldNotes } from './FieldNotes.tsx';

type Props = {
  path: StudyPath;
  label: string;
  hint?: ComponentChildren;
  /** Written as addresses, selectors and names are. */
  code?: boolean;
  placeholder?: string;
  /** An empty text is none: the key goes. */
  optional?: boolean;
  /** Where setting it is more than that. */
  onText?: (text: string) => void;
};

export function TextField({ path, label, hint, code = false, placeholder, optional = false, onText }: Props) {
  const id = useId();
  const { name, value, error, warning, set } = useField<string | undefined>(path, label);
  const { shown, onBlur } = useShownError(value ?? '', error);
  const write = onText ?? ((text: string) => set(optional && text === '' ? undefined : text));
  return (
    <div class="study-field">
      <label for={id}>
        {label}
        {optional && <span class="soft"> (optional)</span>}
      </label>
      <input
        id={id}
        class={code ? 'study-input study-input--code' : 'study-input'}
        value={value ?? ''}
        data-path={name}
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        aria-invalid={shown !== undefined}
        aria-describedby={`${id}-notes`}
        onBlur={onBlur}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <FieldNotes id={`${id}-notes`} error={shown} warning={warning} hint={hint} />
    </div>
  );
}
