/** Collects a folder of submissions into tables: all of `npm run collect` but its command line. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCsv } from '../../src/session/export/csv.ts';
import { textFile } from '../../src/session/export/export-file.ts';
import { createTable } from '../../src/session/export/table.ts';
import { text } from '../../src/study/collect/columns.ts';
import {
  EXCLUSION_WORDS,
  EXCLUSIONS,
  findDefaultBounds,
  judgeAll,
  type Bounds,
  type Exclusion,
  type Verdict,
} from '../../src/study/collect/judge.ts';
import { parseIdentities } from '../../src/study/submission-zip/age.ts';
import { nameFolder, writeFile as writeExport } from '../analyse/analyse-file.ts';
import { UsageError } from '../analyse/options.ts';
import type { CollectContext, CollectedFile, CollectJob } from './collect-file.ts';
import { createDatasetFolder, type Place } from './dataset-folder.ts';
import { makeLedgerKey, openLedger, readLedger, writeLedger, type LedgerEntry } from './ledger.ts';
import { listSubmissionFiles, type FoundFile } from './list-submission-files.ts';
import type { CollectOptions } from './options.ts';
import { choosePictures, type PagePicture } from './page-pictures.ts';
import { PICTURE_FILE, type PaintedPage, type PictureJob } from './paint-pages.ts';
import { readStudy, type ReadStudy } from './read-study.ts';
import { runThreads } from './run-threads.ts';

/** Written last: while it is not there, the folder is not whole. */
export const COLLECTION_FILE = 'collection.json';
export const EXCLUSIONS_FILE = 'exclusions.csv';
export const PICTURES_FILE = 'pictures.json';
const STAGING = '.staging';
const LOCK = '.lock';
const WORKER = new URL('./worker.ts', import.meta.url);
/** Wrong verdicts on what is not read yet are put right in the next round. */
const MOST_ROUNDS = 5;

export type Collection = {
  format: 'fovea-collection';
  version: 1;
  study: { id: string; revision: number; hash: string };
  collectedAt: string;
  bounds: Bounds;
  /** Files found; participants that count; files left out, by reason. */
  files: number;
  included: number;
  excluded: Partial<Record<Exclusion, number>>;
  /** In the recordings of those that count. */
  samples: number;
};

export type CollectCourse = {
  signal: AbortSignal;
  /** Files that are read of so many that are to be. */
  onProgress(done: number, total: number): void;
};

export type Collected = {
  collection: Collection;
  /** Files read in this run. */
  read: number;
  left: { path: string; verdict: Exclude }[];
};

type Exclude = Extract<Verdict, { included: false }>;

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
  const unlock = await lock(options.out);
  const staging = join(options.out, STAGING);
  try {
    await rm(join(options.out, COLLECTION_FILE), { force: true });
    return await collect({ options, study, files, identities, staging }, course);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await unlock();
  }
}

type Inputs = {
  options: CollectOptions;
  study: ReadStudy;
  files: FoundFile[];
  identities: string[];
  staging: string;
};

async function collect(inputs: Inputs, course: CollectCourse): Promise<Collected> {
  const { options, study, files, identities } = inputs;
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
  const read = await readFiles(inputs, context, ledger, course);
  const verdicts = judge(files, ledger, bounds);
  for (const [index, { path }] of files.entries()) {
    const entry = ledger.get(path)!;
    if (verdicts[index]!.included || !entry.published) continue;
    entry.published = false;
  }
  await dataset.sweep(listPlaces(ledger));
  await writeLedger(options.out, key, ledger.values());
  const counted = files.filter((_, index) => verdicts[index]!.included).map(({ path }) => ledger.get(path)!);
  await writePictures(inputs, context, counted, course);
  const left = files.flatMap(({ path }, index) => {
    const verdict = verdicts[index]!;
    return verdict.included ? [] : [{ path, verdict, result: ledger.get(path)!.result }];
  });
  await writeExclusions(options.out, left);
  const collection = describe(study, bounds, files.length, counted, left);
  await writeJson(options.out, COLLECTION_FILE, collection);
  return { collection, read, left };
}

