// The background worker's part in a study's tasks: one task of one run goes on at a time; what happens to it is kept at once.
//
// The worker may be stopped at any moment, so all that it knows is in the run's row. When it wakes, it looks at what became
// of the tab and the session meanwhile. A session tells of itself every 20 s and the bar every 5 s, which wakes it.
import type { Browser } from 'wxt/browser';
import { isSessionOn, type SessionState } from '../session/session-state.ts';
import { openDatabase } from '../storage/database.ts';
import type { StudyRunRow } from '../storage/studies.ts';
import type { TaskResult } from '../study/submission.ts';
import type { StudyBarState, StudyPress } from '../study/tasks/bar/bar-state.ts';
import type { CheckOutcome, CheckPlan } from '../study/tasks/check-plan.ts';
import { findPlan, isCheckFirst, showBar } from '../study/tasks/course-view.ts';
import { FIRST_COURSE, listDue, type CourseEvent, type InterruptionCause } from '../study/tasks/course.ts';
import { giveBackSites } from '../study/tasks/give-back-sites.ts';
import { isGoingOn, keepCheck, keepFacts, keepStep, listGoingOn } from '../study/tasks/keep-course.ts';
import { nameBegin, nameEnd } from '../study/tasks/markers.ts';
import type { StudyAct } from '../study/tasks/run-tasks.ts';
import { isReached } from '../study/tasks/success.ts';
import { hasOffscreenDocument } from './offscreen-document.ts';
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
  findTab,
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
import { watchStudyTabs } from './watch-study-tabs.ts';

const SECOND = 1000;
/** So long the bar says that the task is over, where it ended by itself, before the study's page comes to the front. */
const OVER_MS = 1.5 * SECOND;
/** A page's clock and the worker's are read at different moments. */
const NEARLY_MS = 50;

export type StudyControl = {
  act(act: StudyAct, sender: Browser.tabs.Tab | undefined): Promise<void>;
  getBar(tabId: number | undefined): Promise<StudyBarState | null>;
  press(press: StudyPress, tabId: number | undefined): Promise<StudyBarState | null>;
  getCheck(runId: string): Promise<CheckPlan | null>;
  endCheck(runId: string, outcome: CheckOutcome): Promise<void>;
  /** The session changed, or tells that it still goes on. */
  onSession(state: SessionState): Promise<void>;
};

const database = openDatabase();

