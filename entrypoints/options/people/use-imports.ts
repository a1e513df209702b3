// Imports files one after another and reports on each.
import { useEffect, useState } from 'preact/hooks';
import { isGroupZip } from '../../../src/group/group-zip-reader.ts';
import { importGroup, type GroupImportProgress, type GroupImportResult } from '../../../src/group/import.ts';
import { importMeasurement, type ImportResult } from '../../../src/measurement/import.ts';
import { MeasurementFileError } from '../../../src/measurement/measurement-file-error.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { database } from '../../../src/ui/page-database.ts';

export type ImportReport = { readonly key: number; readonly fileName: string } & (
  | { status: 'waiting' }
  | { status: 'reading'; done: number; total: number }
  /** Of a group's zip, which holds many measurements. */
  | { status: 'reading-group'; progress: GroupImportProgress }
  | { status: 'finished'; result: ImportResult }
  | { status: 'group-finished'; result: GroupImportResult }
  /** `partly`: storing what a group's zip holds had begun by then. */
  | { status: 'cancelled'; partly: boolean }
  /**
   * `entry` is the part of the file at fault, empty when it is the file as a whole or not the file's fault; `partly` as
   * above.
   */
  | { status: 'refused'; entry: string; reason: string; partly: boolean }
);

type Job = { key: number; file: File; controller: AbortController };

let nextKey = 0;
let reports: readonly ImportReport[] = [];
const jobs = new Map<number, Job>();
let queue: Promise<void> = Promise.resolve();
const changes = new EventTarget();

function change(next: readonly ImportReport[]): void {
  reports = next;
  changes.dispatchEvent(new Event('change'));
}

function report(changed: ImportReport): void {
  change(reports.map((old) => (old.key === changed.key ? changed : old)));
}

function add(files: File[]): void {
  const added = files.map((file): Job => ({ key: (nextKey += 1), file, controller: new AbortController() }));
  change([
    ...reports,
    ...added.map(({ key, file }): ImportReport => ({ key, fileName: file.name, status: 'waiting' })),
  ]);
  for (const job of added) {
    jobs.set(job.key, job);
    queue = queue.then(async () => {
      await runJob(job);
      jobs.delete(job.key);
    });
  }
}

/** The page's imports. They go on while other sections are looked at, and are told in each that imports. */
export function useImports() {
  const [shown, setShown] = useState(reports);
  useEffect(() => {
    const listening = new AbortController();
    setShown(reports);
    changes.addEventListener('change', () => setShown(reports), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return {
    reports: shown,
    add,
    cancel: (key: number): void => jobs.get(key)?.controller.abort(),
    dismiss: (key: number): void => change(reports.filter((old) => old.key !== key)),
  };
}

async function runJob({ key, file, controller }: Job): Promise<void> {
  const { signal } = controller;
  const base = { key, fileName: file.name };
  let storing = false;
  try {
    signal.throwIfAborted();
    if (await isGroupZip(file)) {
      const result = await importGroup(database, file, file.name, {
        signal,
        onProgress(progress) {
          storing ||= progress.step === 'storing';
          report({ ...base, status: 'reading-group', progress });
        },
      });
      report({ ...base, status: 'group-finished', result });
      return;
    }
    const onProgress = (done: number, total: number): void =>
      report({ ...base, status: 'reading', done, total });
    const result = await importMeasurement(database, file, file.name, { signal, onProgress });
    report({ ...base, status: 'finished', result });
    if (result.outcome === 'imported' && (await activePersonId.getValue()) === null) {
      await activePersonId.setValue(result.person.id);
    }
  } catch (error) {
    if (signal.aborted) report({ ...base, status: 'cancelled', partly: storing });
    else if (error instanceof MeasurementFileError) {
      report({ ...base, status: 'refused', entry: error.entry, reason: error.reason, partly: storing });
    } else {
      report({ ...base, status: 'refused', entry: '', reason: explainStorageError(error), partly: storing });
    }
  }
}
