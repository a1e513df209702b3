import { spawn } from 'node:child_process';
import {
  appendFile,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../scripts/analyse/query-dataset.ts';
import type { Collection } from '../../scripts/collect/collection.ts';
import { STUDY_TABLES } from '../../scripts/collect/dataset-folder.ts';
import { nameArea } from '../../scripts/studies/made-study.ts';
import { FATES, writeStudyFolder, type StudyFolder } from '../../scripts/studies/write-study-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MINUTE = 60_000;
const SECOND = 1000;

type Run = { status: number | null; stdout: string; stderr: string };

function start(...args: string[]) {
  const child = spawn(process.execPath, ['scripts/collect.ts', ...args], { cwd: ROOT });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  const ended = new Promise<Run>((done) => child.on('close', (status) => done({ status, stdout, stderr })));
  return { child, ended };
}

/** `npm run collect`. */
function collect(...args: string[]): Promise<Run> {
  return start(...args).ended;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** All of the dataset, byte for byte. */
async function readDataset(out: string): Promise<[string, string][]> {
  const files = await listFiles(join(out, 'dataset'));
  return Promise.all(
    files.map(async (file) => [file, (await readFile(join(out, 'dataset', file))).toString('base64')]),
  );
}

async function readExclusions(out: string): Promise<Record<string, string>> {
  const rows: Record<string, string>[] = parse(await readFile(join(out, 'exclusions.csv')), {
    columns: true,
  });
  return Object.fromEntries(rows.map(({ file, reason }) => [file, reason!]));
}

async function readCollection(out: string): Promise<Collection> {
  return JSON.parse(await readFile(join(out, 'collection.json'), 'utf8')) as Collection;
}

async function query<Row>(out: string, sql: string): Promise<Row[]> {
  const connection = await openDataset(join(out, 'dataset'), STUDY_TABLES);
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
  }
}

let folder: string;
let made: StudyFolder;
let common: string[];
let out: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-collect-'));
  made = await writeStudyFolder(join(folder, 'made'), {
    participants: FATES.length + 2,
    minutes: 1,
    encrypted: 'half',
    fates: FATES,
  });
  common = ['--study', made.studyFile, '--in', made.submissions, '--identity', made.keyFile!];
  out = join(folder, 'out');
  expect(await collect(...common, '--out', out)).toMatchObject({
    status: 0,
    stderr: expect.not.stringContaining('Error'),
  });
}, 3 * MINUTE);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Submissions of the made study, copied to where they can be changed. */
async function copySubmissions(name: string): Promise<{ from: string; into: string; args: string[] }> {
  const from = join(folder, name, 'in');
  await cp(made.submissions, from, { recursive: true, preserveTimestamps: true });
  const into = join(folder, name, 'out');
  return {
    from,
    into,
    args: ['--study', made.studyFile, '--in', from, '--identity', made.keyFile!, '--out', into],
  };
}