export function createStudyControl(hands: SessionHands): StudyControl {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watching: AbortController | null = null;

  const read = (runId: string): Promise<StudyRunRow | undefined> => database.studyRuns.get(runId);
  const keep = async (runId: string, event: CourseEvent): Promise<StudyRunRow | undefined> => {
    const run = await keepStep(database, runId, event);
    if (run) attend(run);
    return run;
  };

  /** Watches tabs and the clock while a task goes on. */
  const attend = (run: StudyRunRow): void => {
    clearTimeout(timer);
    if (!isGoingOn(run.course)) {
      watching?.abort();
      watching = null;
      return;
    }
    if (!watching) {
      watching = new AbortController();
      watchStudyTabs(watching.signal, {
        onWent: (tabId, url) => queue(() => went(tabId, url)),
        onLoaded: (tabId) => queue(() => loaded(tabId)),
        onOpened: (tabId, openerId) => queue(() => opened(tabId, openerId)),
        onClosed: (tabId) => queue(() => closed(tabId)),
      });
    }
    const [due] = findDue(run);
    if (due) timer = setTimeout(() => void queue(() => settle(run.id)), due.atMs - Date.now());
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
      await pauseRun((await read(run.id)) ?? run);
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

  /** What time has brought about by now. */
  const settle = async (runId: string): Promise<StudyRunRow | undefined> => {
    const run = await read(runId);
    const [due] = run ? findDue(run) : [];
    if (!run || !due) return run;
    if (due.atMs > Date.now() + NEARLY_MS) attend(run);
    else if (due.what === 'check') await beginCheck(run, await findTab(run.course?.tabIds?.[0]));
    else await end(run, due.what, true);
    return read(runId);
  };

  const going = async (): Promise<StudyRunRow | undefined> => (await listGoingOn(database))[0];
  const ofTab = async (tabId: number | undefined): Promise<StudyRunRow | undefined> => {
    const run = await going();
    return run && tabId !== undefined && run.course?.tabIds?.includes(tabId) ? run : undefined;
  };

  const went = async (tabId: number, url: string): Promise<void> => {
    const run = await ofTab(tabId);
    const task = run && findPlan(run)?.task;
    if (!task || run.course?.phase.kind !== 'running') return;
    if (isReached(task, url)) return end(run, 'success', true);
    if ('url' in task.start) await keep(run.id, { type: 'went', url });
  };
  const loaded = async (tabId: number): Promise<void> => {
    if (await ofTab(tabId)) await injectBar(tabId);
  };
  const opened = async (tabId: number, openerId: number): Promise<void> => {
    const run = await ofTab(openerId);
    const tabIds = run?.course?.tabIds ?? [];
    // The page of a check is opened beside the task's, but not by it.
    if (!run || tabIds.includes(tabId) || tabId === run.course?.checkTabId) return;
    await keepFacts(database, run.id, { tabIds: [...tabIds, tabId] });
  };
  const closed = async (tabId: number): Promise<void> => {
    const run = await going();
    if (!run?.course) return;
    const { tabIds = [], checkTabId, phase } = run.course;
    if (tabId === checkTabId && phase.kind === 'check') return leaveCheck(run);
    if (!tabIds.includes(tabId)) return;
    const left = tabIds.filter((id) => id !== tabId);
    await keepFacts(database, run.id, { tabIds: left });
    if (left.length === 0 && phase.kind === 'running') await stop(run, 'tab-closed');
  };

  /** The page of a check was closed: a task that has begun goes on, one that has not waits. */
  const leaveCheck = async (run: StudyRunRow): Promise<void> => {
    if (!run.course?.begun) return stop(run, 'tab-closed');
    await goOnAfterCheck(run, await findTab(run.course.tabIds?.[0]));
  };
  const goOnAfterCheck = async (run: StudyRunRow, beside: Beside): Promise<void> => {
    try {
      await open(run, beside);
    } catch (error) {
      return stop(run, 'problem', error instanceof Error ? error.message : String(error));
    }
    await closeTabs([run.course?.checkTabId]);
  };

  /** What became of the task while the worker slept. */
  const look = async (run: StudyRunRow): Promise<StudyRunRow | undefined> => {
    const { course } = run;
    if (!course || !isGoingOn(course)) return run;
    const session = await getSession();
    const isOwn = isSessionOn(session) && session.id === run.sessionId;
    if (course.phase.kind === 'running' && !(isOwn && session.status === 'recording')) {
      if (!(await hasOffscreenDocument())) await stop(run, 'browser-ended', undefined, false);
      else await stop(run, 'problem', describeStandstill(session));
    } else if (course.phase.kind === 'check' && course.begun && !isOwn) {
      await stop(run, 'browser-ended', undefined, false);
    } else {
      const wanted = course.phase.kind === 'check' ? [course.checkTabId] : (course.tabIds ?? []);
      const places = await Promise.all(wanted.map(findTab));
      if (!places.some(Boolean)) await stop(run, 'tab-closed');
      else attend(run);
    }
    return read(run.id);
  };

  /** One thing after the other, the first being what became of everything meanwhile. */
  let last: Promise<unknown> = going()
    .then((run) => run && look(run))
    .catch(() => undefined);
  const queue = <T>(step: () => Promise<T>): Promise<T> => {
    const done = last.then(step, step);
    last = done.catch(() => undefined);
    return done;
  };

  const act = async (
    { runId, action, screen }: StudyAct,
    sender: Browser.tabs.Tab | undefined,
  ): Promise<void> => {
    if (screen) await keepFacts(database, runId, { screen });
    const run = await read(runId);
    if (!run) return;
    const { phase, tabIds, checkTabId } = run.course ?? FIRST_COURSE;
    const beside = sender && { windowId: sender.windowId, index: sender.index };
    const { checks } = run.definition;
    switch (action) {
      case 'begin':
        if (phase.kind === 'instructions') await begin(run, beside, isCheckFirst(run));
        return;
      case 'go-on':
        if (phase.kind !== 'interrupted') return;
        return begin(run, beside, checks.betweenTasks || checks.everyS !== undefined);
      case 'end-task':
        if (phase.kind === 'interrupted') await end(run, 'interrupted', false);
        else if (phase.kind === 'running') await end(run, 'gave-up', false);
        return;
      case 'show-task':
        if (!(await showTab(phase.kind === 'check' ? checkTabId : tabIds?.[0]))) await look(run);
        return;
      case 'questions-done': {
        const next = await keep(runId, { type: 'questions-done' });
        if (next?.course?.phase.kind === 'done') await release(next);
        return;
      }
      case 'close':
        return close(run);
    }
  };

  const press = async (
    { runId, taskId, action }: StudyPress,
    tabId: number | undefined,
  ): Promise<StudyBarState | null> => {
    const run = await ofTab(tabId);
    if (run?.id !== runId || run.course?.phase.kind !== 'running') return null;
    if (findPlan(run)?.task.id !== taskId) return showBar(run);
    if (action.type === 'done' || action.type === 'clicked')
      await end(run, 'success', action.type === 'clicked');
    else if (action.type === 'give-up') await end(run, 'gave-up', false);
    else if (action.type === 'went' && tabId !== undefined) await went(tabId, action.url);
    else if (action.type === 'time') await settle(runId);
    else if (action.type === 'arrange') {
      const { edge, open: isOpen } = action;
      await keepFacts(database, runId, { bar: { edge, open: isOpen } });
    }
    const after = await read(runId);
    return after ? showBar(after) : null;
  };

  return {
    act: (wish, sender) => queue(() => act(wish, sender)),
    getBar: (tabId) =>
      queue(async () => {
        const run = await ofTab(tabId);
        const now = run && (await look(run));
        return now ? showBar(now) : null;
      }),
    press: (pressed, tabId) => queue(() => press(pressed, tabId)),
    getCheck: (runId) =>
      queue(async () => {
        const run = await read(runId);
        const phase = run?.course?.phase;
        if (phase?.kind !== 'check') return null;
        const { seed, within } = phase;
        return { seed, within, ...(run?.personId === undefined ? {} : { personId: run.personId }) };
      }),
    endCheck: (runId, outcome) =>
      queue(async () => {
        const run = await read(runId);
        if (run?.course?.phase.kind !== 'check') return;
        if (outcome.type === 'finished') await noteCheck(run, outcome);
        await goOnAfterCheck(run, await findTab(run.course.checkTabId));
      }),
    onSession: (session) =>
      queue(async () => {
        if (session.status === 'none' && (await hasOffscreenDocument())) {
          await sendMessage('offscreenCorrectDrift', null);
        }
        const run = await going();
        if (run?.course?.phase.kind === 'running') await look(run);
      }),
  };
}

/** Corrects the drift where the study wants that, and keeps what was found and done. */
async function noteCheck(
  run: StudyRunRow,
  { checkedAt, reading }: Extract<CheckOutcome, { type: 'finished' }>,
): Promise<void> {
  const task = findPlan(run)?.task;
  const wanted = run.definition.checks.correctDrift ? reading.correction : null;
  const correction = wanted && (await sendMessage('offscreenCorrectDrift', wanted));
  const { sessionAtMs } = run.course ?? FIRST_COURSE;
  await keepCheck(database, run.id, {
    kind: 'check',
    checkedAt,
    ...(sessionAtMs === undefined ? {} : { timestampMs: Math.max(0, Date.parse(checkedAt) - sessionAtMs) }),
    ...(task ? { task: task.id } : {}),
    ...reading,
    correction,
  });
}

function findDue(run: StudyRunRow) {
  const plan = findPlan(run);
  return run.course && plan ? listDue(run.course, plan.task, run.definition.checks.everyS) : [];
}

function describeStandstill(session: SessionState): string {
  if (!isSessionOn(session)) return 'The recording was ended.';
  return session.reason ?? 'The recording was paused.';
}
