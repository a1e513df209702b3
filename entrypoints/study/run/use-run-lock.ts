// One page at a time goes on with a run: the others say so, and wait.
import { useEffect, useState } from 'preact/hooks';
import { nameRunLock } from '../../../src/study/run/run-lock.ts';

/**
 * `elsewhere` while another page has it; once that is closed, it is `held` here. The browser lets go of it with the page,
 * however that ends.
 * @see https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function useRunLock(id: string): 'asking' | 'held' | 'elsewhere' {
  const [state, setState] = useState<'asking' | 'held' | 'elsewhere'>('asking');
  useEffect(() => {
    const waiting = new AbortController();
    const left = new Promise<void>((resolve) => waiting.signal.addEventListener('abort', () => resolve()));
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (waiting.signal.aborted) return undefined;
      setState(lock ? 'held' : 'elsewhere');
      return lock ? left : undefined;
    };
    const ask = async (): Promise<void> => {
      await navigator.locks.request(nameRunLock(id), { ifAvailable: true }, hold);
      if (!waiting.signal.aborted) {
        await navigator.locks.request(nameRunLock(id), { signal: waiting.signal }, hold);
      }
    };
    // An abort is no failure.
    ask().catch(() => undefined);
    return () => waiting.abort();
  }, [id]);
  return state;
}
