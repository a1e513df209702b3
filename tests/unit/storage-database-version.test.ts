import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAois } from '../../src/storage/aoi-sets.ts';
import { openDatabase, type FoveaDatabase } from '../../src/storage/database.ts';
import { listGroups, listParticipants } from '../../src/storage/groups.ts';
import { readFrames } from '../../src/storage/measurements.ts';
import { listOutbox } from '../../src/storage/outbox.ts';
import { listPeople } from '../../src/storage/people.ts';
import { readPersonMemory } from '../../src/storage/person-memory.ts';
import { readScreen } from '../../src/storage/screens.ts';
import { listSessions, loadSession, loadShotImage } from '../../src/storage/sessions.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import { listDrafts } from '../../src/storage/study-drafts.ts';
import { advanceRun, listRuns } from '../../src/storage/study-runs.ts';
import { listValidations } from '../../src/storage/validations.ts';
import { gradeFigures } from '../../src/validation/grade.ts';

type Row = Record<string, unknown>;

/**
 * A database as the code of its version wrote it, through that code's own functions, as JSON: schema and rows. Version 3 was
 * never by itself in a package: it is version 4's code without the groups.
 */
type Fixture = { version: number; stores: Record<string, string>; tables: Record<string, Row[]> };

const VERSIONS = [1, 2, 3, 4, 5, 6, 7];
const FIXTURES = VERSIONS.map(readFixture);

