// Follows a database query: what changes, in this tab or another, is shown.
import { useEffect, useState } from 'preact/hooks';
import { followQuery } from '../storage/follow-query.ts';
import { explainStorageError } from '../storage/storage-error.ts';

export type QueryResult<T> =
  { status: 'loading' } | { status: 'ready'; value: T } | { status: 'failed'; message: string };

/** @param inputs Values that the query depends on, as for `useEffect`. */
export function useLiveQuery<T>(query: () => Promise<T>, inputs: readonly unknown[] = []): QueryResult<T> {
  const [result, setResult] = useState<QueryResult<T>>({ status: 'loading' });
  useEffect(
    () =>
      followQuery(query, {
        next: (value) => setResult({ status: 'ready', value }),
        error: (error) => setResult({ status: 'failed', message: explainStorageError(error) }),
      }),
    inputs,
  );
  return result;
}
