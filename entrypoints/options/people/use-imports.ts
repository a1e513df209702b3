// Imports files one after another and reports on each.
import { useEffect, useRef, useState } from 'preact/hooks';
import { importMeasurement, type ImportResult } from '../../../src/measurement/import.ts';
import { MeasurementFileError } from '../../../src/measurement/measurement-file-error.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { database } from '../database.ts';

export type ImportReport = { readonly key: number; readonly fileName: string } & (
  | { status: 'waiting' }
  | { status: 'reading'; done: number; total: number }
  | { status: 'finished'; result: ImportResult }
  | { status: 'cancelled' }
  /** `entry` is the part of the file at fault, empty when it is the file as a whole or not the file's fault. */
  | { status: 'refused'; entry: string; reason: string }
);

type Job = { key: number; file: File; controller: AbortController };

let nextKey = 0;

export function useImports() {
  const [reports, setReports] = useState<ImportReport[]>([]);
  const jobs = useRef<Job[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => () => jobs.current.forEach(({ controller }) => controller.abort()), []);

  const report = (changed: ImportReport): void => {
    setReports((all) => all.map((old) => (old.key === changed.key ? changed : old)));
  };

  return {
    reports,
    add(files: File[]): void {
      for (const file of files) {
        const job = { key: (nextKey += 1), file, controller: new AbortController() };
        jobs.current.push(job);
        setReports((all) => [...all, { key: job.key, fileName: file.name, status: 'waiting' }]);
        queue.current = queue.current.then(() => runJob(job, report));
      }
    },
    cancel: (key: number): void => jobs.current.find((job) => job.key === key)?.controller.abort(),
    dismiss: (key: number): void => setReports((all) => all.filter((old) => old.key !== key)),
  };
}

async function runJob({ key, file, controller }: Job, report: (report: ImportReport) => void): Promise<void> {
  const { signal } = controller;
  const base = { key, fileName: file.name };
  try {
    signal.throwIfAborted();
    const onProgress = (done: number, total: number): void =>
      report({ ...base, status: 'reading', done, total });
    const result = await importMeasurement(database, file, file.name, { signal, onProgress });
    report({ ...base, status: 'finished', result });
    if (result.outcome === 'imported' && (await activePersonId.getValue()) === null) {
      await activePersonId.setValue(result.person.id);
    }
  } catch (error) {
    if (signal.aborted) report({ ...base, status: 'cancelled' });
    else if (error instanceof MeasurementFileError) {
      report({ ...base, status: 'refused', entry: error.entry, reason: error.reason });
    } else report({ ...base, status: 'refused', entry: '', reason: explainStorageError(error) });
  }
}
