import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { readFrames } from '../../src/storage/measurements.ts';
import { listPeople } from '../../src/storage/people.ts';
import { readPersonMemory } from '../../src/storage/person-memory.ts';

type Tables = Record<string, Record<string, unknown>[]>;

/** Two people, three measurements with six photos, a memory: written by the code of version 2, as JSON. */
const FIXTURE = JSON.parse(
  readFileSync(new URL('../fixtures/database-version-2.json', import.meta.url), 'utf8'),
  (_, value) => {
    if (typeof value?.$blob === 'string')
      return new Blob([Buffer.from(value.$blob, 'base64')], { type: value.type });
    if (Array.isArray(value?.$float32)) return Float32Array.from(value.$float32, Number);
    return value;
  },
) as { version: number; tables: Tables };

/** A database as version 2 made it, with the schema as it was then. */
async function buildVersion2(name: string): Promise<void> {
  const old = new Dexie(name);
  old.version(1).stores({
    people: 'id, name',
    measurements: 'id, personId, createdAt',
    frames: '++id, &[measurementId+index], measurementId',
  });
  old.version(2).stores({ memories: '[personId+camera+from], personId' });
  for (const [table, rows] of Object.entries(FIXTURE.tables)) await old.table(table).bulkAdd(rows);
  expect(old.verno).toBe(FIXTURE.version);
  old.close();
}

/** Every row, photos as their bytes. */
async function dump(database: Dexie, names: string[]): Promise<Tables> {
  const read = async (name: string) => [name, await describeAll(await database.table(name).toArray())];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

function describeAll(rows: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  return Promise.all(
    rows.map(async (row) => {
      const { jpeg } = row;
      return jpeg instanceof Blob ? { ...row, jpeg: [jpeg.type, ...(await bytesOf(jpeg))] } : row;
    }),
  );
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

describe('a database of version 2', () => {
  it('opens under the present version with every row as it was', async () => {
    await buildVersion2('old-rows');
    const database = openDatabase('old-rows');
    await database.open();
    expect(database.verno).toBeGreaterThan(FIXTURE.version);
    const names = Object.keys(FIXTURE.tables);
    expect(names).toEqual(expect.arrayContaining(['people', 'measurements', 'frames', 'memories']));
    const expected = await Promise.all(
      names.map(async (name) => [name, await describeAll(FIXTURE.tables[name]!)]),
    );
    expect(await dump(database, names)).toEqual(Object.fromEntries(expected));
    expect(FIXTURE.tables['frames']).toHaveLength(6);
  });

  it('is read by the code of today: people, photos, and what is known of them', async () => {
    await buildVersion2('old-read');
    const database = openDatabase('old-read');
    const people = await listPeople(database);
    expect(people.map(({ name, measurements, known }) => [name, measurements.length, known.length])).toEqual([
      ['Ada', 2, 1],
      ['Ben Öst', 1, 0],
    ]);
    const [ada] = people;
    const frames = await readFrames(database, ada!.measurements[0]!.id);
    expect(frames.length).toBeGreaterThan(0);
    expect([...(await bytesOf(frames[0]!.jpeg))].slice(0, 2)).toEqual([0xff, 0xd8]);
    const fit = { weightsHash: 'abc', featureCount: 3, camera: 'Desk camera' };
    const memory = await readPersonMemory(database, ada!.id, fit, new Date('2026-02-05T10:12:00.000Z'));
    expect(memory).toMatchObject({ from: 'tracking', entries: { length: 2 } });
  });

  it('gets empty tables for checks and screens, which can be written to', async () => {
    await buildVersion2('old-new-tables');
    const database = openDatabase('old-new-tables');
    expect(await database.validations.count()).toBe(0);
    await database.screens.put({ id: 's', widthPx: 1, heightPx: 1, updatedAt: '' });
    expect(await database.screens.count()).toBe(1);
  });
});
