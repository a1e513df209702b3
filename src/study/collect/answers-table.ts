// The table of a participant's answers, with the scores of the questionnaires.
import { createTable, type ColumnOf, type Table } from '../../session/export/table.ts';
import type { StudyDefinition, StudyQuestion } from '../definition.ts';
import { scoreRawTlx } from '../questions/nasa-tlx.ts';
import { scoreSus } from '../questions/sus.ts';
import type { StudyAnswer, Submission } from '../submission.ts';
import { number, submissionColumn, text, time } from './columns.ts';

/** What a score stands at in the column `item`. */
export const SCORE_ITEM = 'score';

type Item = { answer: StudyAnswer; kind: string; item: string; number: number | null; text: string | null };

const ANSWERS: ColumnOf<Item>[] = [
  text('question', 'Id of the question.', ({ answer }) => answer.question),
  text('task', 'The task after which it was asked; empty: before or after all.', ({ answer }) => answer.task),
  text(
    'kind',
    'Of the question: “single”, “multiple”, “likert”, “sus”, “nasa-tlx” or “text”.',
    (row) => row.kind,
  ),
  text(
    'item',
    '“multiple”: id of an option that was chosen; “sus” and “nasa-tlx”: number of the statement or scale from 1, and “score”; empty for the others.',
    ({ item }) => item,
  ),
  number('number', '', 'The point on the scale, or the score.', (row) => row.number),
  text('text', '“single”: id of the option; “text”: the text; empty: not answered.', (row) => row.text),
  time('answeredAt', 'When.', ({ answer }) => Date.parse(answer.answeredAt)),
];

/** One row for each answer, and of questions with several parts one for each part; a question that was left empty has one. */
export function createAnswersTable(submission: Submission, study: StudyDefinition): Table {
  const rows = submission.answers.flatMap((answer) => listItems(answer, findQuestion(study, answer)));
  return createTable<Item>(
    { name: 'answers', description: 'One row for each answer, or part of one.' },
    rows,
    [submissionColumn(submission), ...ANSWERS],
  );
}

function findQuestion({ questions, tasks }: StudyDefinition, answer: StudyAnswer): StudyQuestion | undefined {
  const asked =
    answer.task === undefined
      ? [...questions.before, ...questions.after]
      : (tasks.find(({ id }) => id === answer.task)?.questions ?? []);
  return asked.find(({ id }) => id === answer.question);
}

function listItems(answer: StudyAnswer, question: StudyQuestion | undefined): Item[] {
  const kind = question?.kind ?? 'unknown';
  const { value } = answer;
  const row = (item: string, point: number | null, words: string | null): Item => {
    return { answer, kind, item, number: point, text: words };
  };
  if (value === null) return [row('', null, null)];
  if (typeof value === 'number') return [row('', value, null)];
  if (typeof value === 'string') return [row('', null, value)];
  // Somebody who chose none has answered: a row says so.
  if (value.length === 0) return [row('', null, '')];
  const items = value.map((one: string | number, index) =>
    typeof one === 'number' ? row(String(index + 1), one, null) : row(one, null, null),
  );
  const score = findScore(kind, value);
  return score === null ? items : [...items, row(SCORE_ITEM, score, null)];
}

/** null where there is none, or where what came is no answer to it. */
function findScore(kind: string, value: readonly (string | number)[]): number | null {
  const numbers = value.filter((one) => typeof one === 'number');
  try {
    if (kind === 'sus') return scoreSus(numbers);
    return kind === 'nasa-tlx' ? scoreRawTlx(numbers) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
