// The background worker's part in a study's tasks: one task of one run goes on at a time; what happens to it is kept at once.
//
// The worker may be stopped at any moment, so all that it knows is in the run's row. When it wakes, it looks at what became
// of the tab and the session meanwhile. A session tells of itself every 20 s and the bar every 5 s, which wakes it.
import type { Browser } from 'wxt/browser';
import { isSessionOn, type SessionState } from '../session/session-state.ts';
import { openDatabase } from '../storage/database.ts';
import type { StudyRunRow } from '../storage/studies.ts';
import { isOfSites, listSites } from '../study/sites.ts';
import type { StudyBarState, StudyPress } from '../study/tasks/bar/bar-state.ts';
import type { CheckOutcome, CheckPlan } from '../study/tasks/check-plan.ts';
import { findPlan, isCheckFirst, showBar } from '../study/tasks/course-view.ts';
import { FIRST_COURSE, listDue } from '../study/tasks/course.ts';
import { isGoingOn, keepFacts, listGoingOn } from '../study/tasks/keep-course.ts';
import type { StudyAct } from '../study/tasks/run-tasks.ts';
import { isReached } from '../study/tasks/success.ts';
import { hasOffscreenDocument } from './offscreen-document.ts';
import { sendMessage } from './protocol.ts';
import { getSession } from './session-control.ts';
import type { SessionHands } from './study-session.ts';
import { createStudySteps } from './study-steps.ts';
import { findTab, injectBar, showTab } from './study-tabs.ts';
import { watchStudyTabs } from './watch-study-tabs.ts';

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
  const steps = createStudySteps(database, hands, (run) => attend(run));
  const { keep } = steps;

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
        onWent: (tabId, url, openerId) =>
          queue(async () => {
            await adopt(tabId, url, openerId);
            await went(tabId, url);
          }),
        onLoaded: (tabId) => queue(() => loaded(tabId)),
        onClosed: (tabId) => queue(() => closed(tabId)),
      });
    }
    const [due] = findDue(run);
    if (due) timer = setTimeout(() => void queue(() => settle(run.id)), due.atMs - Date.now());
  };

  /** What time has brought about by now. */
  const settle = async (runId: string): Promise<StudyRunRow | undefined> => {
    const run = await read(runId);
    const [due] = run ? findDue(run) : [];
    if (!run || !due) return run;
    if (due.atMs > Date.now() + NEARLY_MS) attend(run);
    else if (due.what === 'check') await steps.beginCheck(run, await findTab(run.course?.tabIds?.[0]));
    else await steps.end(run, due.what, true);
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
    if (isReached(task, url)) return steps.end(run, 'success', true);
    if ('url' in task.start) await keep(run.id, { type: 'went', url });
  };
  const loaded = async (tabId: number): Promise<void> => {
    if (await ofTab(tabId)) await injectBar(tabId);
  };
  /** A tab that the task's page opened belongs to the task once it is on one of the study's sites. */
  const adopt = async (tabId: number, url: string, openerId: number | undefined): Promise<void> => {
    const run = await ofTab(openerId);
    const tabIds = run?.course?.tabIds ?? [];
    if (!run || tabIds.includes(tabId) || !isOfSites(url, listSites(run.definition))) return;
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
    if (left.length === 0 && phase.kind === 'running') await steps.stop(run, 'tab-closed');
  };

  /** The page of a check was closed: a task that has begun goes on, one that has not waits. */
  const leaveCheck = async (run: StudyRunRow): Promise<void> => {
    if (!run.course?.begun) return steps.stop(run, 'tab-closed');
    await steps.goOnAfterCheck(run, await findTab(run.course.tabIds?.[0]));
  };
  /** Tabs have other numbers in the next browser, perhaps those of these. */
  const endWithBrowser = async (run: StudyRunRow): Promise<void> => {
    await keepFacts(database, run.id, { tabIds: [] });
    await steps.stop(run, 'browser-ended', undefined, false);
  };

  /** What became of the task while the worker slept. */
  const look = async (run: StudyRunRow): Promise<StudyRunRow | undefined> => {
    const { course } = run;
    if (!course || !isGoingOn(course)) return run;
    const session = await getSession();
    const isOwn = isSessionOn(session) && session.id === run.sessionId;
    if (course.phase.kind === 'running' && !(isOwn && session.status === 'recording')) {
      if (!(await hasOffscreenDocument())) await endWithBrowser(run);
      else await steps.stop(run, 'problem', describeStandstill(session));
    } else if (course.phase.kind === 'check' && course.begun && !isOwn) {
      await endWithBrowser(run);
    } else {
      const wanted = course.phase.kind === 'check' ? [course.checkTabId] : (course.tabIds ?? []);
      const places = await Promise.all(wanted.map(findTab));
      if (!places.some(Boolean)) await steps.stop(run, 'tab-closed');
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
        if (phase.kind === 'instructions') await steps.begin(run, beside, isCheckFirst(run));
        return;
      case 'go-on':
        if (phase.kind !== 'interrupted') return;
        return steps.begin(run, beside, checks.betweenTasks || checks.everyS !== undefined);
      case 'end-task':
        if (phase.kind === 'interrupted') await steps.end(run, 'interrupted', false);
        else if (phase.kind === 'running') await steps.end(run, 'gave-up', false);
        return;
      case 'show-task':
        if (!(await showTab(phase.kind === 'check' ? checkTabId : tabIds?.[0]))) await look(run);
        return;
      case 'questions-done': {
        const next = await keep(runId, { type: 'questions-done' });
        if (next?.course?.phase.kind === 'done') await steps.release(next);
        return;
      }
      case 'close':
        return steps.close(run);
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
      await steps.end(run, 'success', action.type === 'clicked');
    else if (action.type === 'give-up') await steps.end(run, 'gave-up', false);
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
        if (outcome.type === 'finished') await steps.noteCheck(run, outcome);
        await steps.goOnAfterCheck(run, await findTab(run.course.checkTabId));
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

function findDue(run: StudyRunRow) {
  const plan = findPlan(run);
  return run.course && plan ? listDue(run.course, plan.task, run.definition.checks.everyS) : [];
}

function describeStandstill(session: SessionState): string {
  if (!isSessionOn(session)) return 'The recording was ended.';
  return session.reason ?? 'The recording was paused.';
}
