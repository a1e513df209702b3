// Reads the sessions of two groups one after the other, and matches their pages.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { matchPages, type MatchedPages } from '../../../src/session/match-pages.ts';
import type { ComparedIds } from '../addresses.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import type { SessionOutline } from '../worker/analysis-worker.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

export type Groups =
  | { status: 'reading'; done: number; total: number; cancel: () => void }
  | { status: 'cancelled' }
  | { status: 'failed'; message: string }
  | {
      status: 'read';
      ids: ComparedIds;
      /** By id. */
      sessions: ReadonlyMap<string, SessionOutline>;
      pages: MatchedPages;
    };

type Reading =
  | { status: 'reading' }
  | { status: 'read' }
  | { status: 'cancelled' }
  | { status: 'failed'; message: string };

export function useGroups(ids: ComparedIds): Groups {
  const [reading, setReading] = useState<Reading>({ status: 'reading' });
  const [sessions, setSessions] = useState<ReadonlyMap<string, SessionOutline>>(new Map());
  const [ending, setEnding] = useState<AbortController | null>(null);
  const key = JSON.stringify(ids);
  const all = [...new Set(ids.flat())];

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setEnding(controller);
    const read = async (): Promise<void> => {
      const found = new Map<string, SessionOutline>();
      for (const id of all) {
        const outline = await askAnalysis(signal, (analysis, ticket) => analysis.outline(ticket, id));
        found.set(id, outline);
        setSessions(new Map(found));
      }
      setReading({ status: 'read' });
    };
    read().catch(
      (error) => !signal.aborted && setReading({ status: 'failed', message: explainStorageError(error) }),
    );
    return () => controller.abort();
  }, [key]);

  const pages = useMemo(
    () =>
      reading.status === 'read'
        ? matchPages(
            ids[0].map((id) => sessions.get(id)!),
            ids[1].map((id) => sessions.get(id)!),
          )
        : null,
    [reading, key],
  );
  if (reading.status === 'read' && pages) return { status: 'read', ids, sessions, pages };
  if (reading.status === 'cancelled' || reading.status === 'failed') return reading;
  return {
    status: 'reading',
    done: sessions.size,
    total: all.length,
    cancel() {
      ending?.abort();
      setReading({ status: 'cancelled' });
    },
  };
}
