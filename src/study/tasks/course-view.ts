// A run's course as the study's page and the bar show it.
import type { StudyRunRow } from '../../storage/studies.ts';
import type { StudyTask } from '../definition.ts';
import type { TaskResult } from '../submission.ts';
import { localText } from '../texts.ts';
import type { StudyBarState } from './bar/bar-state.ts';
import { FIRST_COURSE, listDue, type CoursePlan, type InterruptionCause } from './course.ts';

type At = { task: StudyTask; /** From 0. */ position: number; count: number };

export type CourseView =
  /** `checkFirst`: a check of five dots comes before the task's page. `problem`: why that could not be opened, in words. */
  | (At & { step: 'instructions'; checkFirst: boolean; problem?: string })
  /** A check goes on in a tab of its own; `within`: the task goes on after it. */
  | (At & { step: 'check'; within: boolean })
  /** The task goes on in its own tab. */
  | (At & { step: 'running' })
  | (At & { step: 'interrupted'; cause: InterruptionCause; message?: string })
  /** The task is over; its questions are the page's to ask. */
  | (At & { step: 'questions'; outcome: TaskResult['outcome'] })
  | { step: 'done' };

/** The task at hand; null where all are behind. */
export function findPlan({ definition, taskOrder, course = FIRST_COURSE }: StudyRunRow): CoursePlan | null {
  const task = definition.tasks.find(({ id }) => id === taskOrder[course.position]);
  return task ? { task, count: taskOrder.length } : null;
}

/** Whether a check comes before the task at hand begins. Before the first one, the gate has just been passed. */
export function isCheckFirst({ definition: { checks }, course = FIRST_COURSE }: StudyRunRow): boolean {
  return checks.betweenTasks && course.position > 0;
}

export function showCourse(run: StudyRunRow): CourseView {
  const { position, phase } = run.course ?? FIRST_COURSE;
  const plan = findPlan(run);
  if (phase.kind === 'done' || !plan) return { step: 'done' };
  const at = { ...plan, position };
  switch (phase.kind) {
    case 'instructions':
      return {
        ...at,
        ...(phase.problem === undefined ? {} : { problem: phase.problem }),
        step: 'instructions',
        checkFirst: isCheckFirst(run),
      };
    case 'check':
      return { ...at, step: 'check', within: phase.within };
    case 'running':
      return { ...at, step: 'running' };
    case 'interrupted': {
      const { cause, message } = phase;
      return { ...at, step: 'interrupted', cause, ...(message === undefined ? {} : { message }) };
    }
    case 'questions':
      return { ...at, step: 'questions', outcome: phase.outcome };
  }
}

/** What the bar shows while a task goes on; null while none does. */
export function showBar(run: StudyRunRow): StudyBarState | null {
  const { course, definition, record } = run;
  const plan = findPlan(run);
  if (!plan || course?.phase.kind !== 'running') return null;
  const { task } = plan;
  const [fallback = 'en'] = definition.languages;
  const language = record.language ?? fallback;
  const due = listDue(course, task, undefined);
  const limit = due.find(({ what }) => what === 'timed-out');
  const { success } = task;
  const movable = 'url' in task.start;
  return {
    runId: run.id,
    taskId: task.id,
    position: course.position,
    count: plan.count,
    title: localText(task.title, language, fallback),
    instructions: localText(task.instructions, language, fallback),
    language,
    canBeDone: success.kind === 'done',
    ...(limit ? { endsAtMs: limit.atMs } : {}),
    ...(due[0] ? { dueAtMs: due[0].atMs } : {}),
    ...(success.kind === 'click' ? { click: success } : {}),
    edge: (movable && course.bar?.edge) || 'bottom',
    movable,
    open: course.bar?.open ?? false,
  };
}
