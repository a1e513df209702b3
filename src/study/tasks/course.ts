// The course of a study's tasks, as a pure function of what happens; kept in the run's row at every step.
import type { StudyRunRow } from '../../storage/studies.ts';
import type { StudyTask } from '../definition.ts';
import type { TaskResult } from '../submission.ts';

/** Why a task stands still: its tab was closed, the browser ended, or something went wrong that `message` tells. */
export type InterruptionCause = 'tab-closed' | 'browser-ended' | 'problem';

type At = { task: StudyTask; /** From 0. */ position: number; count: number };

/** A course as the study's page shows it. */
export type CourseView =
  /** `checkFirst`: a check of five dots comes before the task's page. */
  | (At & { step: 'instructions'; checkFirst: boolean })
  /** A check goes on in a tab of its own; `within`: the task goes on after it. */
  | (At & { step: 'check'; within: boolean })
  /** The task goes on in its own tab. */
  | (At & { step: 'running' })
  | (At & { step: 'interrupted'; cause: InterruptionCause; message?: string })
  /** The task is over; its questions are the page's to ask. */
  | (At & { step: 'questions'; outcome: TaskResult['outcome'] })
  | { step: 'done' };

export type CoursePhase =
  | { kind: 'instructions' }
  | { kind: 'check'; within: boolean }
  | { kind: 'running' }
  | { kind: 'interrupted'; cause: InterruptionCause; message?: string }
  | { kind: 'questions'; outcome: TaskResult['outcome'] }
  | { kind: 'done' };

/** In the run's row. */
export type Course = {
  /** Of the task at hand, from 0. */
  position: number;
  phase: CoursePhase;
};

export const FIRST_COURSE: Course = { position: 0, phase: { kind: 'instructions' } };

/** What the study's page is to show of a run. */
export function showCourse({ definition, taskOrder, course = FIRST_COURSE }: StudyRunRow): CourseView {
  const { position, phase } = course;
  const task = definition.tasks.find(({ id }) => id === taskOrder[position]);
  if (phase.kind === 'done' || !task) return { step: 'done' };
  const at = { task, position, count: taskOrder.length };
  switch (phase.kind) {
    case 'instructions':
      return { ...at, step: 'instructions', checkFirst: definition.checks.betweenTasks && position > 0 };
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
