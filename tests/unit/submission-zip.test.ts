import { createHash } from 'node:crypto';
import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';
import { beforeEach, expect, it } from 'vitest';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { reduceSession } from '../../src/session/export/detail-level.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import { DETAIL_LEVELS, type DetailLevel } from '../../src/session/session-data.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import type { StudyRunRow } from '../../src/storage/studies.ts';
import { loadSession } from '../../src/storage/sessions.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { SubmissionError, writeSubmission } from '../../src/study/submission-zip/write-submission.ts';
import { changeEntry, collect } from './session-files.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';
import { describeRecord, RUN_ID, storeRun } from './study-run-files.ts';

const NAME = 'a.fovea-submission.zip';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});

async function pack(run: StudyRunRow): Promise<Blob> {
  const { sink, content } = collect();
  await writeSubmission(run, database, sink);
  return content;
}

async function hash(content: Blob): Promise<string> {
  return createHash('sha256')
    .update(new Uint8Array(await content.arrayBuffer()))
    .digest('hex');
}

async function packed(detail: DetailLevel = 'fixations'): Promise<Blob> {
  return pack((await storeRun(database, detail)).run);
}

it.each<[DetailLevel, string[]]>([
  ['aois', ['aois.csv']],
  ['fixations', ['fixations.csv', 'aois.csv']],
  ['samples', ['session.session.zip']],
  ['screenshots', ['session.session.zip']],
])('holds at the level of %s the run’s record and %j', async (detail, files) => {
  const { run } = await storeRun(database, detail);
  const zip = await readSubmission(await pack(run), NAME);
  const { files: listed, ...said } = zip.submission;
  expect(said).toEqual({
    ...describeRecord(),
    format: 'fovea-submission',
    version: 1,
    id: RUN_ID,
    study: { id: 'tea-shop', revision: 1, hash: 'b'.repeat(64) },
    detail,
  });
  expect(listed.map(({ file }) => file)).toEqual(files);
  for (const { file, bytes, sha256 } of listed) {
    const content = await zip.readFile(file as 'aois.csv');
    expect([content.size, await hash(content)]).toEqual([bytes, sha256]);
  }
});

it.each<DetailLevel>(['samples', 'screenshots'])(
  'gives back the session of the level of %s, under the participant’s code',
  async (detail) => {
    const { run, session } = await storeRun(database, detail);
    const submission = await readSubmission(await pack(run), NAME);
    const zip = await readSessionZip(await submission.readFile('session.session.zip'), 'session');
    const stored = await loadSession(database, session.info.id);
    const { notes: _, ...info } = stored.info;
    const expected = reduceSession(
      { ...stored, info: { ...info, person: 'k7f3m9q2', name: 'tea-shop' } },
      detail,
    );
    expect(zip.session).toEqual(expected);
    expect(zip.session.shots.length > 0).toBe(detail === 'screenshots');
    for (const shot of zip.session.shots) expect((await zip.readShot(shot)).size).toBe(shot.bytes);
  },
);

it.each(DETAIL_LEVELS.map((detail) => [detail]))(
  'says at the level of %s neither whom Fovea knows the participant as nor what they noted',
  async (detail) => {
    const { run } = await storeRun(database, detail);
    const { submission, readFile } = await readSubmission(await pack(run), NAME);
    const texts = [JSON.stringify(submission)];
    for (const { file } of submission.files) {
      if (file !== 'session.session.zip') texts.push(await (await readFile(file as 'aois.csv')).text());
      else texts.push(JSON.stringify((await readSessionZip(await readFile(file), 'session')).session.info));
    }
    expect(texts.join('\n')).not.toMatch(/anna-k3|I was tired|Mine/);
    expect(texts.slice(1).join('\n')).toContain('k7f3m9q2');
  },
);

it('counts fixations and areas within each task, its breaks left out', async () => {
  const { run, session } = await storeRun(database, 'fixations');
  const { readFile } = await readSubmission(await pack(run), NAME);
  const read = async (file: 'fixations.csv' | 'aois.csv') =>
    parse<Record<string, string>>(await (await readFile(file)).text(), { columns: true });
  const fixations = await read('fixations.csv');
  expect(new Set(fixations.map(({ task }) => task))).toEqual(new Set(['buy', 'delivery']));
  for (const { task, startMs, endMs } of fixations) {
    const { startMs: from, endMs: to } = run.record.tasks!.find((result) => result.task === task)!;
    expect(Number(startMs)).toBeGreaterThanOrEqual(from);
    // A sample stands until the next frame came, however the task ended meanwhile.
    expect(Number(endMs)).toBeLessThan(to + 100);
    expect(Number(startMs) >= 4000 && Number(startMs) < 6000).toBe(false);
  }
  const aois = await read('aois.csv');
  expect(aois.map(({ task, aoi }) => [task, aoi])).toEqual([
    ['buy', 'menu'],
    ['delivery', 'offers'],
  ]);
  const within = fixations.filter(({ aois: ids }) => ids === 'offers');
  expect(Number(aois[1]!.fixationCount)).toBe(within.length);
  expect(within.length).toBeGreaterThan(0);
  expect(Number(aois[0]!.exposureMs)).toBeLessThanOrEqual(10_100);
  expect(session.samples.timestampMs.at(-1)).toBeGreaterThan(28_000);
});

it('is the same bytes each time', async () => {
  const { run } = await storeRun(database, 'screenshots');
  const first = await hash(await pack(run));
  // A zip's own clock counts in steps of two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect(await hash(await pack(run))).toBe(first);
});

