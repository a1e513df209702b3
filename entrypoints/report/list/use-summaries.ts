// What a list says of sessions that their rows do not hold, read one after another in the background.
import { useEffect, useState } from 'preact/hooks';
import type { SessionRow } from '../../../src/storage/sessions.ts';
import type { SessionSummary } from '../worker/analysis-worker.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

/** Of what has been read so far, by session and number of its chunks; a session that goes on is read again. */
const known = new Map<string, SessionSummary>();
const keyOf = ({ id, chunkCount }: SessionRow): string => `${id}/${chunkCount}`;

export function useSummaries(rows: readonly SessionRow[]): ReadonlyMap<string, SessionSummary> {
  const [, setCount] = useState(0);
  const keys = rows.map(keyOf).join(' ');
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const read = async (): Promise<void> => {
      for (const row of rows) {
        if (known.has(keyOf(row))) continue;
        // One that was deleted meanwhile, or cannot be read, stays without.
        const summary = await askAnalysis(signal, (analysis, ticket) =>
          analysis.summarize(ticket, row.id),
        ).catch(() => null);
        if (signal.aborted) return;
        if (summary) known.set(keyOf(row), summary);
        setCount((count) => count + 1);
      }
    };
    void read();
    return () => ending.abort();
  }, [keys]);
  return new Map(rows.flatMap((row) => (known.has(keyOf(row)) ? [[row.id, known.get(keyOf(row))!]] : [])));
}
