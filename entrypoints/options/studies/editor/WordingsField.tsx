// A standard questionnaire in the study's other languages: its original is English, a translation is the researcher's to give.
import type { StudyPath } from '../../../../src/study/study-problem.ts';
import { findLanguage, nameLanguage } from '../../../../src/study/texts.ts';
import { makeWording } from '../../../../src/study/edit/new-parts.ts';
import { TLX_SCALES } from '../../../../src/study/questions/nasa-tlx.ts';
import { SUS_HIGH, SUS_LOW, SUS_STATEMENTS } from '../../../../src/study/questions/sus.ts';
import { ORIGINAL_LANGUAGE, type StandardQuestion } from '../../../../src/study/questions/wording.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useEditor, useField } from './editor-context.ts';

type Props = { path: StudyPath; question: StandardQuestion };

export function WordingsField({ path, question }: Props) {
  const { languages } = useEditor().draft;
  const given = Object.keys(question.translations ?? {});
  const others = languages.filter(
    (tag) => given.includes(tag) || findLanguage([ORIGINAL_LANGUAGE], tag) === undefined,
  );
  if (others.length === 0) return null;
  return (
    <fieldset class="study-field" data-testid="wordings">
      <legend>In other languages</legend>
      <p class="soft small">
        Fovea asks in English, the language in which it was validated. Translations that were validated are
        published for many languages: give the words of one, and say whose it is. Answers are scored the same.
      </p>
      {others.map((tag) => (
        <OneWording key={tag} path={[...path, 'translations']} tag={tag} question={question} />
      ))}
    </fieldset>
  );
}

type OneProps = Props & { tag: string };

function OneWording({ path, tag, question }: OneProps) {
  const language = nameLanguage(tag);
  const own = [...path, tag];
  const { name, value, warning, set } = useField<object | undefined>(own, `the words in ${language}`);
  const { set: setAll } = useField<object | undefined>(path, `the words in ${language}`);
  if (value === undefined) {
    return (
      <div class="row row--apart" data-path={name} tabIndex={-1}>
        <span class="field-notes__warning">{warning ?? `${language}: as in a near language.`}</span>
        <Button label={`Give a translation: ${language}`} onClick={() => set(makeWording(question.kind))}>
          Give a translation…
        </Button>
      </div>
    );
  }
  const isLast = Object.keys(question.translations ?? {}).length === 1;
  return (
    <details class="study-wording" open lang={tag} data-testid="wording">
      <summary>{language}</summary>
      <div class="stack stack--tight" lang="en">
        <TextField
          path={[...own, 'source']}
          label="Whose translation it is"
          hint="As you will cite it: authors, year, where it was validated."
        />
        {question.kind === 'sus' ? <SusWords path={own} /> : <TlxWords path={own} />}
        <p>
          <Button
            variant="quiet"
            label={`Take this translation away: ${language}`}
            onClick={() => (isLast ? setAll(undefined) : set(undefined))}
          >
            Take this translation away
          </Button>
        </p>
      </div>
    </details>
  );
}

function SusWords({ path }: { path: StudyPath }) {
  return (
    <>
      <div class="study-columns">
        <TextField path={[...path, 'low']} label={`“${SUS_LOW}” (1)`} />
        <TextField path={[...path, 'high']} label={`“${SUS_HIGH}” (5)`} />
      </div>
      {SUS_STATEMENTS.map((statement, index) => (
        <TextField
          key={statement}
          path={[...path, 'statements', index]}
          label={`${index + 1}. ${statement}`}
        />
      ))}
    </>
  );
}

function TlxWords({ path }: { path: StudyPath }) {
  return (
    <>
      {TLX_SCALES.map(({ name, asks, low, high }, index) => {
        const own = [...path, 'scales', index];
        return (
          <div key={name} class="stack stack--tight">
            <TextField path={[...own, 'name']} label={`${index + 1}. ${name}`} />
            <TextField path={[...own, 'asks']} label={asks} />
            <div class="study-columns">
              <TextField path={[...own, 'low']} label={`${name}: “${low}” (left)`} />
              <TextField path={[...own, 'high']} label={`${name}: “${high}” (right)`} />
            </div>
          </div>
        );
      })}
    </>
  );
}
