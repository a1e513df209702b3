/** Gives way to clicks and drawing in the middle of long work. */

/**
 * Resolves in a task of its own. A message rather than a timer: timers in tabs that nobody looks at come once a second,
 * later once a minute.
 * @see https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
export function yieldToPage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
