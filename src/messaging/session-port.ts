// The session port: the popup follows the session that is recorded past the background worker, which may sleep meanwhile.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import type { SessionState } from '../session/session-state.ts';
import { followPort } from './follow-port.ts';

const SECOND = 1000;
const SESSION_PORT = 'session';
/** Time and size go on by themselves. */
const TELL_EVERY_MS = SECOND;

/** Follows the session until aborted. Without an offscreen document there is none. */
export function connectSession(signal: AbortSignal, onState: (state: SessionState) => void): void {
  followPort<SessionState>(SESSION_PORT, signal, onState, () => onState({ status: 'none' }));
}

export type SessionServer = { post(state: SessionState): void };

/** Answers session ports in the offscreen document: each is told at once, every second, and what is posted. */
export function serveSession(getState: () => SessionState): SessionServer {
  const ports = new Set<Browser.runtime.Port>();
  const post = (state: SessionState): void => ports.forEach((port) => port.postMessage(state));
  let timer: ReturnType<typeof setInterval> | undefined;
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== SESSION_PORT) return;
    ports.add(port);
    timer ??= setInterval(() => post(getState()), TELL_EVERY_MS);
    port.onDisconnect.addListener(() => {
      ports.delete(port);
      if (ports.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    });
    port.postMessage(getState());
  });
  return { post };
}
