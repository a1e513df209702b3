// Exports a session as a zip, with progress and cancel.
import { proxy, transfer, wrap } from 'comlink';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExportProgress } from '../../../src/session/export/export-session.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { openSink } from '../../../src/ui/open-sink.ts';
import type { ExportChoice, Exporting } from './export-worker.ts';

export type ExportState =
  | { status: 'idle' }
  | ({ status: 'writing' } & ExportProgress)
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
        setState({ status: 'writing', done: 0, total: 1, path: '' });
        end.current = () => void exporting.cancel();
        const onProgress = proxy((progress: ExportProgress) => setState({ status: 'writing', ...progress }));
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
