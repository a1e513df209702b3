// The recorder's wiring: one per page, and one per frame of it, from the first order to record to the end of the session.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
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
    const bringFrames = (): void => void sendMessage('recordFrames', undefined).catch(() => undefined);
    if (window === window.top) createRecorder(controller, { connectGaze, connectRecorder, bringFrames });
    else createFrameRecorder(controller, { connectRecorder, bringFrames });

    // An update or removal of the extension leaves this script behind without a runtime.
    const check = setInterval(() => {
      if (browser.runtime?.id === undefined) controller.abort();
    }, 2 * SECOND);
    controller.signal.addEventListener('abort', () => clearInterval(check));
  },
});
