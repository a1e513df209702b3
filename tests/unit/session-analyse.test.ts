import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset, splitStatements, writeQuery } from '../../scripts/analyse/query-dataset.ts';
import { makeSession, type MadeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { formatAoiFile } from '../../src/session/aoi-file.ts';
import { analyseSession } from '../../src/session/export/analyse-session.ts';
import { summarizeAois } from '../../src/session/summarize-aois.ts';
import { packSession } from './session-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SQL = join(ROOT, 'scripts/analyse/sql');
const MINUTE = 60_000;

type Run = { status: number; stdout: string; stderr: string };

/** `npm run analyse`. */
async function analyse(...args: string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['scripts/analyse.ts', ...args], {
      cwd: ROOT,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

async function readTable(path: string): Promise<Record<string, string>[]> {
  const [names, ...rows] = (await readFile(path, 'utf8'))
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, i) => [name, cells[i]!])));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

let folder: string;
let sessions: string;
let aoiFile: string;
const made: MadeSession[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-analyse-'));
  sessions = join(folder, 'sessions');
  aoiFile = join(folder, 'aois.json');
  await mkdir(join(sessions, 'second-day'), { recursive: true });
  await writeFile(aoiFile, JSON.stringify(formatAoiFile(AOIS)));
  // Two sessions of each of three people.
  for (let seed = 1; seed <= 6; seed += 1) {
    const session = makeSession({
      minutes: 0.5,
      seed,
      person: `p${Math.ceil(seed / 2)}`,
      screenshots: false,
    });
    made.push(session);
    const day = seed > 3 ? 'second-day' : '.';
    const bytes = await (await packSession(session.session)).arrayBuffer();
    await writeFile(join(sessions, day, `${seed}.session.zip`), new Uint8Array(bytes));
  }
}, MINUTE);

afterAll(() => rm(folder, { recursive: true, force: true }));

function analyseHere() {
  return made.map(({ session }) => ({ session, ...analyseSession(session, AOIS) }));
}

