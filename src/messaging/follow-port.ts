// A page's end of a port to the offscreen document, which it opens again whenever that closes.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';

const SECOND = 1000;
/** Wait between attempts while there is no offscreen document to answer. */
const RECONNECT_MS = 0.5 * SECOND;

/**
 * Listens until aborted, and connects again whenever the port closes: because tracking is off, the offscreen document was
 * replaced, or the page came back from the back/forward cache.
 * @param onDisconnect called each time there is no one to listen to
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/messaging#connect
 */
export function followPort<Message>(
  name: string,
  signal: AbortSignal,
  onMessage: (message: Message) => void,
  onDisconnect?: () => void,
): void {
  let port: Browser.runtime.Port | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    // After an update or removal of the extension its content scripts stay behind without a runtime.
    if (signal.aborted || browser.runtime?.id === undefined) return;
    port = browser.runtime.connect({ name });
    port.onMessage.addListener((message: Message) => {
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
