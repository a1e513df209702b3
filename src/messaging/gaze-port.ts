// The gaze port: samples go from the offscreen document straight to pages, past the background worker.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { TrackingState } from './tracking-state.ts';

export const GAZE_PORT = 'gaze';

const SECOND = 1000;
/** Wait between attempts while there is no offscreen document to answer. */
const RECONNECT_MS = 0.5 * SECOND;

export type GazeMessage = { type: 'sample'; sample: GazeSample } | { type: 'state'; state: TrackingState };

/**
 * Listens to the tracker until aborted, and connects again whenever the port closes: because tracking is off, the
 * offscreen document was replaced, or the page came back from the back/forward cache.
 * @param onDisconnect called each time there is no one to listen to
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/messaging#connect
 */
export function connectGaze(
  signal: AbortSignal,
  onMessage: (message: GazeMessage) => void,
  onDisconnect?: () => void,
): void {
  let port: Browser.runtime.Port | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    // After an update or removal of the extension its content scripts stay behind without a runtime.
    if (signal.aborted || browser.runtime?.id === undefined) return;
    port = browser.runtime.connect({ name: GAZE_PORT });
    port.onMessage.addListener((message: GazeMessage) => {
      if (!signal.aborted) onMessage(message);
    });
    port.onDisconnect.addListener(() => {
      // Reading lastError marks "no receiver" as expected; it is the ordinary state while tracking is off.
      void browser.runtime?.lastError;
      port = undefined;
      if (signal.aborted) return;
      onDisconnect?.();
      timer = setTimeout(connect, RECONNECT_MS);
    });
  };

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    port?.disconnect();
    port = undefined;
  });
  connect();
}

export type GazeServer = { post(message: GazeMessage): void };

/**
 * Answers gaze ports in the offscreen document. A port gets the current state when it connects, then every message
 * posted.
 */
export function serveGaze(getState: () => TrackingState): GazeServer {
  const ports = new Set<Browser.runtime.Port>();
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== GAZE_PORT) return;
    ports.add(port);
    port.onDisconnect.addListener(() => ports.delete(port));
    port.postMessage({ type: 'state', state: getState() } satisfies GazeMessage);
  });
  return {
    post(message) {
      for (const port of ports) port.postMessage(message);
    },
  };
}
