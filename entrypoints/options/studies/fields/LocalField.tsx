// A text that participants read, in each of the study's languages.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { LocalText } from '../../../../src/study/definition.ts';
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { findDirection, nameLanguage } from '../../../../src/study/texts.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { useEditor, useField, useShownError } from '../editor/editor-context.ts';
import { FieldNotes } from './FieldNotes.tsx';

type Props = {
  path: StudyPath;
  label: string;
  hint?: ComponentChildren;
  /** More than one for long texts. */
  rows?: number;
};

export function LocalField({ path, label, hint, rows = 1 }: Props) {
  const { languages } = useEditor().draft;
  const { value, error, set } = useField<LocalText>(path, label);
  const id = useId();
  const [first = 'en'] = languages;
  if (typeof value === 'string' || languages.length === 1) {
    const own = typeof value === 'string' ? path : [...path, first];
    return (
      <div class="study-field">
        <label for={id}>{label}</label>
        <OneText id={id} path={own} label={label} language={first} rows={rows} hint={hint} />
        {typeof value === 'string' && languages.length > 1 && (
          <p class="small">
            <span class="soft">The same in all languages.</span>{' '}
            <Button variant="quiet" onClick={() => set({ [first]: value })}>
              Write one for each
            </Button>
          </p>
        )}
      </div>
    );
  }
  return (
    <fieldset class="study-field study-field--languages">
      <legend>{label}</legend>
      <FieldNotes id={`${id}-all`} error={error} hint={hint} />
      <div class="local-texts">
        {languages.map((tag) => (
          <div key={tag} class="local-text">
            <label for={`${id}-${tag}`} class="local-text__language">
              <span class="read-aloud">{label}, </span>
              {nameLanguage(tag)}
            </label>
            <OneText id={`${id}-${tag}`} path={[...path, tag]} label={label} language={tag} rows={rows} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

type OneProps = Props & { id: string; language: string };

function OneText({ id, path, label, language, rows = 1, hint }: OneProps) {
  const { name, value, error, warning, set } = useField<string | undefined>(path, label);
  const { shown, onBlur } = useShownError(value ?? '', error);
  const shared = {
    id,
    class: 'study-input',
    value: value ?? '',
    lang: language,
    dir: findDirection(language),
    spellcheck: false,
    'data-path': name,
    'aria-invalid': shown !== undefined,
    'aria-describedby': `${id}-notes`,
    onBlur,
  };
  return (
    <>
      {rows === 1 ? (
        <input {...shared} autocomplete="off" onInput={({ currentTarget }) => set(currentTarget.value)} />
      ) : (
        <textarea {...shared} rows={rows} onInput={({ currentTarget }) => set(currentTarget.value)} />
      )}
      <FieldNotes id={`${id}-notes`} error={shown} warning={warning} hint={hint} />
    </>
  );
}
