// Which questions may decide whether another is asked; pure.
import type { StudyDefinition, StudyQuestion } from './definition.ts';
import type { StudyPath } from './study-problem.ts';

/** Where questions stand: before all tasks, after all, or after the task of this place. */
export type QuestionList = 'before' | 'after' | number;

export type DecidingQuestion = Extract<StudyQuestion, { kind: 'single' | 'multiple' | 'likert' }>;

export function questionsOf(study: StudyDefinition, list: QuestionList): readonly StudyQuestion[] {
  return typeof list === 'number' ? (study.tasks[list]?.questions ?? []) : study.questions[list];
}

export function questionsPath(list: QuestionList): StudyPath {
  return typeof list === 'number' ? ['tasks', list, 'questions'] : ['questions', list];
}

/** All lists, in the order in which they are asked; that of tasks is each participant's own. */
export function listQuestionLists(study: StudyDefinition): QuestionList[] {
  return ['before', ...study.tasks.keys(), 'after'];
}

/**
 * The choices and scales that were answered whenever the question at `index` comes up: those before it in its list, those
 * before all tasks, and after all tasks those of tasks too, unless one name stands after several of them.
 */
export function listDeciders(study: StudyDefinition, list: QuestionList, index: number): DecidingQuestion[] {
  const earlier = questionsOf(study, list).slice(0, index);
  const before = list === 'before' ? [] : study.questions.before;
  const ofTasks = list === 'after' ? study.tasks.flatMap(({ questions }) => questions) : [];
  const once = ofTasks.filter(({ id }) => ofTasks.filter((other) => other.id === id).length === 1);
  return [...before, ...once, ...earlier].filter(
    (question) => question.kind === 'single' || question.kind === 'multiple' || question.kind === 'likert',
  );
}

/** What it may have been answered with. */
export function listAnswers(question: DecidingQuestion): (string | number)[] {
  if (question.kind !== 'likert') return question.options.map(({ id }) => id);
  return Array.from({ length: question.points }, (_, index) => index + 1);
}
