import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Moments } from '../../src/model/moments.ts';
import { computeChecksum } from '../../src/storage/checksum.ts';
import { openDatabase, type FoveaDatabase, type PersonMomentsRow } from '../../src/storage/database.ts';
import { addPerson, deletePerson, listPeople, restore } from '../../src/storage/people.ts';
import {
  deletePersonMoments,
  type NewPersonMoments,
  readPersonMoments,
  writePersonMoments,
} from '../../src/storage/person-moments.ts';
import { dump, openFreshDatabase } from './storage-fresh-database.ts';

const LAYERS = [2, 1];
const FIT = { weightsHash: 'abc', layers: LAYERS, camera: 'Desk camera' };
const CREATED_AT = '2026-02-03T04:05:06.000Z';

function createMoments(mean: number): Moments {
  return LAYERS.map((channels) => ({
    mean: new Float32Array(channels).fill(mean),
    variance: new Float32Array(channels).fill(0.5),
  }));
}

let database: FoveaDatabase;
let ada: string;

beforeEach(async () => {
  database = openFreshDatabase();
  ada = (await addPerson(database, 'Ada')).id;
});

const save = (mean = 0.25, other: Partial<NewPersonMoments> = {}) =>
  writePersonMoments(database, {
    personId: ada,
    camera: 'Desk camera',
    weightsHash: 'abc',
    frames: 60,
    moments: createMoments(mean),
    createdAt: CREATED_AT,
    ...other,
  });

/** Damages the stored row as only another version, another program or a broken disk could. */
async function damage(change: (row: PersonMomentsRow) => void): Promise<void> {
  const row = await database.moments.toCollection().first();
  change(row!);
  await database.moments.put(row!);
}

describe('a person’s moments', () => {
  it('are read as they were saved', async () => {
    expect(await save()).toBe(true);
    expect(await readPersonMoments(database, ada, FIT)).toEqual({
      moments: createMoments(0.25),
      frames: 60,
      createdAt: CREATED_AT,
    });
  });

  it('are undefined where none were saved', async () => {
    expect(await readPersonMoments(database, ada, FIT)).toBeUndefined();
  });

  it('are kept once for each camera, the newest in place of the one before', async () => {
    await save(1);
    await save(2, { createdAt: '2026-02-04T00:00:00.000Z' });
    await save(3, { camera: 'Other camera' });
    expect(await database.moments.count()).toBe(2);
    expect(await readPersonMoments(database, ada, FIT)).toMatchObject({ moments: createMoments(2) });
    const other = { ...FIT, camera: 'Other camera' };
    expect(await readPersonMoments(database, ada, other)).toMatchObject({ moments: createMoments(3) });
  });

  it('are the newest ones where no camera is named', async () => {
    await save(1, { camera: 'a', createdAt: '2026-02-03T00:00:00.000Z' });
    await save(2, { camera: 'b', createdAt: '2026-02-05T00:00:00.000Z' });
    await save(3, { camera: 'c', createdAt: '2026-02-04T00:00:00.000Z' });
    const { camera: _, ...anyCamera } = FIT;
    expect(await readPersonMoments(database, ada, anyCamera)).toMatchObject({ moments: createMoments(2) });
  });

  it('are not saved for a person who was deleted meanwhile', async () => {
    await deletePerson(database, ada);
    expect(await save()).toBe(false);
    expect(await database.moments.count()).toBe(0);
  });
});

/** Stores values with the checksum that belongs to them, so that nothing but the values is wrong. */
const store = (row: PersonMomentsRow, values: Float32Array): void => {
  row.values = values;
  row.checksum = computeChecksum(values);
};

