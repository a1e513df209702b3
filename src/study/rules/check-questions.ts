// Questions: their names, and that what decides whether one is asked was asked before it.
import {
  listAnswers,
  listDeciders,
  listQuestionLists,
  questionsOf,
  questionsPath,
  type DecidingQuestion,
  type QuestionList,
} from '../deciders.ts';
import type { StudyDefinition, StudyQuestion } from '../definition.ts';
import { isStandard } from '../questions/wording.ts';
import type { StudyPath } from '../study-problem.ts';
import { checkWordings } from './check-wordings.ts';
import { checkUnique } from './check-unique.ts';
import type { Notes } from './notes.ts';

export function checkQuestions(study: StudyDefinition, notes: Notes): void {
  checkNames(study, notes);
  for (const list of listQuestionLists(study)) {
    for (const [index, question] of questionsOf(study, list).entries()) {
      const path = [...questionsPath(list), index];
      if (question.kind === 'single' || question.kind === 'multiple') {
        const options = question.options.map(({ id }, place) => ({
          id,
          path: [...path, 'options', place, 'id'],
        }));
        checkUnique(options, 'option', notes);
      }
      if (isStandard(question)) checkWordings(question, path, study.languages, notes);
      checkShowIf(question, [...path, 'showIf'], listDeciders(study, list, index), notes);
    }
  }
}

/** A question may come again after another task, under the same name: its answers are told apart by the task. */
function checkNames(study: StudyDefinition, notes: Notes): void {
  const name = (list: QuestionList): { id: string; path: StudyPath }[] =>
    questionsOf(study, list).map(({ id }, index) => ({ id, path: [...questionsPath(list), index, 'id'] }));
  const general = [...name('before'), ...name('after')];
  checkUnique(general, 'question', notes);
  const kinds = new Map<string, string>();
  for (const [task, { questions }] of study.tasks.entries()) {
    const own = name(task);
    checkUnique(own, 'question', notes);
    for (const [index, { id, kind }] of questions.entries()) {
      if (general.some((other) => other.id === id)) {
        notes.refuse(own[index]!.path, `A question before or after all tasks is named "${id}" already.`);
      }
      const before = kinds.get(id) ?? kind;
      if (before !== kind) {
        notes.refuse(
          own[index]!.path,
          `"${id}" is a question of another kind after an earlier task. Give one another name.`,
        );
      }
      kinds.set(id, before);
    }
  }
}

function checkShowIf(
  { id, showIf }: StudyQuestion,
  path: StudyPath,
  deciders: readonly DecidingQuestion[],
  notes: Notes,
): void {
  if (!showIf) return;
  const decider = deciders.find((question) => question.id === showIf.question);
  if (showIf.question === id || !decider) {
    notes.refuse(
      [...path, 'question'],
      `"${showIf.question}" is no choice or scale that was asked before this, so it cannot decide.`,
    );
    return;
  }
  const answers = listAnswers(decider);
  for (const [index, value] of showIf.isAnyOf.entries()) {
    if (!answers.includes(value)) {
      notes.refuse([...path, 'isAnyOf', index], `${JSON.stringify(value)} is no answer to "${decider.id}".`);
    }
  }
}
