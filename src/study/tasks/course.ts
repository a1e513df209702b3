// The course of a study's tasks, as a pure function of what happens; kept in the run's row at every step.
//
//   instructions --check-due--> check --opened--> running --ended--> questions --questions-done--> instructions … --> done
//        '------------opened-----------------------^ |  ^
//                                                    |  '--opened-- check (within) <--check-due--.
//                                                    '--stopped--> interrupted --ended--> …       '-- running | interrupted
//
// Times are the session's, in milliseconds since it began; those that end in `AtMs` are of the Unix epoch.
import type { SessionWish } from '../../session/session-state.ts';
import type { StudyTask } from '../definition.ts';
import type { TaskResult } from '../submission.ts';

const SECOND = 1000;

/** Why a task stands still: its tab was closed, the browser ended, or something went wrong that `message` tells. */
export type InterruptionCause = 'tab-closed' | 'browser-ended' | 'problem';

export type CoursePhase =
  /** `problem`: why the task could not be opened, in words. */
  | { kind: 'instructions'; problem?: string }
  /** `within`: the task has begun, and goes on after it. */
  | { kind: 'check'; within: boolean; seed: number }
  | { kind: 'running' }
  | { kind: 'interrupted'; cause: InterruptionCause; message?: string }
  | { kind: 'questions'; outcome: TaskResult['outcome'] }
  | { kind: 'done' };

/** A task from its begin to its end. */
export type BegunTask = {
  startMs: number;
  /** Those that are over. */
  pauses: { startMs: number; endMs: number }[];
  /** Since when it stands still; absent while it goes on. */
  pausedMs?: number;
  /** Time that it went on, without pauses, up to `sinceAtMs` where it goes on now. */
  usedMs: number;
  sinceAtMs?: number;
  /** `usedMs` at the last check, or at the begin. */
  checkedUsedMs: number;
  /** Where its page was last, to go on there. */
  url?: string;
};

/** In the run's row. */
export type Course = {
  /** Of the task at hand, from 0. */
  position: number;
  phase: CoursePhase;
  /** The task at hand, from its begin to its questions. */
  begun?: BegunTask;
  /** When the session of the tasks began. */
  sessionAtMs?: number;
  /** The tabs of the task at hand: its own, and those that it opened. */
  tabIds?: number[];
  /** The page of a check that goes on. */
  checkTabId?: number;
  /** That the study's page was on when a task was begun last. */
  screen?: SessionWish['screen'];
  /** Tracking was turned on for the tasks, and is turned off after them. */
  turnedOn?: true;
  /** How the participant wants the bar. */
  bar?: { edge: 'top' | 'bottom'; open: boolean };
};

export const FIRST_COURSE: Course = { position: 0, phase: { kind: 'instructions' } };

export type CourseEvent =
  /** A check of five dots is to be made: before the task, within it, or before an interrupted one goes on. */
  | { type: 'check-due'; nowMs: number; seed: number }
  /** The task's page is in front and recorded: it begins or goes on. */
  | { type: 'opened'; nowMs: number }
  | { type: 'went'; url: string }
  | { type: 'stopped'; nowMs: number; cause: InterruptionCause; message?: string }
  | { type: 'ended'; nowMs: number; outcome: TaskResult['outcome'] }
  | { type: 'questions-done' };

/** What of the study the course depends on. */
export type CoursePlan = { task: StudyTask; count: number };

export type CourseStep = {
  course: Course;
  /** Of the task that ended with this event. */ result?: TaskResult;
};

