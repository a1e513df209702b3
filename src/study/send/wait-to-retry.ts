// Waits for the next try.

/** Until the time has gone by, or the browser is online again. @throws the signal's reason */
export function waitToRetry(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('online', onOnline);
      signal?.removeEventListener('abort', onAbort);
    };
    const onOnline = (): void => {
      end();
      resolve();
    };
    const onAbort = (): void => {
      end();
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(onOnline, delayMs);
    addEventListener('online', onOnline, { once: true });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
