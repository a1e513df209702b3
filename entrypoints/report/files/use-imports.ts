// Imports session files one after another, and reports on each.
import { useRef, useState } from 'preact/hooks';
import { MeasurementFileError } from '../../../src/measurement/measurement-file-error.ts';
import { importSession } from '../../../src/session/file/import.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { database } from '../../../src/ui/page-database.ts';

export type ImportReport = { key: number; fileName: string } & (
  | { status: 'waiting' }
  | { status: 'reading'; done: number; total: number }
  | { status: 'imported'; id: string; name: string }
  | { status: 'duplicate'; id: string; name: string }
  | { status: 'cancelled' }
  | { status: 'refused'; message: string }
);

export type Imports = {
  reports: readonly ImportReport[];
  add(files: readonly File[]): void;
  cancel(key: number): void;
  dismiss(key: number): void;
};

export function useImports(): Imports {
  const [reports, setReports] = useState<readonly ImportReport[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const endings = useRef(new Map<number, AbortController>());
  const nextKey = useRef(0);

  const report = (changed: ImportReport): void =>
    setReports((all) => all.map((one) => (one.key === changed.key ? changed : one)));

  const read = async (key: number, file: File, signal: AbortSignal): Promise<void> => {
    const base = { key, fileName: file.name };
    try {
      signal.throwIfAborted();
      report({ ...base, status: 'reading', done: 0, total: 1 });
      const { outcome, session } = await importSession(database, file, file.name, {
        signal,
        onProgress: (done, total) => report({ ...base, status: 'reading', done, total }),
      });
      report({ ...base, status: outcome, id: session.id, name: session.name });
    } catch (error) {
      if (signal.aborted) report({ ...base, status: 'cancelled' });
      else {
        const message = error instanceof MeasurementFileError ? error.message : explainStorageError(error);
        report({ ...base, status: 'refused', message });
      }
    }
  };

  return {
    reports,
    add(files) {
      for (const file of files) {
        const key = (nextKey.current += 1);
        const ending = new AbortController();
        endings.current.set(key, ending);
        setReports((all) => [...all, { key, fileName: file.name, status: 'waiting' }]);
        queue.current = queue.current.then(() => read(key, file, ending.signal));
      }
    },
    cancel: (key) => endings.current.get(key)?.abort(),
    dismiss: (key) => setReports((all) => all.filter((one) => one.key !== key)),
  };
}
