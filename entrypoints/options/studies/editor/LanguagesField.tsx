// The languages of the study: added, taken away, and which of them everybody else sees.
import { useId, useState } from 'preact/hooks';
import { addLanguage, makeDefaultLanguage, removeLanguage } from '../../../../src/study/edit/languages.ts';
import { isLanguageTag, nameLanguage } from '../../../../src/study/texts.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { useEditor } from './editor-context.ts';

/** Offered; any other tag can be typed. */
const OFFERED =
  'ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt pt-BR ro ru sv th tr uk vi zh-Hans zh-Hant'.split(
    ' ',
  );

export function LanguagesField() {
  const { draft, edit, errors } = useEditor();
  const { languages } = draft;
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const id = useId();
  const add = (): void => {
    const tag = readTag(typed);
    if (tag === null) return setProblem(`“${typed}” is no language’s tag. Write it like “de” or “pt-BR”.`);
    if (languages.includes(tag)) return setProblem(`${nameLanguage(tag)} is there already.`);
    edit(`add ${nameLanguage(tag)}`, (before) => addLanguage(before, tag));
    setTyped('');
    setProblem(undefined);
  };
  return (
    <section class="card stack" aria-labelledby="part-languages">
      <div class="stack stack--tight">
        <h2 id="part-languages">Languages</h2>
        <p class="soft">
          Participants read the study in the language that their browser asks for; the first one here is shown
          to everybody else. Each text has a field for each language.
        </p>
      </div>
      <ul class="plain-list languages" data-path="languages" tabIndex={-1}>
        {languages.map((tag, index) => (
          <li key={tag} class="row row--apart languages__item">
            <span>
              <strong>{nameLanguage(tag)}</strong> <code class="soft">{tag}</code>{' '}
              {index === 0 && <span class="badge">Shown to all others</span>}
              <FieldNotes id={`${id}-${tag}`} error={errors.get(`languages[${index}]`)} />
            </span>
            <span class="row">
              {index > 0 && (
                <Button
                  variant="quiet"
                  label={`Make the first: ${nameLanguage(tag)}`}
                  onClick={() => edit('the first language', (before) => makeDefaultLanguage(before, tag))}
                >
                  Make the first
                </Button>
              )}
              {languages.length > 1 && (
                <Button
                  variant="quiet"
                  label={`Remove ${nameLanguage(tag)} and its texts`}
                  onClick={() => edit(`remove ${nameLanguage(tag)}`, (before) => removeLanguage(before, tag))}
                >
                  Remove
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <form
        class="study-field"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label for={id}>Add a language</label>
        <span class="row">
          <input
            id={id}
            class="study-input languages__tag"
            list={`${id}-list`}
            value={typed}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}-problem`}
            onInput={({ currentTarget }) => {
              setTyped(currentTarget.value);
              setProblem(undefined);
            }}
          />
          <button type="submit" class="button" disabled={typed.trim() === ''}>
            Add
          </button>
        </span>
        <datalist id={`${id}-list`}>
          {OFFERED.filter((tag) => !languages.includes(tag)).map((tag) => (
            <option key={tag} value={tag}>
              {nameLanguage(tag)}
            </option>
          ))}
        </datalist>
        <FieldNotes id={`${id}-problem`} error={problem} hint="Its name or its tag: Deutsch, de, pt-BR." />
      </form>
    </section>
  );
}

/** The tag that was typed, or that of the language whose name was. */
function readTag(typed: string): string | null {
  const text = typed.trim();
  const named = OFFERED.find((tag) =>
    [nameLanguage(tag), new Intl.DisplayNames(['en'], { type: 'language' }).of(tag)].some(
      (name) => name?.toLowerCase() === text.toLowerCase(),
    ),
  );
  if (named) return named;
  // A whole word of more letters is well-formed too, but no tag that anybody has.
  return isLanguageTag(text) && /^[a-z]{2,3}(-|$)/i.test(text)
    ? (Intl.getCanonicalLocales(text)[0] ?? null)
    : null;
}
