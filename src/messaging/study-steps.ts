// What happens at each step of a study's tasks: first it is kept in the run's row, then done in session and tabs.
import { isSessionOn } from '../session/session-state.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import type { StudyRunRow } from '../storage/studies.ts';
import type { TaskResult } from '../study/submission.ts';
import type { CheckOutcome } from '../study/tasks/check-plan.ts';
import { findPlan, showBar } from '../study/tasks/course-view.ts';
import type { CourseEvent, InterruptionCause } from '../study/tasks/course.ts';
import { giveBackSites } from '../study/tasks/give-back-sites.ts';
import { isGoingOn, keepCheck, keepFacts, keepStep, listGoingOn } from '../study/tasks/keep-course.ts';
import { nameBegin, nameEnd } from '../study/tasks/markers.ts';
import { sendMessage } from './protocol.ts';
import { addMarker, getSession } from './session-control.ts';
import {
  endRun,
  pauseRun,
  recordRun,
  requireOwnSession,
  trackPerson,
  type SessionHands,
} from './study-session.ts';
import {
  closeTabs,
  injectBar,
  openCheck,
  openTask,
  registerBar,
  showStudy,
  showTab,
  tellBars,
  unregisterBar,
  type Beside,
} from './study-tabs.ts';

const SECOND = 1000;
/** So long the bar says that the task is over, where it ended by itself, before the study's page comes to the front. */
const OVER_MS = 1.5 * SECOND;

export type StudySteps = ReturnType<typeof createStudySteps>;

/** @param onKept called with the run after each step that was kept */
export function createStudySteps(
  database: FoveaDatabase,
  hands: SessionHands,
  onKept: (run: StudyRunRow) => void,
) {
  const keep = async (runId: string, event: CourseEvent): Promise<StudyRunRow | undefined> => {
    const run = await keepStep(database, runId, event);
    if (run) onKept(run);
    return run;
  };

  const begin = async (run: StudyRunRow, beside: Beside, isCheckDue: boolean): Promise<void> => {
    await requireOwnSession(run);
    for (const other of await listGoingOn(database)) {
      if (other.id !== run.id) await stop(other, 'problem', 'Another study was begun.', false);
    }
    await trackPerson(run);
    if (!isSessionOn(await getSession())) await sendMessage('offscreenCorrectDrift', null);
    if (isCheckDue) await beginCheck(run, beside);
    else await open(run, beside);
  };

  const beginCheck = async (run: StudyRunRow, beside: Beside): Promise<void> => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const checked = await keep(run.id, { type: 'check-due', nowMs: Date.now(), seed });
    if (!checked) return;
    await pauseRun(run);
    await tellBars(run.course?.tabIds ?? [], { state: null, over: false });
    await keepFacts(database, run.id, { checkTabId: await openCheck(run.id, beside) });
  };

  /** Puts the task's page in front, recorded. @throws {Error} in words; nothing has changed then */
  const open = async (run: StudyRunRow, beside: Beside): Promise<void> => {
    const task = findPlan(run)?.task;
    if (!task) return;
    await recordRun(run, hands);
    try {
      await registerBar(run);
      const [known] = run.course?.tabIds ?? [];
      const tabId = (await showTab(known)) && known !== undefined ? known : await openTask(run, task, beside);
      const tabIds = tabId === known ? run.course!.tabIds! : [tabId];
      await keepFacts(database, run.id, { tabIds });
      if (!run.course?.begun) await addMarker(nameBegin(task.id));
      const begun = await keep(run.id, { type: 'opened', nowMs: Date.now() });
      if (!begun || tabId !== known) return;
      await injectBar(tabId);
      await tellBars(tabIds, { state: showBar(begun), over: false });
    } catch (error) {
      await pauseRun((await database.studyRuns.get(run.id)) ?? run);
      throw error;
    }
  };

  /** @param byItself the participant did not press anything for it, and is told first */
  const end = async (run: StudyRunRow, outcome: TaskResult['outcome'], byItself: boolean): Promise<void> => {
    const { tabIds = [], checkTabId } = run.course ?? {};
    const ended = await keep(run.id, { type: 'ended', nowMs: Date.now(), outcome });
    if (!ended) return;
    const result = ended.record.tasks?.at(-1);
    if (result) await addMarker(nameEnd(result));
    await pauseRun(ended);
    await tellBars(tabIds, { state: null, over: true });
    await unregisterBar();
    if (ended.course?.phase.kind === 'done') await release(ended);
    const turn = async (): Promise<void> => {
      await showStudy(run.id);
      await closeTabs([...tabIds, checkTabId]);
    };
    if (byItself) setTimeout(() => void turn(), OVER_MS);
    else await turn();
  };

  const stop = async (
    run: StudyRunRow,
    cause: InterruptionCause,
    message?: string,
    show = true,
  ): Promise<void> => {
    const { tabIds = [], checkTabId } = run.course ?? {};
    const said = message === undefined ? {} : { message };
    const stopped = await keep(run.id, { type: 'stopped', nowMs: Date.now(), cause, ...said });
    if (!stopped) return;
    await pauseRun(stopped);
    await tellBars(tabIds, { state: null, over: false });
    if (show) await showStudy(run.id);
    await closeTabs([checkTabId]);
  };

  const release = async (run: StudyRunRow): Promise<void> => {
    await endRun(run);
    await unregisterBar();
    await giveBackSites(database, run.id);
  };

  const close = async (run: StudyRunRow): Promise<void> => {
    const { tabIds = [], checkTabId, begun } = run.course ?? {};
    const ended = begun && (await keep(run.id, { type: 'ended', nowMs: Date.now(), outcome: 'interrupted' }));
    const result = ended?.record.tasks?.at(-1);
    if (result) await addMarker(nameEnd(result));
    else if (isGoingOn(run.course))
      await keep(run.id, { type: 'stopped', nowMs: Date.now(), cause: 'problem' });
    await release(run);
    await closeTabs([...tabIds, checkTabId]);
  };

  const goOnAfterCheck = async (run: StudyRunRow, beside: Beside): Promise<void> => {
    try {
      await open(run, beside);
    } catch (error) {
      return stop(run, 'problem', error instanceof Error ? error.message : String(error));
    }
    await closeTabs([run.course?.checkTabId]);
  };

  return {
    keep,
    begin,
    beginCheck,
    end,
    stop,
    release,
    close,
    goOnAfterCheck,
    noteCheck: (run: StudyRunRow, outcome: FinishedCheck) => noteCheck(database, run, outcome),
  };
}

type FinishedCheck = Extract<CheckOutcome, { type: 'finished' }>;

/** Corrects the drift where the study wants that, and keeps what was found and done. */
async function noteCheck(
  database: FoveaDatabase,
  run: StudyRunRow,
  { checkedAt, reading }: FinishedCheck,
): Promise<void> {
  const task = findPlan(run)?.task;
  // It was noted, and what came after it could not be stored: the participant has tried again.
  if (run.record.checks?.some((noted) => noted.checkedAt === checkedAt)) return;
  const drift = run.definition.checks.correctDrift ? reading.correction : null;
  // Where tracking was turned off this very moment, there is nothing to correct.
  const correction =
    drift && (await sendMessage('offscreenCorrectDrift', { drift, checkedAt }).catch(() => null));
  const sessionAtMs = run.course?.sessionAtMs;
  await keepCheck(database, run.id, {
    kind: 'check',
    checkedAt,
    ...(sessionAtMs === undefined ? {} : { timestampMs: Math.max(0, Date.parse(checkedAt) - sessionAtMs) }),
    ...(task ? { task: task.id } : {}),
    ...reading,
    correction,
  });
}
