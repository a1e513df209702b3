// What a study's page knows of its tasks: the step that is shown, and what the participant can do there.
//
// The background worker runs the tasks (`src/messaging/study-control.ts`) and keeps every step in the run's row; a page only
// shows and asks. So nothing is lost where the page is closed, the worker is stopped, or the browser ends.
//
//   const tasks = runTasks(runId, { signal, onChange(step) { … } });
//   instructions --begin--> [check] --> running --> [questions] --questionsDone--> instructions … --> done
//                                        |  ^
//                     interrupted <------+  +-- goOn | endTask
//
// `entrypoints/study/tasks/TaskSteps.tsx` shows every step but `questions` and `done`, which are the study page's own.
import { liveQuery } from 'dexie';
import { sendMessage } from '../../messaging/protocol.ts';
import type { FoveaDatabase } from '../../storage/database.ts';
import type { StudyTask } from '../definition.ts';
import type { TaskResult } from '../submission.ts';
import { showCourse, type CourseView } from './course.ts';

export type { CourseView, InterruptionCause } from './course.ts';

/** What the study's page shows now. Times within a task are the bar's, on the task's own page. */
export type TasksStep = CourseView;

export type StudyTasks = {
  /** From `instructions`: makes the check that is due, then opens the task's page. Rejects in words for the participant. */
  begin(): Promise<void>;
  /** From `interrupted`: opens the task's page again. Rejects in words. */
  goOn(): Promise<void>;
  /** From `interrupted` (outcome `interrupted`) or `running` (outcome `gave-up`): the task is over. */
  endTask(): Promise<void>;
  /** From `running` or `check`: brings the task's tab, or the check's, to the front. */
  showTask(): Promise<void>;
  /** From `questions`, once the answers are stored (or there was nothing to ask): on to the next task, or `done`. */
  questionsDone(): Promise<void>;
};

export type RunTasksOptions = {
  database: FoveaDatabase;
  /** Ends the watching; the tasks go on. */
  signal: AbortSignal;
  /** At once, and after each change. */
  onChange(step: TasksStep): void;
  /** The run's row could not be read. */
  onError(error: unknown): void;
};

/** Watches a run whose stage is `tasks`. Results are in the row: `record.tasks`, `record.checks`, `sessionId`, `tasksDone`. */
export function runTasks(
  runId: string,
  { database, signal, onChange, onError }: RunTasksOptions,
): StudyTasks {
  const act = (action: StudyAction): Promise<void> => sendMessage('actOnStudy', { runId, action });
  let shown = '';
  const subscription = liveQuery(() => database.studyRuns.get(runId)).subscribe({
    next(row) {
      if (!row) return;
      const step = showCourse(row);
      const text = JSON.stringify(step);
      if (text === shown) return;
      shown = text;
      onChange(step);
    },
    error: onError,
  });
  signal.addEventListener('abort', () => subscription.unsubscribe());
  return {
    begin: () => act('begin'),
    goOn: () => act('go-on'),
    endTask: () => act('end-task'),
    showTask: () => act('show-task'),
    questionsDone: () => act('questions-done'),
  };
}

/** What a study's page asks of the background worker. */
export type StudyAction = 'begin' | 'go-on' | 'end-task' | 'show-task' | 'questions-done' | 'close';

/**
 * Ends all that a run holds in the browser: its session, its task's tab, the correction of drift, the permission for its
 * sites. What is stored stays. After the tasks it happens by itself; call it when the participant leaves early or withdraws,
 * before anything is deleted. Twice is the same as once.
 */
export function closeRun(runId: string): Promise<void> {
  return sendMessage('actOnStudy', { runId, action: 'close' });
}

export type { StudyTask, TaskResult };
