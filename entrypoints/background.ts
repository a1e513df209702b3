// The background worker's wiring: answers messages, keeps the toolbar true, opens the welcome page once.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { claimNotices } from '../src/messaging/device-notices.ts';
import { captureVisibleTab, openPage, showOverlay, watchFrames } from '../src/messaging/pages.ts';
import { onMessage } from '../src/messaging/protocol.ts';
import { showInToolbar } from '../src/messaging/toolbar.ts';
import {
  changeLearningFromClicks,
  changePerson,
  forgetClicks,
  forgetLearned,
  getTrackingState,
  startTracking,
  stopTracking,
  takeOverMeasurement,
} from '../src/messaging/tracking-control.ts';
import { activePersonId, learnFromClicks } from '../src/storage/settings.ts';
import { addKey, dismissedNotices } from '../src/storage/told-notices.ts';

export default defineBackground(() => {
  onMessage('startTracking', startTracking);
  onMessage('stopTracking', async () => {
    await stopTracking();
    await showInToolbar({ status: 'off' });
  });
  onMessage('getTrackingState', getTrackingState);
  onMessage('trackingStatusChanged', ({ data }) => showInToolbar(data));
  onMessage('showOverlay', ({ data }) => showOverlay(data.tabId));
  onMessage('captureVisibleTab', ({ sender }) => captureVisibleTab(sender.tab?.windowId));
  onMessage('watchFrames', ({ data, sender }) => watchFrames(sender.tab?.id, data.on));
  onMessage('forgetLearned', ({ data }) => forgetLearned(data.personId));
  onMessage('measurementLearned', ({ data }) => takeOverMeasurement(data.personId));
  onMessage('forgetClicks', forgetClicks);
  onMessage('openPage', ({ data }) => openPage(data.page, data.section));
  onMessage('claimNotices', ({ data }) => claimNotices(data));
  onMessage('dismissNotice', async ({ data }) => void (await addKey(dismissedNotices, data.key)));

  activePersonId.watch((personId) => void changePerson(personId));
  learnFromClicks.watch((on) => void changeLearningFromClicks(on));
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openPage('welcome');
  });
});
