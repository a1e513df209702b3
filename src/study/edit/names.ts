// Names of tasks, questions, areas and options in the data: new ones, and what follows a change of one; pure.
import { questionsOf, questionsPath, type QuestionList } from '../deciders.ts';
import type { StudyDefinition, StudyQuestion } from '../definition.ts';
import { setPath } from './set-path.ts';

/** The first of `task-1`, `task-2`, … that is not taken. */
export function makeName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

export function listQuestionNames(study: StudyDefinition): string[] {
  const { before, after } = study.questions;
  return [...before, ...study.tasks.flatMap(({ questions }) => questions), ...after].map(({ id }) => id);
}

/** Gives a question another name; conditions on it follow. */
export function renameQuestion(
  study: StudyDefinition,
  list: QuestionList,
  index: number,
  name: string,
): StudyDefinition {
  const before = questionsOf(study, list)[index]?.id;
  const renamed = setPath(study, [...questionsPath(list), index, 'id'], name);
  return mapConditions(renamed, list, (showIf) =>
    showIf.question === before ? { ...showIf, question: name } : showIf,
  );
}

/** Gives one of a question's options another name; conditions on it follow. */
export function renameOption(
  study: StudyDefinition,
  list: QuestionList,
  index: number,
  option: number,
  name: string,
): StudyDefinition {
  const question = questionsOf(study, list)[index];
  if (question?.kind !== 'single' && question?.kind !== 'multiple') return study;
  const before = question.options[option]?.id;
  const renamed = setPath(study, [...questionsPath(list), index, 'options', option, 'id'], name);
  return mapConditions(renamed, list, (showIf) =>
    showIf.question === question.id
      ? { ...showIf, isAnyOf: showIf.isAnyOf.map((value) => (value === before ? name : value)) }
      : showIf,
  );
}

type Condition = NonNullable<StudyQuestion['showIf']>;

/** Changes the conditions that may be about a question of the list: its own, and after `before` all, after a task those at the end. */
function mapConditions(
  study: StudyDefinition,
  list: QuestionList,
  map: (condition: Condition) => Condition,
): StudyDefinition {
  const mapAll = (questions: StudyQuestion[], concerned: boolean): StudyQuestion[] =>
    concerned ? questions.map((one) => (one.showIf ? { ...one, showIf: map(one.showIf) } : one)) : questions;
  return {
    ...study,
    tasks: study.tasks.map((task, index) => ({
      ...task,
      questions: mapAll(task.questions, list === 'before' || list === index),
    })),
    questions: {
      before: mapAll(study.questions.before, list === 'before'),
      after: mapAll(study.questions.after, true),
    },
  };
}
