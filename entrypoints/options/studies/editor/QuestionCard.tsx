// One question: what is asked, how it is answered, and when it is asked at all.
import { questionsPath, type QuestionList } from '../../../../src/study/deciders.ts';
import type { StudyQuestion } from '../../../../src/study/definition.ts';
import { renameQuestion } from '../../../../src/study/edit/names.ts';
import { isStandard } from '../../../../src/study/questions/wording.ts';
import { formatPath } from '../../../../src/study/study-problem.ts';
import { localText } from '../../../../src/study/texts.ts';
import { ItemTools } from '../fields/ItemTools.tsx';
import { LocalField } from '../fields/LocalField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { TickField } from '../fields/TickField.tsx';
import { ConditionField } from './ConditionField.tsx';
import { useEditor } from './editor-context.ts';
import { OptionsField } from './OptionsField.tsx';
import { titleOf } from './question-words.ts';
import { WordingsField } from './WordingsField.tsx';

type Props = {
  list: QuestionList;
  index: number;
  question: StudyQuestion;
  count: number;
  onMove: (from: number, to: number) => void;
  onCopy: () => void;
  onRemove: () => void;
};

export function QuestionCard({ list, index, question, count, ...tools }: Props) {
  const { draft, edit } = useEditor();
  const path = [...questionsPath(list), index];
  const [first = 'en'] = draft.languages;
  const asked = localText(question.prompt, first, first).trim();
  const name = asked === '' ? `question ${index + 1}` : `“${asked}”`;
  return (
    <li data-item class="study-card" data-testid="question-card" data-kind={question.kind}>
      <div class="row row--apart">
        <h3>
          <span class="numbers">{index + 1}.</span> {titleOf(question.kind)}
        </h3>
        <ItemTools name={name} index={index} count={count} {...tools} />
      </div>
      <LocalField path={[...path, 'prompt']} label="What is asked" rows={2} />
      {(question.kind === 'single' || question.kind === 'multiple') && (
        <OptionsField list={list} index={index} question={question} />
      )}
      {question.kind === 'likert' && (
        <>
          <NumberField path={[...path, 'points']} label="Points" min={2} max={11} />
          <LocalField path={[...path, 'lowLabel']} label="The low end (1)" />
          <LocalField path={[...path, 'highLabel']} label={`The high end (${question.points})`} />
        </>
      )}
      {question.kind === 'text' && (
        <NumberField path={[...path, 'maxLength']} label="At most" unit="characters" min={1} max={10_000} />
      )}
      {isStandard(question) && <WordingsField path={path} question={question} />}
      <TickField path={[...path, 'required']} label="It must be answered" />
      <ConditionField list={list} index={index} question={question} />
      <TextField
        path={[...path, 'id']}
        label="Name in the data"
        code
        onText={(text) =>
          edit(
            'the name of a question',
            (before) => renameQuestion(before, list, index, text),
            formatPath([...path, 'id']),
          )
        }
      />
    </li>
  );
}
