/** Collects a folder of submissions into tables: all of `npm run collect` but its command line. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findDefaultBounds, type Bounds } from '../../src/study/collect/judge.ts';
import type { CollectContext } from './collect-file.ts';
import type { CollectCourse, CollectRun } from './collect-run.ts';
import { COLLECTION_FILE, describeCollection, writeExclusions, type Collected } from './collection.ts';
import { createDatasetFolder } from './dataset-folder.ts';
import { makeLedgerKey, readLedger, writeLedger, type LedgerEntry } from './ledger.ts';
import { listSubmissionFiles, type FoundFile } from './list-submission-files.ts';
import { lockFolder } from './lock-folder.ts';
import type { CollectOptions } from './options.ts';
import { readIdentities } from './read-identities.ts';
import { readStudy, type ReadStudy } from './read-study.ts';
import { judgeFiles, listPlaces, readSubmissions } from './read-submissions.ts';
import { writeJson } from './write-json.ts';
import { writePictures } from './write-pictures.ts';

const STAGING = '.staging';

/**
 * What was collected into the folder before stays where it counts still. Cancelled, it leaves what is whole, and the next run
 * goes on from there.
 *
 * @throws {UsageError}; the signal's reason
 */
export async function collectStudy(options: CollectOptions, course: CollectCourse): Promise<Collected> {
  const study = await readStudy(options.study);
  const files = await listSubmissionFiles(options.in);
  const identities = await readIdentities(options.identities);
  await mkdir(options.out, { recursive: true });
  const unlock = await lockFolder(options.out);
  const staging = join(options.out, STAGING);
  try {
    await rm(join(options.out, COLLECTION_FILE), { force: true });
    return await collect({ options, study, files, identities, staging }, course);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await unlock();
  }
}

async function collect(run: CollectRun, course: CollectCourse): Promise<Collected> {
  const { options, study, files, identities } = run;
  const bounds = chooseBounds(study, options);
  const key = makeLedgerKey(study.definition.id, study.hash, options.samples);
  const context: CollectContext = {
    folder: options.in,
    definition: study.definition,
    bounds,
    identities,
    samples: options.samples,
  };
  const dataset = createDatasetFolder(join(options.out, 'dataset'));
  const ledger = takeKnown(await readLedger(options.out, key), files);
  await dataset.sweep(listPlaces(ledger));
  await writeLedger(options.out, key, ledger.values());
  const read = await readSubmissions(run, context, ledger, course);
  const verdicts = judgeFiles(files, ledger, bounds);
  for (const [index, { path }] of files.entries()) {
    const entry = ledger.get(path)!;
    if (verdicts[index]!.included || !entry.published) continue;
    entry.published = false;
  }
  await dataset.sweep(listPlaces(ledger));
  await writeLedger(options.out, key, ledger.values());
  const counted = files.filter((_, index) => verdicts[index]!.included).map(({ path }) => ledger.get(path)!);
  await writePictures(run, context, counted, course);
  const left = files.flatMap(({ path }, index) => {
    const verdict = verdicts[index]!;
    return verdict.included ? [] : [{ path, verdict, result: ledger.get(path)!.result }];
  });
  await writeExclusions(options.out, left);
  const collection = describeCollection(study, bounds, files.length, counted, left);
  await writeJson(options.out, COLLECTION_FILE, collection);
  return { collection, read, left };
}

function chooseBounds({ definition, hash }: ReadStudy, options: CollectOptions): Bounds {
  const bounds = findDefaultBounds(definition, hash);
  const { worstGrade, maxAccuracyPct, maxDataLossPct, revisions, completeOnly, withdrawn } = options;
  return {
    ...bounds,
    revisions,
    completeOnly,
    withdrawn,
    ...(worstGrade !== undefined && { worstGrade }),
    ...(maxAccuracyPct !== undefined && { maxAccuracyPct }),
    ...(maxDataLossPct !== undefined && { maxDataLossPct }),
  };
}

/** Those whose file is as it was; what could not be read may be by now, with another key. */
function takeKnown(ledger: Map<string, LedgerEntry>, files: readonly FoundFile[]): Map<string, LedgerEntry> {
  const known = new Map<string, LedgerEntry>();
  for (const { path, bytes, mtimeMs } of files) {
    const entry = ledger.get(path);
    if (!entry || entry.bytes !== bytes || entry.mtimeMs !== mtimeMs || 'unreadable' in entry.result)
      continue;
    known.set(path, entry);
  }
  return known;
}