function chooseBounds({ definition, hash }: ReadStudy, options: CollectOptions): Bounds {
  const bounds = findDefaultBounds(definition, hash);
  const { worstGrade, maxAccuracyPct, maxDataLossPct, revisions, completeOnly } = options;
  return {
    ...bounds,
    revisions,
    completeOnly,
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

function judge(
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

/** Reads what is not known, and once more what turned out to count though its tables were not kept. Tells how many files. */
async function readFiles(
  { options, files, staging }: Inputs,
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
  const verdicts = judge(files, ledger, bounds);
  for (const [index, { path }] of files.entries()) {
    // Another copy's tables, or a later try's, are to go before those that count take their place.
    if (!verdicts[index]!.included) ledger.get(path)!.published = false;
  }
  return files.filter(({ path }, index) => verdicts[index]!.included && !ledger.get(path)!.published);
}

function findPlace(result: CollectedFile): Place | null {
  if ('unreadable' in result) return null;
  const { id, study, participant } = result.submission;
  return { study: study.id, participant, submission: id };
}

function* listPlaces(ledger: ReadonlyMap<string, LedgerEntry>): Generator<Place> {
  for (const { published, result } of ledger.values()) {
    const place = findPlace(result);
    if (published && place) yield place;
  }
}

/** The pages that were pictured, each from whoever saw most of it. */
async function writePictures(
  { options, staging }: Inputs,
  context: CollectContext,
  counted: readonly LedgerEntry[],
  { signal }: CollectCourse,
): Promise<void> {
  const folder = join(options.out, 'pictures');
  const chosen = options.pictures ? choosePictures(counted) : [];
  const before = await readPictures(options.out);
  const same = chosen.filter((one) =>
    before.some(
      ({ task, url, submission }) => task === one.task && url === one.url && submission === one.submission,
    ),
  );
  if (same.length === chosen.length && before.length === chosen.length) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const jobs = chosen.map(({ task, url, path }) => {
    return { page: { task, url }, path, staging: join(staging, randomUUID()) };
  });
  const pictures: PagePicture[] = [];
  await runThreads<PictureJob, PaintedPage>({
    module: WORKER,
    workerData: context,
    jobs,
    threads: options.workers,
    signal,
    onResult: async (job, size) => {
      const index = jobs.indexOf(job as (typeof jobs)[number]);
      const { task, url, submission } = chosen[index]!;
      const file = `pictures/${nameFolder(task)}-${index + 1}.webp`;
      await rename(join(job.staging, PICTURE_FILE), join(options.out, file));
      pictures.push({ task, url, submission, file, ...size });
    },
    // A page without a picture has an outline.
    onFailure: async () => undefined,
  });
  await writeJson(
    options.out,
    PICTURES_FILE,
    pictures.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
  );
}

/** Those of the last run; none where there were none. */
export async function readPictures(out: string): Promise<PagePicture[]> {
  const found = await readFile(join(out, PICTURES_FILE), 'utf8').catch(() => '[]');
  return JSON.parse(found) as PagePicture[];
}

type Left = { path: string; verdict: Exclude; result: CollectedFile };

const submissionOf = ({ result }: Left) => ('unreadable' in result ? null : result.submission);

async function writeExclusions(out: string, left: readonly Left[]): Promise<void> {
  const table = createTable<Left>({ name: 'exclusions', description: 'Files that do not count.' }, left, [
    text('file', 'Within the folder that was collected.', ({ path }) => path),
    text('reason', 'Why.', ({ verdict }) => verdict.why),
    text('detail', 'In words.', ({ verdict }) => verdict.detail),
    text('participant', 'Code; empty where it could not be read.', (row) => submissionOf(row)?.participant),
    text('submission', 'Id; empty where it could not be read.', (row) => submissionOf(row)?.id),
    text('study', 'Id; empty where it could not be read.', (row) => submissionOf(row)?.study.id),
  ]);
  await writeExport(
    join(out, EXCLUSIONS_FILE),
    textFile(EXCLUSIONS_FILE, () => writeCsv(table)),
  );
}

function describe(
  { definition, hash }: ReadStudy,
  bounds: Bounds,
  files: number,
  counted: readonly LedgerEntry[],
  left: readonly Left[],
): Collection {
  const reasons = EXCLUSIONS.map(
    (why) => [why, left.filter(({ verdict }) => verdict.why === why).length] as const,
  );
  return {
    format: 'fovea-collection',
    version: 1,
    study: { id: definition.id, revision: definition.revision, hash },
    collectedAt: new Date().toISOString(),
    bounds,
    files,
    included: counted.length,
    excluded: Object.fromEntries(reasons.filter(([, count]) => count > 0)),
    samples: counted.reduce((sum, { result }) => sum + ('samples' in result ? result.samples : 0), 0),
  };
}

/** What a run says when it is done. */
export function summarize({ collection, read }: Pick<Collected, 'collection' | 'read'>): string {
  const { files, included, excluded, samples } = collection;
  const reasons = Object.entries(excluded).map(
    ([why, count]) => `  ${String(count).padStart(6)}  ${EXCLUSION_WORDS[why as Exclusion]}`,
  );
  return [
    `${files} files (${read} of them read now): ${included} participants count, ${samples} samples.`,
    ...(reasons.length > 0 ? ['Left out, for reasons in exclusions.csv:', ...reasons] : []),
  ].join('\n');
}

async function readIdentities(paths: readonly string[]): Promise<string[]> {
  const identities: string[] = [];
  for (const path of paths) {
    const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`--identity ${path} cannot be read: ${error.code ?? error.message}.`);
    });
    const found = parseIdentities(content);
    if (found.length === 0) throw new UsageError(`--identity ${path} holds no key.`);
    identities.push(...found);
  }
  return identities;
}

/** One run at a time. @throws {UsageError} where another one is at it */
async function lock(out: string): Promise<() => Promise<void>> {
  const path = join(out, LOCK);
  const taken = Number(await readFile(path, 'utf8').catch(() => NaN));
  if (Number.isInteger(taken) && isRunning(taken)) {
    throw new UsageError(`Another run (process ${taken}) collects into ${out}.`);
  }
  await rm(path, { force: true });
  const handle = await open(path, 'wx').catch(() => {
    throw new UsageError(`Another run collects into ${out}.`);
  });
  await handle.writeFile(String(process.pid));
  await handle.close();
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function writeJson(out: string, name: string, json: unknown): Promise<void> {
  const path = join(out, name);
  await writeFile(`${path}.new`, `${JSON.stringify(json, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
