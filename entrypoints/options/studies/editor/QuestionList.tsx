// Questions that are asked one after the other: before all tasks, after one, or after all.
import { useId, useState } from 'preact/hooks';
import { questionsOf, questionsPath, type QuestionList as List } from '../../../../src/study/deciders.ts';
import type { StudyQuestion } from '../../../../src/study/definition.ts';
import { listQuestionNames, makeName } from '../../../../src/study/edit/names.ts';
import { makeQuestion } from '../../../../src/study/edit/new-parts.ts';
import { moveItem, setPath } from '../../../../src/study/edit/set-path.ts';
import { formatPath } from '../../../../src/study/study-problem.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { useItemList } from '../fields/use-item-list.ts';
import { useEditor } from './editor-context.ts';
import { QuestionCard } from './QuestionCard.tsx';
import { QUESTION_KINDS, titleOf, type QuestionKind } from './question-words.ts';

export function QuestionList({ list: place }: { list: List }) {
  const { draft, edit } = useEditor();
  const [kind, setKind] = useState<QuestionKind>('single');
  const id = useId();
  const path = questionsPath(place);
  const questions = questionsOf(draft, place);
  const change = (what: string, map: (before: readonly StudyQuestion[]) => StudyQuestion[]): void =>
    edit(what, (study) => setPath(study, path, map(questionsOf(study, place))));
  const list = useItemList<HTMLOListElement>(questions.length, (from, to) =>
    change('the order of the questions', (before) => moveItem(before, from, to)),
  );
  return (
    <div class="stack">
      {questions.length > 0 && (
        <ol ref={list.ref} class="plain-list study-cards" aria-label="Questions" onKeyDown={list.onKeyDown}>
          {questions.map((question, index) => (
            <QuestionCard
              key={index}
              list={place}
              index={index}
              question={question}
              count={questions.length}
              onMove={list.move}
              onCopy={() => {
                const name = makeName(question.id, listQuestionNames(draft));
                change('a copy of a question', (before) =>
                  before.toSpliced(index + 1, 0, { ...question, id: name }),
                );
                list.focusItem(index + 1);
              }}
              onRemove={() => {
                change('remove a question', (before) => before.toSpliced(index, 1));
                list.focusItem(index);
              }}
            />
          ))}
        </ol>
      )}
      <div class="row" data-path={formatPath(path)} tabIndex={-1}>
        <label for={id} class="read-aloud">
          Kind of the next question
        </label>
        <select
          id={id}
          value={kind}
          aria-describedby={`${id}-means`}
          onChange={({ currentTarget }) => setKind(currentTarget.value as QuestionKind)}
        >
          {QUESTION_KINDS.map((known) => (
            <option key={known.kind} value={known.kind}>
              {known.title}
            </option>
          ))}
        </select>
        <Button
          onClick={() => {
            change(`a new question (${titleOf(kind)})`, (before) => [...before, makeQuestion(draft, kind)]);
            list.focusItem(questions.length);
          }}
        >
          Add a question
        </Button>
        <span id={`${id}-means`} class="soft small">
          {QUESTION_KINDS.find((known) => known.kind === kind)?.means}
        </span>
      </div>
    </div>
  );
}
