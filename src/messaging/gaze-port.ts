// The gaze port: samples go from the offscreen document straight to pages, past the background worker.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import type { GazeSample } from '../gaze/gaze-sample.ts';
import { followPort } from './follow-port.ts';
import type { TrackingState } from './tracking-state.ts';

const GAZE_PORT = 'gaze';

export type GazeMessage = { type: 'sample'; sample: GazeSample } | { type: 'state'; state: TrackingState };

/** Listens to the tracker until aborted; see `followPort`. */
export function connectGaze(
  signal: AbortSignal,
  onMessage: (message: GazeMessage) => void,
  onDisconnect?: () => void,
): void {
  followPort(GAZE_PORT, signal, onMessage, onDisconnect);
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
