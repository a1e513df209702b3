// What participants answered, question by question.
import { estimateMean, estimateShare, type Estimate, type Share } from '../../session/estimates.ts';
import { SCORE_ITEM } from '../collect/answers-table.ts';
import type { StudyQuestion } from '../definition.ts';
import { TLX_SCALES } from '../questions/nasa-tlx.ts';
import { SUS_STATEMENTS } from '../questions/sus.ts';
import type { AnswerRow } from './rows.ts';

type Asked = {
  question: StudyQuestion;
  /** Who was asked; of those, who answered. */
  asked: number;
  answered: number;
};

export type ItemMean = { item: string; estimate: Estimate | null };

export type QuestionSummary = Asked &
  (
    | { kind: 'choices'; choices: { id: string; share: Share | null }[] }
    | { kind: 'scale'; counts: number[]; estimate: Estimate | null }
    | { kind: 'score'; scores: number[]; estimate: Estimate | null; items: ItemMean[] }
    | { kind: 'texts'; texts: { participant: string; text: string }[] }
  );

/**
 * Of one question, in one place (before, after, or after a task).
 * @param rows of that question in that place
 */
export function summarizeQuestion(question: StudyQuestion, rows: readonly AnswerRow[]): QuestionSummary {
  const asked = new Set(rows.map(({ participant }) => participant)).size;
  const given = rows.filter((row) => row.number !== null || row.text !== null || row.item !== '');
  const answered = new Set(given.map(({ participant }) => participant)).size;
  const head = { question, asked, answered };
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return {
        ...head,
        kind: 'choices',
        choices: question.options.map(({ id }) => {
          const chose = given.filter(
            (row) => (question.kind === 'single' ? row.text : row.item) === id,
          ).length;
          return { id, share: estimateShare(chose, answered) };
        }),
      };
    case 'likert': {
      const points = given.flatMap((row) => (row.number === null ? [] : [row.number]));
      const counts = Array.from(
        { length: question.points },
        (_, i) => points.filter((p) => p === i + 1).length,
      );
      return { ...head, kind: 'scale', counts, estimate: estimateMean(points) };
    }
    case 'sus':
    case 'nasa-tlx': {
      const names = question.kind === 'sus' ? SUS_STATEMENTS : TLX_SCALES.map(({ name }) => name);
      const numbersOf = (item: string) =>
        given.flatMap((row) => (row.item === item && row.number !== null ? [row.number] : []));
      const scores = numbersOf(SCORE_ITEM);
      const items = names.map((item, i) => ({ item, estimate: estimateMean(numbersOf(String(i + 1))) }));
      return { ...head, kind: 'score', scores, estimate: estimateMean(scores), items };
    }
    case 'text': {
      const texts = given.flatMap(({ participant, text }) =>
        text === null || text.trim() === '' ? [] : [{ participant, text }],
      );
      return { ...head, kind: 'texts', texts };
    }
  }
}
