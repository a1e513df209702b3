// Which of a page's questions are asked, given the answers before them. Pure.
import type { StudyQuestion } from '../definition.ts';
import type { StudyAnswer } from '../submission.ts';
import { findAnswerProblem, finishAnswer, type AnswerDrafts, type AnswerValue } from './answer-draft.ts';

/** Stored answers by question: those of earlier pages that `showIf` may ask for. */
export type KnownAnswers = ReadonlyMap<string, AnswerValue>;

/**
 * The questions to ask, in their order. A question with `showIf` is asked only where the one that it names was asked and
 * answered so: what was typed into a question that is hidden again does not count.
 * @param known answers of earlier pages
 */
export function listShownQuestions(
  questions: readonly StudyQuestion[],
  drafts: AnswerDrafts,
  known: KnownAnswers = new Map(),
): StudyQuestion[] {
  const answers = new Map(known);
  // An earlier round of the same page (the same questions after another task) does not answer this one.
  for (const { id } of questions) answers.delete(id);
  return questions.filter((question) => {
    if (!isShown(question, answers)) return false;
    answers.set(question.id, finishAnswer(question, drafts[question.id]));
    return true;
  });
}

/**
 * The page's answers as they are stored: one for each question that was asked. Those that were not asked have none.
 * @param task after which they were asked
 */
export function collectAnswers(
  questions: readonly StudyQuestion[],
  drafts: AnswerDrafts,
  { known, task, answeredAt }: { known?: KnownAnswers; task?: string; answeredAt: string },
): StudyAnswer[] {
  const when = { ...(task === undefined ? {} : { task }), answeredAt };
  return listShownQuestions(questions, drafts, known).map((question) =>
    Object.assign({ question: question.id, value: finishAnswer(question, drafts[question.id]) }, when),
  );
}

/** What is wrong with the page's answers, by question; empty where all may be stored. */
export function findAnswerProblems(
  questions: readonly StudyQuestion[],
  drafts: AnswerDrafts,
  known?: KnownAnswers,
): Map<string, string> {
  const problems = new Map<string, string>();
  for (const question of listShownQuestions(questions, drafts, known)) {
    const problem = findAnswerProblem(question, drafts[question.id]);
    if (problem !== undefined) problems.set(question.id, problem);
  }
  return problems;
}

/** What `showIf` may ask for, of answers that are stored. After a task those of that task hold before any other's. */
export function readKnownAnswers(answers: readonly StudyAnswer[], task?: string): KnownAnswers {
  const own = answers.filter((answer) => answer.task === task);
  const known = new Map(answers.map(({ question, value }) => [question, value]));
  for (const { question, value } of own) known.set(question, value);
  return known;
}

function isShown({ showIf }: StudyQuestion, answers: KnownAnswers): boolean {
  if (!showIf) return true;
  const value = answers.get(showIf.question);
  if (value === undefined || value === null) return false;
  const given: readonly (string | number)[] = Array.isArray(value) ? value : [value];
  return given.some((one) => showIf.isAnyOf.includes(one));
}
