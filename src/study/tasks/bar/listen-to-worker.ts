// Hears what the background worker says to the bar in this tab.
import { browser } from 'wxt/browser';
import { isBarMessage, type BarMessage } from './bar-state.ts';

/** Until aborted. */
export function listenToWorker(signal: AbortSignal, onMessage: (message: BarMessage) => void): void {
  const listener = (message: unknown): void => {
    if (isBarMessage(message)) onMessage(message);
  };
  browser.runtime.onMessage.addListener(listener);
  signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(listener));
}
