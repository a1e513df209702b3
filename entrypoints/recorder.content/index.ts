// The recorder's wiring: one per page, and one per frame of it, from the first order to record to the end of the session.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { createFrameRecorder } from '../../src/recorder/create-frame-recorder.ts';
import { createRecorder } from '../../src/recorder/create-recorder.ts';
import { connectRecorder } from '../../src/recorder/recorder-port.ts';

const SECOND = 1000;

/** Lives in the extension's own world of the page, where a second injection finds it. */
declare global {
  var foveaRecorder: AbortController | undefined;
}

export default defineContentScript({
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    if (globalThis.foveaRecorder && !globalThis.foveaRecorder.signal.aborted) return;
    // Private windows are never recorded; the offscreen document would refuse them too.
    if (browser.extension.inIncognitoContext) return;
    const controller = new AbortController();
    globalThis.foveaRecorder = controller;
    if (window === window.top) createRecorder(controller, { connectGaze, connectRecorder });
    else createFrameRecorder(controller, { connectRecorder });

    // An update or removal of the extension leaves this script behind without a runtime.
    const check = setInterval(() => {
      if (browser.runtime?.id === undefined) controller.abort();
    }, 2 * SECOND);
    controller.signal.addEventListener('abort', () => clearInterval(check));
  },
});
