// Follows a database query, in this tab and all others, in memory that stays bounded however long it is followed.
import { Dexie, liveQuery } from 'dexie';

/**
 * For each live query Dexie remembers the keys of all that was written since its last answer, of tables too that it never
 * reads. While a session is recorded that is a chunk every 0.7 s (14 kB a minute and query), so after so many writes we ask
 * anew, and Dexie begins at nothing. Its cache may hold on to the first asking's writes besides.
 * @see https://github.com/dexie/Dexie.js/blob/master/src/live-query/live-query.ts `accumMuts`
 */
export const MOST_WRITES_REMEMBERED = 100;

export type QueryListener<T> = {
  /** The answer, at once and whenever it may have changed; sometimes the same one again. */
  next(value: T): void;
  error?(error: unknown): void;
};

/** @returns what ends it */
export function followQuery<T>(query: () => Promise<T>, { next, error }: QueryListener<T>): () => void {
  let writes = 0;
  const ask = () => {
    writes = 0;
    return liveQuery(query).subscribe({
      next(value) {
        writes = 0;
        next(value);
      },
      ...(error && { error }),
    });
  };
  const noteWrite = (): void => {
    writes += 1;
    if (writes < MOST_WRITES_REMEMBERED) return;
    asked.unsubscribe();
    asked = ask();
  };
  let asked = ask();
  Dexie.on('storagemutated', noteWrite);
  return () => {
    Dexie.on.storagemutated.unsubscribe(noteWrite);
    asked.unsubscribe();
  };
}