describe('npm run analyse', () => {
  it(
    'writes for each session what the extension exports, and tables over all',
    { timeout: MINUTE },
    async () => {
      const out = join(folder, 'out');
      const run = await analyse(sessions, '--aoi', aoiFile, '--out', out);
      expect(run.stderr).not.toContain('Error');
      expect(run).toMatchObject({ status: 0 });
      expect(run.stdout).toContain('6 sessions of 3 participants');
      const files = await listFiles(out);
      const [first] = made;
      const { id } = first!.session.info;
      expect(files.filter((file) => file.includes(id))).toEqual(
        expect.arrayContaining([
          `dataset/aois/session=${id}/part.parquet`,
          `dataset/fixations/session=${id}/part.parquet`,
          `sessions/${id}/csv/aois.csv`,
          `sessions/${id}/csv/fixations.csv`,
          `sessions/${id}/export.json`,
        ]),
      );
      expect(files.some((file) => file.startsWith(`sessions/${id}/heatmaps/`) && file.endsWith('.svg'))).toBe(
        true,
      );
      // The level of fixations leaves them out.
      expect(files.some((file) => file.includes('samples'))).toBe(false);
      const rows = await readTable(join(out, 'sessions.csv'));
      expect(rows.map((row) => row.session)).toEqual(made.map(({ session }) => session.info.id));

      const expected = summarizeAois(
        analyseHere().map(({ session, metrics }) => ({ participant: session.info.person!, metrics })),
      );
      const pooled = await readTable(join(out, 'aois.csv'));
      expect(pooled.map(({ aoi }) => aoi)).toEqual(AOIS.map(({ id: aoi }) => aoi));
      for (const row of pooled) {
        const { looked, measures } = expected.find(({ aoi }) => aoi === row.aoi)!;
        expect(row.participants).toBe(String(looked?.n ?? 0));
        expect(Number(row.lookedPctCiLow)).toBeCloseTo(looked?.ciLowPct ?? 0, 3);
        expect(Number(row.fixationDwellMsMean)).toBeCloseTo(measures.fixationDwellMs?.mean ?? 0, 3);
        expect(Number(row.fixationDwellMsCiHigh)).toBeCloseTo(measures.fixationDwellMs?.ciHigh ?? 0, 3);
      }
    },
  );

  it('gives the same, however many sessions are analysed at once', { timeout: MINUTE }, async () => {
    const outs = await Promise.all(
      ['1', '4'].map(async (jobs) => {
        const out = join(folder, `jobs-${jobs}`);
        await analyse(sessions, '--aoi', aoiFile, '--out', out, '--jobs', jobs, '--formats', 'none');
        return Promise.all(
          (await listFiles(out)).map(async (file) => [file, await readFile(join(out, file))]),
        );
      }),
    );
    expect(outs[0]!.length).toBeGreaterThan(20);
    expect(outs[1]).toEqual(outs[0]);
  });

  it(
    'tells of every file that it cannot analyse, analyses the others, and fails',
    { timeout: MINUTE },
    async () => {
      const mixed = join(folder, 'mixed');
      await mkdir(mixed);
      await copyFile(join(sessions, '1.session.zip'), join(mixed, 'a.session.zip'));
      await copyFile(join(sessions, '1.session.zip'), join(mixed, 'b.session.zip'));
      await writeFile(join(mixed, 'c.session.zip'), 'no zip');
      const out = join(folder, 'mixed-out');
      const run = await analyse(mixed, '--out', out, '--jobs', '1', '--formats', 'none');
      expect(run.status).toBe(1);
      expect(run.stdout).toContain('1 sessions of 1 participants');
      expect(run.stdout).toContain('2 files could not be analysed');
      expect(run.stderr).toContain('b.session.zip: another file holds the same session');
      expect(run.stderr).toContain('c.session.zip: it is not a zip file');
      const errors = await readFile(join(out, 'errors.csv'), 'utf8');
      expect(errors.split('\r\n')).toHaveLength(4);
    },
  );

  it('takes patterns, parameters and a level', { timeout: MINUTE }, async () => {
    const out = join(folder, 'coarse');
    const parameters = ['--fixations', 'ivt', '--unit', 'deg', '--velocity', '50', '--min-duration', '150'];
    const run = await analyse(
      `${sessions}/*.zip`,
      '--aoi',
      aoiFile,
      '--out',
      out,
      '--level',
      'aois',
      ...parameters,
    );
    expect(run).toMatchObject({ status: 0 });
    expect(run.stdout).toContain('3 sessions of 2 participants');
    const [row] = await readTable(join(out, 'sessions.csv'));
    expect(row).toMatchObject({
      fixationMethod: 'ivt',
      fixationVelocity: '50',
      fixationMinDurationMs: '150',
    });
    expect((await readdir(join(out, 'dataset'))).toSorted()).toEqual(['aois', 'sessions']);
  });

  it.each([
    [[], 'Usage: npm run analyse'],
    [['nowhere', '--out', 'OUT'], 'There is no session file at nowhere'],
    [['SESSIONS'], '--out says where to write'],
    [['SESSIONS', '--out', 'SESSIONS'], 'is not empty'],
    [
      ['SESSIONS', '--out', 'OUT', '--level', 'all'],
      '--level is aois, fixations, samples or screenshots, not "all"',
    ],
    [['SESSIONS', '--out', 'OUT', '--level', 'aois', '--formats', 'bids'], '--formats bids holds nothing'],
    [['SESSIONS', '--out', 'OUT', '--dispersion=-1'], '--dispersion is a number above 0'],
    [['SESSIONS', '--out', 'OUT', '--dispersion', '1'], 'need a --unit'],
    [['SESSIONS', '--out', 'OUT', '--aoi', 'AOIS', '--what'], "Unknown option '--what'"],
  ])('says what it takes: %j', async (args, message) => {
    const paths: Record<string, string> = { SESSIONS: sessions, OUT: join(folder, 'unused'), AOIS: aoiFile };
    const run = await analyse(...args.map((arg) => paths[arg] ?? arg));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain(message);
  });

  it('prints its usage when asked for help', async () => {
    const run = await analyse('--help');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('--aoi');
  });
});

