// The wiring of a study's bar on pages: one per page, from the task's begin there to its end.
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { createTaskBar } from '../../src/study/tasks/bar/create-task-bar.ts';
import { listenToWorker } from '../../src/study/tasks/bar/listen-to-worker.ts';

const SECOND = 1000;

/** Lives in the extension's own world of the page, where a second injection finds it. */
declare global {
  var foveaTaskBar: AbortController | undefined;
}

export default defineContentScript({
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    if (globalThis.foveaTaskBar && !globalThis.foveaTaskBar.signal.aborted) return;
    const controller = new AbortController();
    globalThis.foveaTaskBar = controller;
    void createTaskBar(controller, {
      ask: () => sendMessage('getStudyBar', undefined),
      press: (press) => sendMessage('pressStudyBar', press),
      listen: listenToWorker,
    });

    // An update or removal of the extension leaves this script behind without a runtime.
    const check = setInterval(() => {
      if (browser.runtime?.id === undefined) controller.abort();
    }, 2 * SECOND);
    controller.signal.addEventListener('abort', () => clearInterval(check));
  },
});