/** The course after an event; the very same where it does not fit. `nowMs` is of the Unix epoch. */
export function advanceCourse(course: Course, event: CourseEvent, plan: CoursePlan): CourseStep {
  const { phase, begun } = course;
  switch (event.type) {
    case 'check-due': {
      const { nowMs, seed } = event;
      if (phase.kind === 'instructions') {
        return { course: { ...course, phase: { kind: 'check', within: false, seed } } };
      }
      if (!begun || (phase.kind !== 'running' && phase.kind !== 'interrupted')) return { course };
      return {
        course: {
          ...course,
          phase: { kind: 'check', within: true, seed },
          begun: { ...pause(begun, nowMs, sessionTime(course, nowMs)), checkedUsedMs: usedAt(begun, nowMs) },
        },
      };
    }
    case 'opened': {
      if (!['instructions', 'check', 'interrupted'].includes(phase.kind)) return { course };
      const timeMs = sessionTime(course, event.nowMs);
      const going = begun
        ? resume(begun, event.nowMs, timeMs)
        : { startMs: timeMs, pauses: [], usedMs: 0, checkedUsedMs: 0, sinceAtMs: event.nowMs };
      return { course: { ...course, phase: { kind: 'running' }, begun: going } };
    }
    case 'went':
      return begun ? { course: { ...course, begun: { ...begun, url: event.url } } } : { course };
    case 'stopped': {
      if (phase.kind !== 'running' && phase.kind !== 'check') return { course };
      const { cause, message, nowMs } = event;
      if (!begun) {
        const problem = message === undefined ? {} : { problem: message };
        return { course: { ...course, phase: { kind: 'instructions', ...problem } } };
      }
      return {
        course: {
          ...course,
          phase: { kind: 'interrupted', cause, ...(message === undefined ? {} : { message }) },
          begun: pause(begun, nowMs, sessionTime(course, nowMs)),
        },
      };
    }
    case 'ended': {
      if (!begun || !['running', 'interrupted', 'check'].includes(phase.kind)) return { course };
      const { outcome, nowMs } = event;
      const { startMs, pauses, pausedMs } = begun;
      // One that stood still ended when it came to stand.
      const endMs = Math.max(startMs, pausedMs ?? sessionTime(course, nowMs));
      const { task } = plan;
      const result = { task: task.id, position: course.position, outcome, startMs, endMs, pauses };
      const rest = withoutTask(course);
      return task.questions.length > 0
        ? { course: { ...rest, phase: { kind: 'questions', outcome } }, result }
        : { course: turnToNext(rest, plan), result };
    }
    case 'questions-done':
      return { course: phase.kind === 'questions' ? turnToNext(course, plan) : course };
  }
}

function turnToNext(course: Course, { count }: CoursePlan): Course {
  const position = course.position + 1;
  return { ...course, position, phase: { kind: position < count ? 'instructions' : 'done' } };
}

function withoutTask({ begun: _, tabIds: __, checkTabId: ___, ...course }: Course): Course {
  return course;
}

function sessionTime({ sessionAtMs = 0 }: Course, nowMs: number): number {
  return Math.max(0, nowMs - sessionAtMs);
}

function pause(begun: BegunTask, nowMs: number, timeMs: number): BegunTask {
  const { sinceAtMs: _, ...still } = begun;
  return { ...still, usedMs: usedAt(begun, nowMs), pausedMs: begun.pausedMs ?? timeMs };
}

function resume(begun: BegunTask, nowMs: number, timeMs: number): BegunTask {
  if (begun.sinceAtMs !== undefined) return begun;
  const { pausedMs, ...going } = begun;
  const pauses =
    pausedMs === undefined ? begun.pauses : [...begun.pauses, { startMs: pausedMs, endMs: timeMs }];
  return { ...going, pauses, sinceAtMs: nowMs };
}

function usedAt({ usedMs, sinceAtMs }: BegunTask, nowMs: number): number {
  return usedMs + (sinceAtMs === undefined ? 0 : Math.max(0, nowMs - sinceAtMs));
}

/** What time alone brings about while a task goes on. */
export type Due = { atMs: number; what: 'success' | 'timed-out' | 'check' };

/** Each thing that is due in a running task, by time; a check that falls on the end is none. */
export function listDue(course: Course, task: StudyTask, checkEveryS: number | undefined): Due[] {
  const { phase, begun } = course;
  if (phase.kind !== 'running' || begun?.sinceAtMs === undefined) return [];
  const { sinceAtMs, usedMs, checkedUsedMs } = begun;
  const at = (used: number): number => sinceAtMs + used - usedMs;
  const due: Due[] = [];
  if (task.success.kind === 'time') due.push({ atMs: at(task.success.afterS * SECOND), what: 'success' });
  if (task.timeLimitS !== undefined) due.push({ atMs: at(task.timeLimitS * SECOND), what: 'timed-out' });
  if (checkEveryS !== undefined) due.push({ atMs: at(checkedUsedMs + checkEveryS * SECOND), what: 'check' });
  // The sort is stable: of two at one time the success counts.
  return due.toSorted((a, b) => a.atMs - b.atMs);
}
