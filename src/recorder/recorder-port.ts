// The page's end of the recorder port.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { RECORDER_PORT, type PageMessage, type RecorderOrder } from '../session/page-report.ts';

export type RecorderPort = {
  /** Where nobody listens any more, nothing happens. */
  post(message: PageMessage): void;
};

export type ConnectRecorder = (
  signal: AbortSignal,
  handlers: { onOrder(order: RecorderOrder): void; onLost(): void },
) => RecorderPort;

/**
 * Connects until aborted. The browser closes the port of a page that goes into the back/forward cache, so one that comes
 * back from there connects anew. Otherwise a port that closes means that nothing is recorded any more.
 * @see https://developer.chrome.com/blog/bfcache-extension-messaging-changes
 */
export const connectRecorder: ConnectRecorder = (signal, { onOrder, onLost }) => {
  let port: Browser.runtime.Port | undefined;
  let stored = false;

  const connect = (): void => {
    // After an update or removal of the extension its content scripts stay behind without a runtime.
    if (signal.aborted || browser.runtime?.id === undefined) return;
    const own = browser.runtime.connect({ name: RECORDER_PORT });
    port = own;
    own.onMessage.addListener((order: RecorderOrder) => {
      if (!signal.aborted) onOrder(order);
    });
    own.onDisconnect.addListener(() => {
      // Reading it marks "no receiver" as expected.
      void browser.runtime?.lastError;
      if (port !== own) return;
      port = undefined;
      if (!stored && !signal.aborted) onLost();
    });
  };
  addEventListener('pagehide', ({ persisted }) => (stored = persisted), { signal });
  addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      stored = false;
      port?.disconnect();
      connect();
    },
    { signal },
  );
  signal.addEventListener('abort', () => port?.disconnect());
  connect();
  return {
    post(message) {
      try {
        port?.postMessage(message);
      } catch {
        // Closed this moment; `onDisconnect` follows.
      }
    },
  };
};
