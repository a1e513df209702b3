// The overlay's wiring: one overlay per page, its gaze from the offscreen document, its orders from the popup.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { createOverlay } from '../../src/overlay/create-overlay.ts';
import { isOverlayMessage } from '../../src/overlay/overlay-state.ts';
import { watchClicks } from '../../src/overlay/watch-clicks.ts';

const SECOND = 1000;

/** Lives in the extension's own world of the page, where a second injection finds it. */
declare global {
  var foveaOverlay: AbortController | undefined;
}

export default defineContentScript({
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    if (globalThis.foveaOverlay && !globalThis.foveaOverlay.signal.aborted) return;
    const controller = new AbortController();
    globalThis.foveaOverlay = controller;
    const { signal } = controller;

    const overlay = createOverlay(controller, {
      connectGaze,
      capturePage: () => sendMessage('captureVisibleTab', undefined),
      watchFrames: (on) => void sendMessage('watchFrames', { on }).catch(() => undefined),
      claimNotices: (sight) => sendMessage('claimNotices', sight),
      dismissNotice: (key) => void sendMessage('dismissNotice', { key }),
      openMeasure: (personId) =>
        void sendMessage('openPage', { page: 'options', section: `measure/${encodeURIComponent(personId)}` }),
    });
    watchClicks(signal, {
      isWanted: () => overlay.learnsFromClicks(),
      // Where tracking ended this very moment nobody answers.
      onClick: (click) => void sendMessage('offscreenClick', click).catch(() => undefined),
    });
    const listener = (message: unknown, _sender: unknown, reply: (answer: unknown) => void): boolean => {
      if (!isOverlayMessage(message)) return false;
      void overlay.perform(message.action).then(reply);
      return true;
    };
    browser.runtime.onMessage.addListener(listener);

    // An update or removal of the extension leaves this script behind without a runtime.
    const check = setInterval(() => {
      if (browser.runtime?.id === undefined) controller.abort();
    }, 2 * SECOND);
    signal.addEventListener('abort', () => {
      clearInterval(check);
      browser.runtime?.onMessage?.removeListener(listener);
    });
  },
});
