// The background worker's wiring: answers messages, keeps the toolbar true, opens the welcome page once.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createAskedSessionControl } from '../src/messaging/asked-session-control.ts';
import { claimNotices } from '../src/messaging/device-notices.ts';
import { mayPageAsk, startForPage, watchAllowedPages } from '../src/messaging/page-api.ts';
import { captureVisibleTab, openPage, showOverlay, watchFrames } from '../src/messaging/pages.ts';
import { onMessage } from '../src/messaging/protocol.ts';
import {
  addMarker,
  changeExcludedSites,
  closeSessions,
  getSession,
  pauseSession,
  resumeSession,
  startSession,
  stopSession,
} from '../src/messaging/session-control.ts';
import { createSessionTabs } from '../src/messaging/session-tabs.ts';
import { createStudyControl } from '../src/messaging/study-control.ts';
import { takePicture } from '../src/messaging/tab-picture.ts';
import { showInToolbar } from '../src/messaging/toolbar.ts';
import {
  changeLearningFromClicks,
  changePerson,
  forgetClicks,
  forgetLearned,
  getTrackingState,
  makeReady,
  startTracking,
  stopTracking,
  takeOverMeasurement,
} from '../src/messaging/tracking-control.ts';
import { isSessionOn, type SessionState, type SessionWish } from '../src/session/session-state.ts';
import { openDatabase } from '../src/storage/database.ts';
import { activePersonId, excludedSites, learnFromClicks } from '../src/storage/settings.ts';
import { addKey, dismissedNotices } from '../src/storage/told-notices.ts';
import { deleteExpired } from '../src/study/run/delete-expired.ts';

export default defineBackground(() => {
  const tabs = createSessionTabs();
  const showSession = async (session: SessionState): Promise<void> => {
    await Promise.all([tabs.follow(session), showInToolbar(await getTrackingState(), session)]);
  };

  const beginSession = async (wish: SessionWish): Promise<SessionState> => {
    const session = await startSession(wish);
    await showSession(session);
    return session;
  };
  const asked = createAskedSessionControl(beginSession);
  const study = createStudyControl({ startSession: beginSession, resumeSession });

  onMessage('startTracking', () => startTracking('person'));
  const stop = async (): Promise<void> => {
    await stopTracking();
    await showSession({ status: 'none' });
  };
  onMessage('stopTracking', stop);
  onMessage('mayPageAsk', ({ sender }) => mayPageAsk(sender));
  onMessage('startForPage', ({ sender }) => startForPage(sender));
  onMessage('makeReadyForCheck', makeReady);
  onMessage('startForCheck', () => startTracking('check'));
  onMessage('endUnheld', async () => {
    // A session is the person's own wish.
    if (isSessionOn(await getSession())) return true;
    const isOff = await stopTracking(true);
    if (isOff) await showSession({ status: 'none' });
    return !isOff;
  });
  onMessage('getTrackingState', getTrackingState);
  onMessage('trackingStatusChanged', async ({ data }) => showInToolbar(data, await getSession()));
  onMessage('showOverlay', ({ data }) => showOverlay(data.tabId));
  onMessage('captureVisibleTab', ({ sender }) => captureVisibleTab(sender.tab?.windowId));
  onMessage('watchFrames', ({ data, sender }) => watchFrames(sender.tab?.id, data.on));
  onMessage('recordFrames', ({ sender }) => tabs.addFrames(sender.tab?.id));
  onMessage('forgetLearned', ({ data }) => forgetLearned(data.personId));
  onMessage('measurementLearned', ({ data }) => takeOverMeasurement(data.personId));
  onMessage('forgetClicks', forgetClicks);
  onMessage('openPage', ({ data }) => openPage(data.page, data.section));
  onMessage('claimNotices', ({ data }) => claimNotices(data));
  onMessage('dismissNotice', async ({ data }) => void (await addKey(dismissedNotices, data.key)));

  onMessage('askForSession', ({ data }) => asked.ask(data));
  onMessage('startSession', ({ data }) => asked.begin(data));
  onMessage('pauseSession', pauseSession);
  onMessage('resumeSession', resumeSession);
  onMessage('stopSession', stopSession);
  onMessage('addMarker', ({ data }) => addMarker(data.label));
  onMessage('getSession', getSession);
  onMessage('sessionChanged', async ({ data }) => {
    await showSession(data);
    await study.onSession(data);
  });
  onMessage('takePicture', ({ data }) => takePicture(data));

  onMessage('actOnStudy', ({ data, sender }) => study.act(data, sender.tab));
  onMessage('getStudyBar', ({ sender }) => study.getBar(sender.tab?.id));
  onMessage('pressStudyBar', ({ data, sender }) => study.press(data, sender.tab?.id));
  onMessage('getStudyCheck', ({ data }) => study.getCheck(data.runId));
  onMessage('endStudyCheck', ({ data }) => study.endCheck(data.runId, data.outcome));

  watchAllowedPages();
  // The worker may have been stopped in the middle of a session, or the browser before its end.
  void getSession().then(showSession);
  browser.commands.onCommand.addListener((command) => {
    if (command === 'add-marker') void addMarker('');
  });
  browser.permissions.onAdded.addListener((added) => void asked.onAdded(added));
  excludedSites.watch(async (sites) => {
    await changeExcludedSites(sites);
    await tabs.refresh();
  });
  activePersonId.watch((personId) => void changePerson(personId));
  learnFromClicks.watch((on) => void changeLearningFromClicks(on));
  // A browser that was killed, or an update, leaves its session open, and no offscreen document to go on with it.
  browser.runtime.onStartup.addListener(() => {
    void tidyUp();
  });
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void closeSessions().catch(() => undefined);
    if (reason === 'install') void openPage('welcome');
  });
});

/** What cannot be written now, as on a full disk, is done before the next session, and by the study page. */
async function tidyUp(): Promise<void> {
  await Promise.allSettled([closeSessions(), deleteExpired(openDatabase())]);
}
