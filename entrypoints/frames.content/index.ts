// The wiring in a page's frames: their clicks, which the page itself does not get to see, from one overlay's word to its last.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { isFramesMessage } from '../../src/messaging/frames-messages.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { watchClicks } from '../../src/overlay/watch-clicks.ts';
import { watchFrameLoads } from '../../src/overlay/watch-frame-loads.ts';

/** Lives in the extension's own world of the frame, where a second injection finds it. */
declare global {
  var foveaFrame: AbortController | undefined;
}

export default defineContentScript({
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    // The overlay itself listens in the uppermost document.
    if (window === window.top) return;
    if (globalThis.foveaFrame && !globalThis.foveaFrame.signal.aborted) return;
    const controller = new AbortController();
    globalThis.foveaFrame = controller;
    const { signal } = controller;

    watchClicks(signal, {
      // An update or removal of the extension leaves this script behind without a runtime.
      isWanted: () => browser.runtime?.id !== undefined,
      onClick: (click) => void sendMessage('offscreenClick', click).catch(() => undefined),
    });
    watchFrameLoads(signal, () => void sendMessage('watchFrames', { on: true }).catch(() => undefined));
    const listener = (message: unknown): void => {
      if (isFramesMessage(message)) controller.abort();
    };
    browser.runtime.onMessage.addListener(listener);
    signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(listener));
  },
});
