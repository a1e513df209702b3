// An answer while it is given: what a field holds, what is wrong with it, and what is stored of it in the end. Pure.
import type { StudyQuestion } from '../definition.ts';
import type { StudyAnswer } from '../submission.ts';
import { TLX_SCALES } from './nasa-tlx.ts';
import { SUS_STATEMENTS } from './sus.ts';

export type AnswerValue = StudyAnswer['value'];

/** As a stored value, but that scales may be answered in part (null where not yet); null or absent where nothing is. */
export type AnswerDraft = string | number | readonly string[] | readonly (number | null)[] | null;

/** By the question's id. */
export type AnswerDrafts = Readonly<Record<string, AnswerDraft>>;

/** What is wrong with an answer, in words for the participant; undefined where nothing is. */
export function findAnswerProblem(
  question: StudyQuestion,
  draft: AnswerDraft | undefined,
): string | undefined {
  const answered = isAnswered(draft);
  switch (question.kind) {
    case 'sus':
    case 'nasa-tlx':
      return findScalesProblem(question, draft);
    case 'text': {
      const length = typeof draft === 'string' ? draft.length : 0;
      if (length > question.maxLength) {
        return `Please shorten this: it has ${length} characters, at most ${question.maxLength} are kept.`;
      }
      return question.required && !answered ? 'Please write an answer.' : undefined;
    }
    case 'multiple':
      return question.required && !answered ? 'Please choose at least one.' : undefined;
    default:
      return question.required && !answered ? 'Please choose one.' : undefined;
  }
}

/** What is stored of a draft that has no problem: null where the question was left open. */
export function finishAnswer(question: StudyQuestion, draft: AnswerDraft | undefined): AnswerValue {
  if (!isAnswered(draft)) return null;
  if (typeof draft === 'string') return question.kind === 'text' ? draft.trim() : draft;
  if (typeof draft === 'number') return draft;
  const values: readonly (string | number | null)[] = draft;
  if (values.includes(null)) return null;
  // Options in the definition's order, however they were ticked.
  if (question.kind === 'multiple') {
    return question.options.map(({ id }) => id).filter((id) => values.includes(id));
  }
  return values as number[];
}

/** How many parts a question has that are answered one by one; 1 for most. */
export function countParts(question: StudyQuestion): number {
  if (question.kind === 'sus') return SUS_STATEMENTS.length;
  return question.kind === 'nasa-tlx' ? TLX_SCALES.length : 1;
}

/** The parts of a scales' draft, null where not answered. */
export function readParts(
  question: StudyQuestion,
  draft: AnswerDraft | undefined,
): readonly (number | null)[] {
  const parts: readonly (string | number | null)[] = Array.isArray(draft) ? draft : [];
  return Array.from({ length: countParts(question) }, (_, index) => {
    const part = parts[index];
    return typeof part === 'number' ? part : null;
  });
}

function findScalesProblem(question: StudyQuestion, draft: AnswerDraft | undefined): string | undefined {
  const parts = readParts(question, draft);
  const missing = parts.flatMap((part, index) => (part === null ? [index + 1] : []));
  if (missing.length === 0) return undefined;
  if (missing.length === parts.length) return question.required ? 'Please rate all of these.' : undefined;
  return `Please rate ${missing.length === 1 ? 'this one too' : 'these too'}: ${missing.join(', ')}.`;
}

function isAnswered(draft: AnswerDraft | undefined): draft is Exclude<AnswerDraft, null> {
  if (draft === undefined || draft === null) return false;
  if (typeof draft === 'number') return true;
  if (typeof draft === 'string') return draft.trim() !== '';
  const parts: readonly (string | number | null)[] = draft;
  return parts.some((part) => part !== null);
}