it.each(['screened-out', 'below-gate', 'withdrawn'] as const)(
  'holds no session of who was %s',
  async (status) => {
    const { run } = await storeRun(database, 'samples');
    const record = describeRecord({ status, tasks: [] });
    const { submission } = await readSubmission(await pack({ ...run, record }), NAME);
    expect(submission).toMatchObject({ status, files: [] });
  },
);

it('is not written of an unfinished run, and leaves no half of a file', async () => {
  const { run } = await storeRun(database, 'samples');
  const { finishedAt: _, ...record } = run.record;
  const { sink, content } = collect();
  const written = writeSubmission({ ...run, record }, database, sink);
  await expect(written).rejects.toThrow(SubmissionError);
  await expect(written).rejects.toThrow('“finishedAt” is missing');
  await expect(content).rejects.toThrow();
});

it('stops when it is told to, and leaves no half of a file', async () => {
  const { run } = await storeRun(database, 'screenshots');
  const controller = new AbortController();
  const { sink, content } = collect();
  const onProgress = (): void => controller.abort(new Error('enough'));
  const written = writeSubmission(run, database, sink, { signal: controller.signal, onProgress });
  await expect(written).rejects.toThrow('enough');
  await expect(content).rejects.toThrow();
});

type Change = (zip: Blob) => Promise<Blob | Uint8Array>;
const edit =
  (entry: string, change: (text: string) => string | null): Change =>
  (zip) =>
    changeEntry(zip, entry, change);
const editJson = (change: (json: Record<string, unknown>) => void): Change =>
  edit('submission.json', (text) => {
    const json = JSON.parse(text) as Record<string, unknown>;
    change(json);
    return JSON.stringify(json);
  });

it.each<[string, Change, RegExp]>([
  ['is no zip', () => Promise.resolve(new Blob(['{}'])), /not a zip file, or its end was cut off/],
  ['was cut off', (zip) => Promise.resolve(zip.slice(0, zip.size - 40)), /cut off/],
  [
    'has no submission.json',
    edit('submission.json', () => null),
    /submission\.json: it is missing at the top/,
  ],
  ['lacks a file', edit('aois.csv', () => null), /aois\.csv: it is missing, but submission\.json lists it/],
  [
    'has another content of the same size',
    edit('aois.csv', (text) => text.replace('menu', 'munu')),
    /aois\.csv: its content is not the one that submission\.json lists: its SHA-256 differs/,
  ],
  [
    'has more content',
    edit('aois.csv', (text) => `${text}x`),
    /aois\.csv: it has more than the \d+ bytes that submission\.json lists/,
  ],
  [
    'has less content',
    edit('aois.csv', (text) => text.slice(1)),
    /aois\.csv: it has \d+ bytes; submission\.json lists \d+/,
  ],
  [
    'is of another format',
    editJson((json) => (json.format = 'fovea-session')),
    /format is "fovea-session"; it must be "fovea-submission"/,
  ],
  ['is of a later version', editJson((json) => (json.version = 2)), /version is 2; this version of Fovea/],
  ['has a wrong value', editJson((json) => (json.participant = 7)), /submission\.json: participant: /],
  [
    'lists a file that no submission has',
    editJson((json) =>
      (json.files as { file: string }[]).push({
        ...(json.files as [{ file: string }])[0],
        file: 'frames.zip',
      }),
    ),
    /frames\.zip: no submission holds a file of this name/,
  ],
  [
    'lists a file twice',
    editJson((json) => (json.files as unknown[]).push((json.files as unknown[])[0])),
    /it lists a file twice/,
  ],
])('a file that %s is refused in words', async (_, change, words) => {
  const broken = await change(await packed());
  const reading = readSubmission(broken, NAME);
  await expect(reading).rejects.toThrow(MeasurementFileError);
  await expect(reading).rejects.toThrow(words);
});

async function repack(zip: Blob, add: (writer: ZipWriter<Blob>) => Promise<unknown>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  const { submission, readFile } = await readSubmission(zip, NAME);
  for (const { file } of submission.files) {
    await writer.add(file, new BlobReader(await readFile(file as 'aois.csv')));
  }
  await add(writer);
  await writer.add('submission.json', new TextReader(JSON.stringify(submission)));
  return writer.close();
}

it('a file with something besides what it lists is refused', async () => {
  const zip = await repack(await packed(), (writer) =>
    writer.add('session.session.zip', new TextReader('x')),
  );
  await expect(readSubmission(zip, NAME)).rejects.toThrow(
    'session.session.zip: submission.json does not list it',
  );
});

it('a session that is packed a second time is refused, because it could unpack to anything', async () => {
  const zip = await repack(await packed('samples'), async () => undefined);
  await expect(readSubmission(zip, NAME)).rejects.toThrow('packed a second time');
});

it('a table that unpacks to more than any study needs is refused before it is unpacked', async () => {
  let count = 300;
  const zeros = new ReadableStream<Uint8Array>({
    start: () => undefined,
    pull(controller) {
      controller.enqueue(new Uint8Array(1024 * 1024));
      if ((count -= 1) === 0) controller.close();
    },
  });

  const zip = await repack(await packed('aois'), (writer) => writer.add('fixations.csv', zeros));
  expect(zip.size).toBeLessThan(1024 * 1024);
  await expect(readSubmission(zip, NAME)).rejects.toThrow(
    'fixations.csv: it claims to unpack to 300 MB; at most 256 MB is read',
  );
});