function readFixture(version: number): Fixture {
  const url = new URL(`../fixtures/databases/version-${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'), (_, value) => {
    if (typeof value?.$blob === 'string')
      return new Blob([Buffer.from(value.$blob, 'base64')], { type: value.type });
    if (typeof value?.$array !== 'string') return value;
    const { $array, values } = value as { $array: 'Float32Array' | 'Float64Array'; values: unknown[] };
    return globalThis[$array].from(values.map(Number));
  }) as Fixture;
}

let names = 0;
afterEach(() => vi.unstubAllGlobals());

/** The fixture as a database, which the code of today then opens. */
async function open({ version, stores, tables }: Fixture): Promise<FoveaDatabase> {
  const name = `old-${(names += 1)}`;
  const old = new Dexie(name);
  old.version(version).stores(stores);
  for (const [table, rows] of Object.entries(tables)) await old.table(table).bulkAdd(rows);
  old.close();
  return openDatabase(name);
}

async function describeValue(value: unknown): Promise<unknown> {
  if (!(value instanceof Blob)) return value;
  return [value.type, Buffer.from(await value.arrayBuffer()).toString('base64')];
}

/** Rows with their files as type and bytes. */
function describeAll(rows: readonly Row[]): Promise<Row[]> {
  return Promise.all(
    rows.map(async (row) => {
      const entries = Object.entries(row).map(async ([key, value]) => [key, await describeValue(value)]);
      return Object.fromEntries(await Promise.all(entries)) as Row;
    }),
  );
}

it('there is a fixture of every version', () => {
  expect(FIXTURES.map(({ version }) => version)).toEqual(VERSIONS);
  expect(openDatabase('newest').verno).toBe(VERSIONS.at(-1));
});

describe.each(FIXTURES)('a database of version $version', (fixture) => {
  const { version, tables } = fixture;

  it('opens under the present version with every row as it was', async () => {
    const database = await open(fixture);
    for (const [name, rows] of Object.entries(tables)) {
      expect(rows.length).toBeGreaterThan(0);
      const found = (await database.table(name).toArray()) as Row[];
      expect(await describeAll(found)).toEqual(await describeAll(rows));
    }
    expect(database.verno).toBe(VERSIONS.at(-1));
  });

  it.runIf(version < VERSIONS.at(-1)!)(
    'stays as it is on a full disk, and opens once there is room',
    async () => {
      const database = await open(fixture);
      const storage = { estimate: async () => ({ quota: 1e9, usage: 1e9 - freeBytes }) };
      let freeBytes = 1e6;
      vi.stubGlobal('navigator', { storage });
      const refused = await database.people.count().then(() => '', explainStorageError);
      expect(refused).toMatch(/^There is no room left on this disk\. What was stored before is safe\./);
      const stored = await indexedDB.databases();
      expect(stored.find(({ name }) => name === database.name)?.version).toBe(10 * version);

      freeBytes = 1e9;
      await vi.waitFor(async () => expect(await database.people.count()).toBe(tables['people']!.length));
      expect(database.backendDB().version).toBe(10 * VERSIONS.at(-1)!);
    },
  );

  it('has tables that came later, empty', async () => {
    const database = await open(fixture);
    await database.open();
    const later = database.tables.filter(({ name }) => !(name in tables));
    expect(await Promise.all(later.map((table) => table.count()))).toEqual(later.map(() => 0));
    expect(Object.keys(tables).length + later.length).toBe(database.tables.length);
  });

  it('is read by the code of today: people and their photos', async () => {
    const database = await open(fixture);
    const people = await listPeople(database);
    const facts = people.map(({ name, measurements }) => [
      name,
      measurements.map(({ status, frameCount }) => `${status} ${frameCount}`).toSorted(),
    ]);
    const joined = version >= 4 ? [['P1', []]] : [];
    expect(facts).toEqual([['Ada', ['complete 3', 'running 1']], ['Ben Öst', ['complete 2']], ...joined]);
    for (const measurement of people.flatMap(({ measurements }) => measurements)) {
      const frames = await readFrames(database, measurement.id);
      expect(frames).toHaveLength(measurement.frameCount);
      const starts = await Promise.all(frames.map(({ jpeg }) => jpeg.slice(0, 2).arrayBuffer()));
      expect(starts.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(frames.map(() => 'ffd8'));
    }
  });

  it.runIf(version >= 2)('is read by the code of today: what is known of people', async () => {
    const database = await open(fixture);
    const [ada] = await listPeople(database);
    const fit = { weightsHash: 'abc', featureCount: 3, camera: 'Desk camera' };
    const memory = await readPersonMemory(database, ada!.id, fit, new Date('2026-02-05T10:12:00.000Z'));
    expect(memory).toMatchObject({
      from: 'tracking',
      entries: [{}, { target: { xScreen: 0.25, yScreen: 0.75 } }],
    });
  });

  it.runIf(version >= 3)('is read by the code of today: checks and screens', async () => {
    const database = await open(fixture);
    const [ada] = await listPeople(database);
    const [check, ...others] = await listValidations(database, ada!.id);
    expect(others).toEqual([]);
    const { grade, areaPct, because } = check!;
    expect(gradeFigures(check!.figures)).toEqual({ grade, areaPct, because });
    expect(await readScreen(database, check!.screen.id)).toMatchObject({ widthCm: 34.5, distanceCm: 60 });
  });

  it.runIf(version >= 4)('is read by the code of today: groups', async () => {
    const database = await open(fixture);
    const [group] = await listGroups(database);
    expect(group).toMatchObject({ title: 'Reading', targetCount: 9, consent: { version: 1 } });
    const participants = await listParticipants(database, group!.id);
    expect(participants.map(({ code, consent }) => [code, consent?.version])).toEqual([
      ['P1', 1],
      ['P2', undefined],
    ]);
  });

  it.runIf(version >= 5)('is read by the code of today: sessions', async () => {
    const database = await open(fixture);
    const [row] = await listSessions(database);
    const { info, views, events, samples, shots } = await loadSession(database, row!.id);
    expect(info).toMatchObject({ name: 'Shop', durationMs: 2000 });
    expect([views.length, events.length, shots.length]).toEqual([1, 2, 1]);
    expect([...samples.timestampMs]).toEqual([0, 33, 66, 1000, 1033, 1066]);
    expect([...samples.xScreen]).toEqual([0.25, 0.5, NaN, 0.25, 0.5, NaN]);
    expect(await (await loadShotImage(database, row!.id, 0))!.text()).toBe('a picture');
  });

  it.runIf(version >= 6)('is read by the code of today: areas of interest', async () => {
    const database = await open(fixture);
    expect(await readAois(database, 'https://shop.example')).toMatchObject([{ name: 'Menu' }]);
  });

  it.runIf(version >= 7)('is read by the code of today: studies, and a run that goes on', async () => {
    const database = await open(fixture);
    expect(await listDrafts(database)).toMatchObject([{ definition: { format: 'fovea-study' } }]);
    const [run] = await listRuns(database);
    expect(run!.stage).toBe('screening');
    const { environment } = run!.record;
    await advanceRun(database, run!.id, { type: 'screened', environment: environment! });
    expect((await listRuns(database))[0]!.stage).toBe('measurement');
    const [waiting] = await listOutbox(database);
    expect(waiting).toMatchObject({ id: 'submission-1', state: 'waiting' });
    expect(await waiting!.file.text()).toBe('sealed');
  });
});

describe('a database of a newer version than this code knows', () => {
  const newest = FIXTURES.at(-1)!;

  it('is refused in words, and stays as it was', async () => {
    const name = 'newer';
    const stores = { ...newest.stores, dreams: 'id' };
    const newer = new Dexie(name);
    newer.version(newest.version + 1).stores(stores);
    await newer.table('people').bulkAdd(newest.tables['people']!);
    newer.close();

    const error: unknown = await listPeople(openDatabase(name)).catch((reason: unknown) => reason);
    expect(explainStorageError(error)).toMatch(
      /newer version of it \(database version 8; this Fovea knows 7\)/,
    );

    await newer.open();
    expect(newer.verno).toBe(newest.version + 1);
    expect(await newer.table('people').toArray()).toEqual(newest.tables['people']);
    newer.close();
  });
});
