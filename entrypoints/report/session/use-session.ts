// An opened session: read once, in the background.
import { useEffect, useState } from 'preact/hooks';
import type { SessionQuality } from '../../../src/session/quality.ts';
import type { Session } from '../../../src/session/session-data.ts';
import { listPages, type SessionPage } from '../../../src/session/session-pages.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';

export type Opened = { session: Session; quality: SessionQuality; pages: SessionPage[] };

export type Opening =
  { status: 'opening' } | { status: 'failed'; message: string } | ({ status: 'open' } & Opened);

export function useSession(id: string): Opening {
  const [opening, setOpening] = useState<Opening>({ status: 'opening' });
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    void askAnalysis(signal, (analysis, ticket) => analysis.open(ticket, id)).then(
      ({ session, quality }) => setOpening({ status: 'open', session, quality, pages: listPages(session) }),
      (error) => !signal.aborted && setOpening({ status: 'failed', message: explainStorageError(error) }),
    );
    return () => ending.abort();
  }, [id]);
  return opening;
}
