// Whether a question is asked only after certain answers to an earlier one.
import { useId } from 'preact/hooks';
import {
  listAnswers,
  listDeciders,
  questionsPath,
  type DecidingQuestion,
  type QuestionList,
} from '../../../../src/study/deciders.ts';
import type { StudyQuestion } from '../../../../src/study/definition.ts';
import { localText } from '../../../../src/study/texts.ts';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { useEditor, useField } from './editor-context.ts';

type Props = { list: QuestionList; index: number; question: StudyQuestion };
type Condition = NonNullable<StudyQuestion['showIf']>;

export function ConditionField({ list, index, question: { showIf } }: Props) {
  const id = useId();
  const { draft, errors } = useEditor();
  const { name, set } = useField<Condition>([...questionsPath(list), index, 'showIf'], 'the condition');
  const deciders = listDeciders(draft, list, index);
  if (deciders.length === 0 && !showIf) return null;
  const decider = deciders.find((question) => question.id === showIf?.question);
  const wrong = [...errors].find(([path]) => path.startsWith(name))?.[1];
  return (
    <div class="study-field">
      <label for={id}>When it is asked</label>
      <select
        id={id}
        value={showIf?.question ?? ''}
        data-path={name}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-notes`}
        onChange={({ currentTarget: { value } }) => {
          const chosen = deciders.find((question) => question.id === value);
          set(chosen ? { question: chosen.id, isAnyOf: listAnswers(chosen).slice(0, 1) } : undefined);
        }}
      >
        <option value="">Always</option>
        {showIf && !decider && (
          <option value={showIf.question}>{`After certain answers to ${showIf.question}`}</option>
        )}
        {deciders.map((question) => (
          <option key={question.id} value={question.id}>
            {`After certain answers to: ${describe(question, draft.languages)}`}
          </option>
        ))}
      </select>
      {showIf && decider && (
        <fieldset class="study-condition">
          <legend class="read-aloud">Answers after which it is asked</legend>
          {listAnswers(decider).map((answer) => (
            <label key={answer} class="check">
              <input
                type="checkbox"
                checked={showIf.isAnyOf.includes(answer)}
                onChange={({ currentTarget }) =>
                  set({
                    ...showIf,
                    isAnyOf: listAnswers(decider).filter((one) =>
                      one === answer ? currentTarget.checked : showIf.isAnyOf.includes(one),
                    ),
                  })
                }
              />
              {nameAnswer(decider, answer, draft.languages)}
            </label>
          ))}
        </fieldset>
      )}
      <FieldNotes id={`${id}-notes`} error={wrong} />
    </div>
  );
}

function describe({ id, prompt }: StudyQuestion, [first = 'en']: readonly string[]): string {
  const words = localText(prompt, first, first).trim();
  if (words === '') return id;
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

function nameAnswer(
  question: DecidingQuestion,
  answer: string | number,
  [first = 'en']: readonly string[],
): string {
  if (question.kind === 'likert') return String(answer);
  const label = question.options.find(({ id }) => id === answer)?.label ?? '';
  return localText(label, first, first).trim() || String(answer);
}