describe('npm run collect', () => {
  it('leaves out what is known to be wrong, each for its reason, and counts the rest', async () => {
    expect(await readExclusions(out)).toEqual(made.truth.left);
    const collection = await readCollection(out);
    expect(collection).toMatchObject({
      study: { id: 'present-shop', revision: 2 },
      files: made.truth.files,
      included: made.truth.included,
      excluded: { unreadable: 2, withdrawn: 2, duplicate: 1, 'data-loss': 1, 'repeated-participant': 1 },
    });
    const people = await query<{ participant: string; status: string }>(
      out,
      'SELECT participant, status FROM participants ORDER BY participant',
    );
    const counted = made.truth.participants.filter(({ fate }) =>
      ['complete', 'left-early', 'copy', 'again'].includes(fate),
    );
    expect(people.map(({ participant }) => participant)).toEqual(
      counted.map(({ participant }) => participant).toSorted(),
    );
    expect(people.filter(({ status }) => status === 'left-early')).toHaveLength(1);
  });

  it('lays tables out by study and participant', async () => {
    const [person] = made.truth.participants;
    const own = (await listFiles(join(out, 'dataset'))).filter((file) => file.includes(person!.participant));
    expect(own).toEqual(
      STUDY_TABLES.map(
        (table) =>
          `${table}/study=present-shop/participant=${person!.participant}/${person!.submission}.parquet`,
      ).toSorted(),
    );
    // Nothing of the work is left.
    expect((await readdir(out)).toSorted()).toEqual([
      'collected.jsonl',
      'collection.json',
      'dataset',
      'exclusions.csv',
    ]);
  });

  it('has each task as it went, and the score of each SUS', async () => {
    const person = made.truth.participants.find(({ fate }) => fate === 'copy')!;
    const own = `WHERE participant = '${person.participant}'`;
    const tasks = await query<Record<string, unknown>>(out, `SELECT * FROM tasks ${own} ORDER BY position`);
    expect(tasks).toMatchObject(
      person.tasks.map(({ task, outcome, startMs, endMs }) => ({ task, outcome, startMs, endMs })),
    );
    const scores = await query(out, `SELECT number FROM answers ${own} AND kind = 'sus' AND item = 'score'`);
    expect(scores).toEqual([{ number: person.sus }]);
  });

  it('counts gaze on areas in their own task, as it is known to have been', async () => {
    const found = await query<{ participant: string; task: string; aoi: string; fixationDwellMs: number }>(
      out,
      'SELECT * FROM aois',
    );
    let compared = 0;
    for (const { fate, participant, areas } of made.truth.participants) {
      if (fate !== 'complete') continue;
      for (const { task, area, dwellMs } of areas) {
        const own = found.filter((row) => row.participant === participant && row.aoi === area);
        expect(own.map((row) => row.task)).toEqual([task]);
        // A fixation that the task's end cuts counts as far as it goes; that is at most one at each end.
        expect(Math.abs(Number(own[0]!.fixationDwellMs) - dwellMs)).toBeLessThan(0.2 * dwellMs + 1500);
        compared += dwellMs;
      }
    }
    expect(compared).toBeGreaterThan(30 * SECOND);
    expect(found.some(({ aoi }) => aoi === nameArea('find', 'badge'))).toBe(true);
  });

  it('keeps no sample of a break, nor of a moment between tasks', async () => {
    const [row] = await query<{ outside: string; all: string }>(
      out,
      `SELECT count(*) AS "all", count(*) FILTER (WHERE timestampMs < startMs OR timestampMs >= endMs) AS outside
       FROM samples JOIN tasks USING (participant, task)`,
    );
    expect(Number(row!.outside)).toBe(0);
    expect(Number(row!.all)).toBeGreaterThan(5000);
  });

  it('gives the same, however many are read at once', { timeout: MINUTE }, async () => {
    const alone = join(folder, 'alone');
    expect(await collect(...common, '--out', alone, '--workers', '1')).toMatchObject({ status: 0 });
    expect(await readDataset(alone)).toEqual(await readDataset(out));
    expect(await readExclusions(alone)).toEqual(await readExclusions(out));
  });

  it(
    'reads only what is new, and takes out what is gone or was withdrawn',
    { timeout: 2 * MINUTE },
    async () => {
      const { from, into, args } = await copySubmissions('again');
      const [first, second] = made.truth.participants.filter(({ fate }) => fate === 'complete');
      const late = (await readdir(from)).find((file) => file.startsWith(second!.submission))!;
      await rename(join(from, late), join(folder, late));
      expect((await collect(...args)).stdout).toContain(`${made.truth.included - 1} participants count`);
      await rename(join(folder, late), join(from, late));
      // What cannot be read is tried again each time.
      const again = await collect(...args);
      expect(again.stdout).toContain(`(3 of them read now): ${made.truth.included} participants count`);
      expect(await readDataset(into)).toEqual(await readDataset(out));

      const gone = (await readdir(from)).find((file) => file.startsWith(first!.submission))!;
      await rm(join(from, gone));
      expect((await collect(...args)).stdout).toContain(`(2 of them read now)`);
      expect((await readDataset(into)).some(([file]) => file.includes(first!.participant))).toBe(false);
    },
  );

  it('judges anew under other bounds', { timeout: 2 * MINUTE }, async () => {
    const { into, args } = await copySubmissions('bounds');
    await collect(...args);
    const loose = await collect(...args, '--max-data-loss', 'none');
    expect(loose.stdout).toContain(`${made.truth.included + 1} participants count`);
    const strict = await collect(...args, '--max-accuracy', '3.5', '--complete-only');
    const worst = Math.max(
      ...(await query<{ accuracyPct: number }>(into, 'SELECT accuracyPct FROM participants')).map(
        (row) => row.accuracyPct,
      ),
    );
    expect(worst).toBeLessThanOrEqual(3.5);
    expect(strict.stdout).toContain('Left before the end');
    await collect(...args);
    expect(await readDataset(into)).toEqual(await readDataset(out));
  });

  it('asks for the key, and reads what is encrypted once it is given', { timeout: MINUTE }, async () => {
    const { into } = await copySubmissions('keyless');
    const args = ['--study', made.studyFile, '--in', join(folder, 'keyless', 'in'), '--out', into];
    const without = await collect(...args);
    expect(without.stdout).toContain('The file could not be read');
    expect(await readFile(join(into, 'exclusions.csv'), 'utf8')).toContain(
      '--identity names the file with the key',
    );
    await collect(...args, '--identity', made.keyFile!);
    expect(await readDataset(into)).toEqual(await readDataset(out));
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'goes on after %s as if nothing had been',
    { timeout: 2 * MINUTE },
    async (signal) => {
      const { into, args } = await copySubmissions(signal);
      const { child, ended } = start(...args, '--workers', '1');
      while ((await listFiles(join(into, 'dataset'))).length < 12)
        await new Promise((done) => setTimeout(done, 20));
      child.kill(signal);
      const run = await ended;
      await expect(stat(join(into, 'collection.json'))).rejects.toThrow('ENOENT');
      if (signal === 'SIGINT') {
        expect(run).toMatchObject({ status: 130, stderr: expect.stringContaining('Stopped') });
        expect(await readdir(into)).not.toContain('.staging');
        expect(await readdir(into)).not.toContain('.lock');
      }
      const next = await collect(...args);
      expect(next).toMatchObject({ status: 0 });
      expect(await readDataset(into)).toEqual(await readDataset(out));
      const [, read] = /\((\d+) of them read now/.exec(next.stdout)!;
      expect(Number(read)).toBeLessThan(made.truth.files);
    },
  );

  it(
    'takes nothing half for whole: neither a table nor a line that a crash cut off',
    { timeout: MINUTE },
    async () => {
      const { into, args } = await copySubmissions('torn');
      await collect(...args);
      const [victim] = made.truth.participants;
      const place = `dataset/fixations/study=present-shop/participant=${victim!.participant}`;
      await copyFile(join(into, place, `${victim!.submission}.parquet`), join(into, place, 'stray.parquet'));
      await appendFile(join(into, 'collected.jsonl'), '{"path":"made-00');
      await mkdir(join(into, '.staging', 'x'), { recursive: true });
      await writeFile(join(into, '.staging', 'x', 'samples.parquet'), 'PAR1');
      expect(await collect(...args)).toMatchObject({ status: 0 });
      expect(await readDataset(into)).toEqual(await readDataset(out));
    },
  );

  it('does not mix studies, nor collect twice at once', { timeout: MINUTE }, async () => {
    const other = join(folder, 'other-study.json');
    const text = await readFile(made.studyFile, 'utf8');
    await writeFile(other, text.replace('"id": "present-shop"', '"id": "another"'));
    const before = await readDataset(out);
    const run = await collect('--study', other, '--in', made.submissions, '--out', out);
    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('holds another study, “present-shop”'),
    });
    await writeFile(join(out, '.lock'), String(process.pid));
    const locked = await collect(...common, '--out', out);
    expect(locked).toMatchObject({ status: 1, stderr: expect.stringContaining('Another run') });
    await rm(join(out, '.lock'));
    expect(await readDataset(out)).toEqual(before);
    await collect(...common, '--out', out);
  });

  it.each([
    [[], '--study is missing'],
    [['--study', 'nowhere', '--in', 'IN', '--out', 'OUT'], 'The study nowhere cannot be read: ENOENT'],
    [['--study', 'KEY', '--in', 'IN', '--out', 'OUT'], 'is not JSON'],
    [['--study', 'STUDY', '--in', 'nowhere', '--out', 'OUT'], '--in nowhere is no folder'],
    [
      ['--study', 'STUDY', '--in', 'IN', '--out', 'OUT', '--identity', 'STUDY.none'],
      'cannot be read: ENOENT',
    ],
    [
      ['--study', 'STUDY', '--in', 'IN', '--out', 'OUT', '--worst-grade', '9'],
      '--worst-grade is a number from 0 to 6',
    ],
    [['--study', 'STUDY', '--in', 'IN', '--out', 'OUT', '--workers', '0'], '--workers is a whole number'],
    [['--study', 'STUDY', '--in', 'IN', '--out', 'OUT', '--what'], "Unknown option '--what'"],
  ])('says what it takes: %j', async (args, message) => {
    const paths: Record<string, string> = {
      STUDY: made.studyFile,
      IN: made.submissions,
      OUT: join(folder, 'unused'),
      KEY: made.keyFile!,
    };
    const run = await collect(...args.map((arg) => paths[arg] ?? arg));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain(message);
  });
});