describe('the documented queries, run by DuckDB over the dataset', () => {
  let out: string;

  beforeAll(async () => {
    out = join(folder, 'queried');
    const queries = ['--sql', join(SQL, 'heat-grid.sql'), '--sql', join(SQL, 'aoi-table.sql')];
    const run = await analyse(sessions, '--aoi', aoiFile, '--out', out, '--formats', 'none', ...queries);
    expect(run).toMatchObject({ status: 0 });
  }, MINUTE);

  it('find the heat of each cell that the fixations have', async () => {
    const CELL_PX = 16;
    const dwellMs = new Map<string, Map<string, number>>();
    for (const { session, fixations } of analyseHere()) {
      for (const { view, xDocumentPx: x, yDocumentPx: y, durationMs } of fixations) {
        if (x === null || y === null) continue;
        const { origin, pathname } = new URL(session.views[view]!.url);
        const cell = `${origin}${pathname},${Math.floor(x / CELL_PX)},${Math.floor(y / CELL_PX)}`;
        const own = dwellMs.get(cell) ?? new Map<string, number>();
        own.set(session.info.person!, (own.get(session.info.person!) ?? 0) + durationMs);
        dwellMs.set(cell, own);
      }
    }
    const rows = await readTable(join(out, 'heat-grid.csv'));
    expect(rows.length).toBe(dwellMs.size);
    const shares = new Map<string, number>();
    for (const row of rows) {
      const own = dwellMs.get(`${row.url},${row.cellX},${row.cellY}`)!;
      const total = [...own.values()].reduce((sum, ms) => sum + ms, 0);
      expect(Number(row.dwellMs)).toBeCloseTo(total, 3);
      expect(Number(row.lookedParticipants)).toBe(own.size);
      shares.set(row.url!, (shares.get(row.url!) ?? 0) + Number(row.share));
    }
    for (const [url, share] of shares) expect(share, url).toBeCloseTo(1, 9);
  });

  it('find the table of areas that the analysis itself has', async () => {
    const byQuery = await readTable(join(out, 'aoi-table.csv'));
    const byAnalysis = await readTable(join(out, 'aois.csv'));
    const exposed = byAnalysis.filter(({ participants }) => participants !== '0');
    expect(byQuery.map(({ aoi }) => aoi)).toEqual(exposed.map(({ aoi }) => aoi).toSorted());
    for (const row of byQuery) {
      const other = exposed.find(({ aoi }) => aoi === row.aoi)!;
      for (const [name, cell] of Object.entries(row)) {
        if (name === 'aoi' || name === 'aoiName') expect(cell).toBe(other[name]);
        else expect(Number(cell), `${row.aoi} ${name}`).toBeCloseTo(Number(other[name]), 3);
      }
    }
  });

  it('are those of the documentation', async () => {
    const docs = await readFile(join(ROOT, 'docs/analysing-many-sessions.md'), 'utf8');
    for (const name of ['heat-grid.sql', 'aoi-table.sql']) {
      expect(docs).toContain(await readFile(join(SQL, name), 'utf8'));
    }
  });

  it('find the same in the dataset put together as the documentation says', async () => {
    const docs = await readFile(join(ROOT, 'docs/analysing-many-sessions.md'), 'utf8');
    const [, block] = /```sql\n(INSTALL httpfs[^`]*)```/.exec(docs)!;
    // There is no object storage here: the same statements, over files.
    const local = block!
      .replaceAll('s3://bucket/dataset', join(out, 'dataset'))
      .replaceAll('s3://bucket', out);
    const statements = splitStatements(local).filter((sql) => !/^(INSTALL|LOAD|CREATE SECRET)/.test(sql));
    expect(statements.map((sql) => sql.split(/\s/, 1)[0])).toEqual(['SET', 'COPY', 'CREATE']);
    await mkdir(join(out, 'compact'));
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    for (const sql of statements) await connection.run(sql);
    expect((await listFiles(join(out, 'compact'))).some((file) => file.startsWith('fixations/site='))).toBe(
      true,
    );
    await writeQuery(connection, join(SQL, 'heat-grid.sql'), join(out, 'compact.csv'));
    connection.closeSync();
    const [direct, compact] = [
      await readTable(join(out, 'heat-grid.csv')),
      await readTable(join(out, 'compact.csv')),
    ];
    expect(compact.length).toBe(direct.length);
    const shareOf = new Map(direct.map((row) => [`${row.url} ${row.cellX} ${row.cellY}`, Number(row.share)]));
    for (const row of compact) {
      expect(Number(row.share)).toBeCloseTo(shareOf.get(`${row.url} ${row.cellX} ${row.cellY}`)!, 12);
    }
  });

  it('see every table of the dataset as a view, with the session that a row is of', async () => {
    const connection = await openDataset(join(out, 'dataset'));
    const rows = (
      await connection.runAndReadAll('SELECT DISTINCT session FROM fixations ORDER BY session')
    ).getRows();
    expect(rows.flat()).toEqual(made.map(({ session }) => session.info.id));
    connection.closeSync();
  });

  it.each([
    ["SELECT ';' AS a; -- one; two\nSELECT 2", ["SELECT ';' AS a", 'SELECT 2']],
    ['SELECT 1 - 2;;', ['SELECT 1 - 2']],
    ['SELECT "a;b" FROM t -- end', ['SELECT "a;b" FROM t']],
  ])('are cut into statements: %s', (sql, statements) => {
    expect(splitStatements(sql)).toEqual(statements);
  });
});