describe('moments that do not hold', () => {
  const UPDATED = 'Fovea was updated since; it gets to know you anew.';
  const DAMAGED = 'What was stored of you is damaged and was removed; Fovea gets to know you anew.';

  it.each<[string, string, (row: PersonMomentsRow) => void]>([
    ['of other weights', UPDATED, (row) => (row.weightsHash = 'def')],
    ['of another version', UPDATED, (row) => (row.version = 2)],
    ['with one changed bit', DAMAGED, (row) => (new Uint8Array(row.values.buffer)[5]! ^= 1)],
    ['with another checksum', DAMAGED, (row) => (row.checksum += 1)],
    ['cut short', DAMAGED, (row) => store(row, row.values.slice(0, -1))],
    ['too long', DAMAGED, (row) => store(row, Float32Array.of(...row.values, 1))],
    ['with a value that is not a number', DAMAGED, (row) => store(row, row.values.with(0, NaN))],
    ['with an infinite value', DAMAGED, (row) => store(row, row.values.with(1, Infinity))],
    // Layer 1: two means, two variances; layer 2: one mean, one variance.
    ['with a negative variance', DAMAGED, (row) => store(row, row.values.with(5, -0.001))],
    ['without values', DAMAGED, (row) => delete (row as Partial<PersonMomentsRow>).values],
    ['as a plain array', DAMAGED, (row) => Object.assign(row, { values: [...row.values] })],
    ['from no frames', DAMAGED, (row) => (row.frames = 0)],
    ['from a time that is none', DAMAGED, (row) => (row.createdAt = 'yesterday')],
    ['without a time', DAMAGED, (row) => delete (row as Partial<PersonMomentsRow>).createdAt],
  ])('%s are discarded with the reason, and deleted', async (_, reason, change) => {
    await save();
    await damage(change);
    expect(await readPersonMoments(database, ada, FIT)).toEqual({ discarded: reason });
    expect(await database.moments.count()).toBe(0);
    expect(await readPersonMoments(database, ada, FIT)).toBeUndefined();
  });

  it.each([
    ['a negative mean', 0, -2],
    ['a variance of zero', 5, 0],
  ])('do hold with %s', async (_, at, value) => {
    await save();
    await damage((row) => store(row, row.values.with(at, value)));
    expect(await readPersonMoments(database, ada, FIT)).toHaveProperty('moments');
  });

  it('of another camera are not used for this one, and stay for theirs', async () => {
    await save();
    const other = { ...FIT, camera: 'Other camera' };
    expect(await readPersonMoments(database, ada, other)).toEqual({
      discarded:
        'Fovea knows you only through another camera (Desk camera); with this one it gets to know you anew.',
    });
    expect(await readPersonMoments(database, ada, FIT)).toHaveProperty('moments');
  });

  it('of one person leave another’s alone', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await save(1, { personId: ben });
    await save(2, { weightsHash: 'old' });
    expect(await readPersonMoments(database, ada, FIT)).toHaveProperty('discarded');
    expect(await readPersonMoments(database, ben, FIT)).toMatchObject({ moments: createMoments(1) });
  });
});

describe('forgetting', () => {
  it('takes the moments from every camera, leaves the person, and can be taken back', async () => {
    await save();
    await save(1, { camera: 'Other camera' });
    const before = await dump(database);
    const deleted = await deletePersonMoments(database, ada);
    expect(await database.moments.count()).toBe(0);
    expect(await database.people.count()).toBe(1);
    await restore(database, deleted);
    expect(await dump(database)).toEqual(before);
  });

  it('goes with the deletion of the person, who comes back with what Fovea knew', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await save();
    await save(1, { personId: ben });
    const before = await dump(database);
    const deleted = await deletePerson(database, ada);
    expect((await database.moments.toArray()).map(({ personId }) => personId)).toEqual([ben]);
    await restore(database, deleted);
    expect(await dump(database)).toEqual(before);
    expect(await readPersonMoments(database, ada, FIT)).toHaveProperty('moments');
  });
});

describe('the list of people', () => {
  it('says through which cameras Fovea knows each, newest first', async () => {
    await addPerson(database, 'Ben');
    await save();
    await save(1, { camera: 'Other camera', createdAt: '2026-02-04T00:00:00.000Z', frames: 20 });
    expect((await listPeople(database)).map(({ name, known }) => [name, known])).toEqual([
      [
        'Ada',
        [
          { camera: 'Other camera', createdAt: '2026-02-04T00:00:00.000Z' },
          { camera: 'Desk camera', createdAt: CREATED_AT },
        ],
      ],
      ['Ben', []],
    ]);
  });

  it('can be read though moments are damaged', async () => {
    await save();
    await damage((row) => delete (row as Partial<PersonMomentsRow>).createdAt);
    expect(await listPeople(database)).toMatchObject([{ name: 'Ada', known: [] }]);
  });
});

describe('the schema', () => {
  it('takes over people and measurements of its first version', async () => {
    const first = new Dexie('upgraded');
    first.version(1).stores({
      people: 'id, name',
      measurements: 'id, personId, createdAt',
      frames: '++id, &[measurementId+index], measurementId',
    });
    await first.table('people').add({ id: 'ada', name: 'Ada', createdAt: CREATED_AT });
    first.close();
    const upgraded = openDatabase('upgraded');
    expect(await upgraded.people.toArray()).toEqual([{ id: 'ada', name: 'Ada', createdAt: CREATED_AT }]);
    expect(await upgraded.moments.count()).toBe(0);
  });
});

describe('computeChecksum', () => {
  it('is the CRC-32 of the bytes', () => {
    // "12345678" is eight bytes: two floats. Its CRC-32 is 0x9ae0daaf.
    const values = new Float32Array(Uint8Array.from(Buffer.from('12345678')).buffer);
    expect(computeChecksum(values)).toBe(0x9ae0daaf);
    expect(computeChecksum(new Float32Array(0))).toBe(0);
  });
});
