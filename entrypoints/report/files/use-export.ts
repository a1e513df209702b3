// Exports a session as a zip, with progress and cancel.
import { proxy, transfer, wrap } from 'comlink';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExportProgress } from '../../../src/session/export/export-session.ts';
import { estimateTimeLeft } from '../../../src/recording/time-left.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { openSink } from '../../../src/ui/open-sink.ts';
import type { ExportChoice, Exporting } from './export-worker.ts';

export type ExportState =
  | { status: 'idle' }
  /** `leftMs`: for how long it goes on; null while that is not known, or is not worth telling. */
  | ({ status: 'writing'; leftMs: number | null } & ExportProgress)
  | { status: 'written'; name: string }
  | { status: 'cancelled' }
  | { status: 'failed'; message: string };

export type Export = {
  state: ExportState;
  /** Must follow a click or a key press of the person. */
  start(choice: ExportChoice, fileName: string): Promise<void>;
  cancel(): void;
};

export function useExport(): Export {
  const [state, setState] = useState<ExportState>({ status: 'idle' });
  const end = useRef<() => void>(() => undefined);
  useEffect(() => () => end.current(), []);
  return {
    state,
    async start(choice, fileName) {
      const worker = new Worker(new URL('./export-worker.ts', import.meta.url), { type: 'module' });
      const exporting = wrap<Exporting>(worker);
      try {
        const file = await openSink(fileName);
        if (!file) return;
        setState({ status: 'writing', leftMs: null, done: 0, total: 1, path: '' });
        const tellTimeLeft = createTimeTeller();
        end.current = () => void exporting.cancel();
        const onProgress = proxy((progress: ExportProgress) =>
          setState({ status: 'writing', leftMs: tellTimeLeft(progress), ...progress }),
        );
        await exporting.write(choice, transfer(file.sink, [file.sink]), onProgress);
        await file.finish();
        setState({ status: 'written', name: file.name });
      } catch (error) {
        const cancelled = error instanceof Error && error.name === 'AbortError';
        setState(
          cancelled ? { status: 'cancelled' } : { status: 'failed', message: explainStorageError(error) },
        );
      } finally {
        end.current = () => undefined;
        worker.terminate();
      }
    },
    cancel: () => end.current(),
  };
}

/** 0..1 of all files; of those of several sessions, each counts the same. */
export function findShare({ done, total, share = 0, session }: ExportProgress): number {
  const own = (done + share) / total;
  return session ? (session.done + own) / session.total : own;
}

/** Only a file that tells how much of it is done takes so long that people want to know: it is timed by itself. */
function createTimeTeller(): (progress: ExportProgress) => number | null {
  let path = '';
  let sinceMs = 0;
  return (progress) => {
    if (path !== progress.path) [path, sinceMs] = [progress.path, performance.now()];
    if (progress.share === undefined) return null;
    return estimateTimeLeft(performance.now() - sinceMs, progress.share);
  };
}
