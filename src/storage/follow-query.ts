// Follows a database query, in this tab and all others, through failures, and in memory that stays bounded however long.
import { Dexie, liveQuery } from 'dexie';

/**
 * For each live query Dexie remembers the keys of all that was written since its last answer, of tables too that it never
 * reads. While a session is recorded that is a chunk every 0.7 s (14 kB a minute and query), so after so many writes we ask
 * anew, and Dexie begins at nothing. Its cache may hold on to the first asking's writes besides.
 * @see https://github.com/dexie/Dexie.js/blob/master/src/live-query/live-query.ts `accumMuts`
 */
export const MOST_WRITES_REMEMBERED = 100;

const SECOND = 1000;
/** A query that failed is asked again: what was in the way, as a full disk, may be gone. */
const RETRY_MS = 2 * SECOND;

export type QueryListener<T> = {
  /** The answer, at once and whenever it may have changed; sometimes the same one again. */
  next(value: T): void;
  error?(error: unknown): void;
};

/**
 * Asks at once, at every change, and again where it failed.
 * @returns what ends it
 */
export function followQuery<T>(query: () => Promise<T>, { next, error }: QueryListener<T>): () => void {
  let writes = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  // Dexie would keep to itself that a query failed because the database did not open.
  const attempt = async (): Promise<{ value: T } | { cause: unknown }> => {
    try {
      return { value: await query() };
    } catch (cause) {
      return { cause };
    }
  };
  const ask = () => {
    writes = 0;
    return liveQuery(attempt).subscribe({
      next(answer) {
        writes = 0;
        clearTimeout(retry);
        if ('value' in answer) return next(answer.value);
        retry = setTimeout(askAgain, RETRY_MS);
        error?.(answer.cause);
      },
    });
  };
  const askAgain = (): void => {
    asked.unsubscribe();
    asked = ask();
  };
  const noteWrite = (): void => {
    writes += 1;
    if (writes >= MOST_WRITES_REMEMBERED) askAgain();
  };
  let asked = ask();
  Dexie.on('storagemutated', noteWrite);
  return () => {
    Dexie.on.storagemutated.unsubscribe(noteWrite);
    clearTimeout(retry);
    asked.unsubscribe();
  };
}
