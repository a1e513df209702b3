// What a study's page knows of its tasks: the step that is shown, and what the participant can do there.
//
// The background worker runs the tasks (`src/messaging/study-control.ts`) and keeps every step in the run's row; a page only
// shows and asks. So nothing is lost where the page is closed, the worker is stopped, or the browser ends.
//
//   instructions --begin--> [check] --> running --> [questions] --questionsDone--> instructions … --> done
//                                        |  ^
//                     interrupted <------+  +-- goOn | endTask
import { sendMessage } from '../../messaging/protocol.ts';
import { readPresentScreen } from '../../screen/present-screen.ts';
import type { SessionWish } from '../../session/session-state.ts';
import type { FoveaDatabase } from '../../storage/database.ts';
import { followQuery } from '../../storage/follow-query.ts';
import { readPageZoom } from '../../ui/read-page-zoom.ts';
import { identifyScreen } from '../../validation/physical-screen.ts';
import { showCourse, type CourseView } from './course-view.ts';

/** What the study's page shows now. Times within a task are the bar's, on the task's own page. */
export type TasksStep = CourseView;

/** All reject in words for the participant, and change nothing then. */
export type StudyTasks = {
  /** From `instructions`: makes the check that is due, then opens the task's page. */
  begin(): Promise<void>;
  /** From `interrupted`: goes on with the task where it was, after the check that is due. */
  goOn(): Promise<void>;
  /** From `interrupted` (outcome `interrupted`) or `running` (outcome `gave-up`): the task is over. */
  endTask(): Promise<void>;
  /** From `running` or `check`: brings the task's tab, or the check's, to the front. */
  showTask(): Promise<void>;
  /** From `questions`, once the answers are stored: on to the next task, or `done`. */
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

/** What a study's page asks of the background worker. */
export type StudyAct = {
  runId: string;
  action: 'begin' | 'go-on' | 'end-task' | 'show-task' | 'questions-done' | 'close';
  /** The one that the page is on; with `begin` and `go-on`. */
  screen?: SessionWish['screen'];
};

/** Watches a run whose stage is `tasks`. Results are in the row: `record.tasks`, `record.checks`, `sessionId`, `tasksDone`. */
export function runTasks(
  runId: string,
  { database, signal, onChange, onError }: RunTasksOptions,
): StudyTasks {
  const act = (action: StudyAct['action']): Promise<void> => sendMessage('actOnStudy', { runId, action });
  const open = async (action: StudyAct['action']): Promise<void> =>
    sendMessage('actOnStudy', { runId, action, screen: await readScreen() });
  let shown = '';
  const stop = followQuery(() => database.studyRuns.get(runId), {
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
  signal.addEventListener('abort', stop);
  return {
    begin: () => open('begin'),
    goOn: () => open('go-on'),
    endTask: () => act('end-task'),
    showTask: () => act('show-task'),
    questionsDone: () => act('questions-done'),
  };
}

/**
 * Ends all that a run holds in the browser: its session, its task's tab, the correction of drift, the permission for its
 * sites. What is stored stays. After the tasks it happens by itself; call it when the participant leaves early or withdraws,
 * before anything is deleted. Twice is the same as once.
 */
export function closeRun(runId: string): Promise<void> {
  return sendMessage('actOnStudy', { runId, action: 'close' });
}

async function readScreen(): Promise<SessionWish['screen']> {
  const { widthScreenPx: widthPx, heightScreenPx: heightPx } = readPresentScreen();
  const id = identifyScreen({ widthPx, heightPx }, window.devicePixelRatio, await readPageZoom());
  return { id, widthPx, heightPx };
}
