// What the background worker says to the page API's scripts: that other sites are allowed now.
import { browser } from 'wxt/browser';

/**
 * Sent with `tabs.sendMessage`. It names no site: each page asks anew whether it is allowed, and is told of itself alone.
 */
export type LeaveMessage = { fovea: 'page-leave'; action: 'ask' };

export const ASK_ANEW: LeaveMessage = { fovea: 'page-leave', action: 'ask' };

/** Listens for it on a page, until aborted. */
export function listenForLeave(signal: AbortSignal, onChange: () => void): void {
  const listener = (message: unknown): void => {
    if (isLeaveMessage(message)) onChange();
  };
  browser.runtime.onMessage.addListener(listener);
  signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(listener));
}

/** Tells it from all other messages that reach a content script. */
function isLeaveMessage(message: unknown): message is LeaveMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { fovea, action } = message as Partial<LeaveMessage>;
  return fovea === 'page-leave' && action === 'ask';
}