describe('submissions below the level of samples', () => {
  it.each(['fixations', 'aois'] as const)(
    'become the same tables, without what %s leaves out',
    { timeout: MINUTE },
    async (detail) => {
      const [fine, coarse] = ['samples', detail].map((level) => join(folder, `level-${detail}-${level}`));
      for (const [at, level] of [
        [fine!, 'samples'],
        [coarse!, detail],
      ] as const) {
        const { studyFile, submissions } = await writeStudyFolder(at, {
          participants: 2,
          minutes: 0.7,
          detail: level,
        });
        const run = await collect('--study', studyFile, '--in', submissions, '--out', join(at, 'out'));
        expect(run.stdout).toContain('2 participants count');
      }
      const tables = await readdir(join(coarse!, 'out', 'dataset'));
      expect(tables.includes('fixations')).toBe(detail === 'fixations');
      expect(tables).not.toContain('samples');
      const columns =
        'participant, task, aoi, fixationCount, round(fixationDwellMs) AS dwellMs, visits, clicks';
      const sql = `SELECT ${columns} FROM aois ORDER BY ALL`;
      expect(await query(join(coarse!, 'out'), sql)).toEqual(await query(join(fine!, 'out'), sql));
      if (detail === 'aois') return;
      const fixations =
        'SELECT participant, task, fixation, round(startMs) AS startMs, page, aois FROM fixations ORDER BY ALL';
      expect(await query(join(coarse!, 'out'), fixations)).toEqual(
        await query(join(fine!, 'out'), fixations),
      );
    },
  );
});
