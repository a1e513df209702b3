/** Reads the submissions that are not known yet, and keeps the tables of those that count. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeAll, type Bounds, type Verdict } from '../../src/study/collect/judge.ts';
import type { CollectContext, CollectedFile, CollectJob } from './collect-file.ts';
import { WORKER, type CollectCourse, type CollectRun } from './collect-run.ts';
import { createDatasetFolder, type Place } from './dataset-folder.ts';
import { openLedger, type LedgerEntry } from './ledger.ts';
import type { FoundFile } from './list-submission-files.ts';
import { runThreads } from './run-threads.ts';

/** Wrong verdicts on what is not read yet are put right in the next round. */
const MOST_ROUNDS = 5;

/** Reads what is not known, and once more what turned out to count though its tables were not kept. Tells how many files. */
export async function readSubmissions(
  { options, files, staging }: CollectRun,
  context: CollectContext,
  ledger: Map<string, LedgerEntry>,
  course: CollectCourse,
): Promise<number> {
  const dataset = createDatasetFolder(join(options.out, 'dataset'));
  let read = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const wanted = listWanted(files, ledger, context.bounds);
    if (wanted.length === 0) return read;
    const taken = new Set([...listPlaces(ledger)].map(({ submission }) => submission));
    const lines = openLedger(options.out);
    let done = 0;
    course.onProgress(0, wanted.length);
    const finish = async (file: FoundFile, job: CollectJob, result: CollectedFile): Promise<void> => {
      const place = findPlace(result);
      // Copies are read again if another of them is the one that counts.
      const published =
        place !== null && !taken.has(place.submission) && 'tables' in result && result.tables.length > 0;
      if (published) {
        taken.add(place.submission);
        await dataset.publish(job.staging, place, result.tables);
      }
      await rm(job.staging, { recursive: true, force: true });
      const entry = { ...file, result, published };
      ledger.set(file.path, entry);
      lines.add(entry);
      done += 1;
      course.onProgress(done, wanted.length);
    };
    const byPath = new Map(wanted.map((file) => [file.path, file]));
    try {
      await runThreads<CollectJob, CollectedFile>({
        module: WORKER,
        workerData: context,
        jobs: wanted.map(({ path }) => ({ path, staging: join(staging, randomUUID()) })),
        threads: options.workers,
        signal: course.signal,
        onResult: (job, result) => finish(byPath.get(job.path)!, job, result),
        onFailure: (job, error) =>
          finish(byPath.get(job.path)!, job, { unreadable: `reading it broke down: ${error}` }),
      });
    } finally {
      await lines.close();
    }
    read += wanted.length;
  }
  throw new Error('The submissions changed while they were collected. Run it again.');
}

function listWanted(
  files: readonly FoundFile[],
  ledger: Map<string, LedgerEntry>,
  bounds: Bounds,
): FoundFile[] {
  const unknown = files.filter(({ path }) => !ledger.has(path));
  if (unknown.length > 0) return unknown;
  const verdicts = judgeFiles(files, ledger, bounds);
  for (const [index, { path }] of files.entries()) {
    // Another copy's tables, or a later try's, are to go before those that count take their place.
    if (!verdicts[index]!.included) ledger.get(path)!.published = false;
  }
  return files.filter(({ path }, index) => verdicts[index]!.included && !ledger.get(path)!.published);
}

/** Of all, which count and why the others do not. */
export function judgeFiles(
  files: readonly FoundFile[],
  ledger: ReadonlyMap<string, LedgerEntry>,
  bounds: Bounds,
): Verdict[] {
  return judgeAll(
    files.map(({ path }) => {
      const { result } = ledger.get(path)!;
      return 'unreadable' in result
        ? { path, unreadable: result.unreadable }
        : { path, submission: result.submission };
    }),
    bounds,
  );
}

function findPlace(result: CollectedFile): Place | null {
  if ('unreadable' in result) return null;
  const { id, study, participant } = result.submission;
  return { study: study.id, participant, submission: id };
}

/** Whose tables are in the folder. */
export function* listPlaces(ledger: ReadonlyMap<string, LedgerEntry>): Generator<Place> {
  for (const { published, result } of ledger.values()) {
    const place = findPlace(result);
    if (published && place) yield place;
  }
}
