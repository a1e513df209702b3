// The page API's wiring: in pages that the person allowed, and in nothing but their top frame.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { listenForLeave } from '../../src/messaging/leave-messages.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { createPageApi } from '../../src/page-api/create-page-api.ts';
import { holdLease } from '../../src/page-api/lease-port.ts';
import { watchLeave } from '../../src/page-api/watch-leave.ts';

const SECOND = 1000;
const REVOKED = 'The person took back that this page may ask where they look.';
const GONE = 'Fovea was updated or removed. Load the page anew.';

/** Lives in the extension's own world of the page, where a second injection finds it. */
declare global {
  var foveaPageApi: AbortController | undefined;
}

export default defineContentScript({
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    if (window !== window.top) return;
    if (globalThis.foveaPageApi && !globalThis.foveaPageApi.signal.aborted) return;
    // A private window's page is never told of the person.
    if (browser.extension.inIncognitoContext) return;
    const controller = new AbortController();
    globalThis.foveaPageApi = controller;
    const { signal } = controller;

    // The browser lets Fovea into a host with all of its ports; the person allowed one. Until the worker has said which, what the
    // page asks waits.
    const leave = watchLeave(signal, {
      ask: () => sendMessage('mayPageAsk', undefined),
      listen: listenForLeave,
      onTakenBack: () => api.end('not-allowed', REVOKED),
    });
    const api = createPageApi(controller, {
      foveaVersion: browser.runtime.getManifest().version,
      isAllowed: () => leave.isGiven(),
      start: () => sendMessage('startForPage', undefined),
      getTracking: () => sendMessage('getTrackingState', undefined),
      holdLease,
      connectGaze,
    });

    // An update or removal of the extension leaves this script behind without a runtime.
    const beat = setInterval(() => {
      if (browser.runtime?.id === undefined) api.end('failed', GONE);
    }, 2 * SECOND);
    signal.addEventListener('abort', () => clearInterval(beat));
  },
});
