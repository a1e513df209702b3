import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReaderEntry } from '../../src/model/memory-reader.ts';
import { computeChecksum } from '../../src/storage/checksum.ts';
import { chooseBest, chooseStart } from '../../src/storage/choose-memory.ts';
import { openDatabase, type FoveaDatabase, type PersonMemoryRow } from '../../src/storage/database.ts';
import { addPerson, deletePerson, listPeople, restore } from '../../src/storage/people.ts';
import {
  computeMemoryChecksum,
  deletePersonMemory,
  endLight,
  type NewPersonMemory,
  readPersonMemory,
  writePersonMemory,
} from '../../src/storage/person-memory.ts';
import { dump, openFreshDatabase } from './storage-fresh-database.ts';

const MINUTE = 60_000;
const CAMERA = 'Desk camera';
const FIT = { weightsHash: 'abc', featureCount: 3, camera: CAMERA };
const ANY_CAMERA = { weightsHash: 'abc', featureCount: 3 };
const CREATED_AT = '2026-02-03T04:05:06.000Z';
const NOW = new Date('2026-02-03T04:10:00.000Z');

/** Two frames, one with a target. Their values are exact in 32 bits. */
function createEntries(value: number): ReaderEntry[] {
  return [
    { features: Float32Array.of(value, -value, 0.5) },
    { features: Float32Array.of(0, 1, value), target: { xScreen: 0.25, yScreen: 1.125 } },
  ];
}

let database: FoveaDatabase;
let ada: string;

beforeEach(async () => {
  database = openFreshDatabase();
  ada = (await addPerson(database, 'Ada')).id;
});

const save = (value = 0.25, other: Partial<NewPersonMemory> = {}) =>
  writePersonMemory(database, {
    personId: ada,
    camera: CAMERA,
    from: 'tracking',
    weightsHash: 'abc',
    entries: createEntries(value),
    createdAt: CREATED_AT,
    ...other,
  });

const read = (fit = FIT, now = NOW) => readPersonMemory(database, ada, fit, now);

/** Damages the stored row as only another version, another program or a broken disk could. */
async function damage(change: (row: PersonMemoryRow) => void): Promise<void> {
  const row = await database.memories.toCollection().first();
  await database.memories.clear();
  change(row!);
  await database.memories.put(row!);
}

describe('a person’s memory', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is not written on a full disk, in words', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e9, usage: 1e9 }) } });
    await expect(save()).rejects.toThrow(/no room left on this disk/);
    expect(await database.memories.count()).toBe(0);
  });

  it('that does not hold is passed over on a full disk too, and removed once there is room', async () => {
    await save(1, { from: 'measurement' });
    await damage((row) => (row.checksum += 1));
    await save();
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e9, usage: 1e9 }) } });
    expect(await read()).toMatchObject({ from: 'tracking' });
    expect(await database.memories.count()).toBe(2);
    vi.unstubAllGlobals();
    expect(await read()).toMatchObject({ from: 'tracking' });
    expect(await database.memories.count()).toBe(1);
  });

  it('is read as it was saved, with the targets that are known', async () => {
    expect(await save()).toBe(true);
    expect(await read()).toEqual({ entries: createEntries(0.25), createdAt: CREATED_AT, from: 'tracking' });
  });

  it('is read as well where it is of several measurements', async () => {
    await save(1, { from: 'measurement', since: '2026-02-03T04:00:00.000Z' });
    expect(await read()).toMatchObject({ entries: createEntries(1) });
  });

  it('has features of its own, so that changing one entry changes no other', async () => {
    await save();
    const found = (await read()) as NewPersonMemory;
    found.entries[0]!.features.fill(9);
    expect(found.entries[1]).toEqual(createEntries(0.25)[1]);
  });

  it('is undefined where none was saved', async () => {
    expect(await read()).toBeUndefined();
    expect(await readPersonMemory(database, ada, ANY_CAMERA)).toBeUndefined();
  });

  it('is kept once for each camera and origin, the newest in place of the one before', async () => {
    await save(1);
    await save(2, { createdAt: '2026-02-03T04:06:00.000Z' });
    await save(3, { camera: 'Other camera' });
    await save(4, { from: 'measurement' });
    expect(await database.memories.count()).toBe(3);
    expect(await read()).toMatchObject({ entries: createEntries(4), from: 'measurement' });
    const other = { ...FIT, camera: 'Other camera' };
    expect(await read(other)).toMatchObject({ entries: createEntries(3) });
  });

  it('is of at most 96 frames, taken evenly', async () => {
    const entries = Array.from({ length: 128 }, (_, i) => ({ features: Float32Array.of(i, 0, 0) }));
    await save(0, { entries });
    const found = (await read()) as NewPersonMemory;
    const kept = found.entries.map(({ features }) => features[0]!);
    expect(kept).toHaveLength(96);
    expect(kept.slice(0, 5)).toEqual([0, 1, 2, 4, 5]);
    expect(kept.at(-1)).toBe(126);
  });

  it('is whole where there are just 96', async () => {
    const entries = Array.from({ length: 96 }, (_, i) => ({ features: Float32Array.of(i, 0, 0) }));
    await save(0, { entries });
    expect(await read()).toMatchObject({ entries });
  });

  it('is not saved for a person who was deleted meanwhile', async () => {
    await deletePerson(database, ada);
    expect(await save()).toBe(false);
    expect(await database.memories.count()).toBe(0);
  });
});

describe('what is chosen', () => {
  const at = (minutes: number, from: 'measurement' | 'tracking' = 'tracking') => ({
    from,
    createdAt: new Date(NOW.getTime() - minutes * MINUTE).toISOString(),
  });

  it.each([
    ['nothing of nothing', [], undefined],
    ['the newest run', [at(20), at(10), at(15)], 1],
    ['a measurement before a newer run', [at(1), at(25, 'measurement')], 1],
    ['the newest measurement', [at(25, 'measurement'), at(5, 'measurement')], 1],
    ['a run, where the measurement is of another sitting', [at(31, 'measurement'), at(20)], 1],
    ['what is just 30 minutes old', [at(30)], 0],
    ['nothing older', [at(30.1), at(31, 'measurement')], undefined],
    ['nothing from the future: the clock was wrong', [at(-1)], undefined],
    ['nothing without a time', [{ ...at(1), createdAt: 'yesterday' }], undefined],
    [
      'a run, where the light changed after the measurement',
      [at(1), { ...at(5, 'measurement'), pastLight: true as const }],
      0,
    ],
  ])('for a run: %s', (_, rows, chosen) => {
    expect(chooseStart(rows, NOW)).toBe(chosen === undefined ? undefined : rows[chosen]);
  });

  it.each([
    ['nothing of nothing', [], undefined],
    ['the newest run', [at(20_000), at(10_000)], 1],
    ['a measurement before a newer run, however old', [at(1), at(99_000, 'measurement')], 1],
  ])('for a photo: %s', (_, rows, chosen) => {
    expect(chooseBest(rows)).toBe(chosen === undefined ? undefined : rows[chosen]);
  });

  it('for a run comes from its camera; a memory of another sitting is no reason to give, and stays', async () => {
    await save(1, { createdAt: '2026-02-03T03:00:00.000Z' });
    await save(2, { camera: 'Other camera', from: 'measurement', createdAt: '2026-02-03T03:00:00.000Z' });
    expect(await read()).toBeUndefined();
    expect(await database.memories.count()).toBe(2);
  });

  it('for a run is nothing from before the light changed at its camera, of whomever; what is learned later is', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await save(1, { from: 'measurement' });
    await save(2);
    await save(3, { personId: ben });
    await save(4, { camera: 'Other camera' });
    await endLight(database, CAMERA);
    const discarded = 'The light has changed since Fovea learned of you; it gets to know you anew.';
    expect(await read()).toEqual({ discarded });
    expect(await readPersonMemory(database, ben, FIT, NOW)).toEqual({ discarded });
    expect(await read({ ...FIT, camera: 'Other camera' })).toMatchObject({ entries: createEntries(4) });
    await save(5);
    expect(await read()).toMatchObject({ entries: createEntries(5), from: 'tracking' });
  });

  it('for a run is not said to be of another light where it is of another sitting anyway', async () => {
    await save(1, { createdAt: '2026-02-03T03:00:00.000Z' });
    await endLight(database, CAMERA);
    expect(await read()).toBeUndefined();
  });

  it('for a photo is of any light', async () => {
    await save(1, { from: 'measurement' });
    await save(2);
    await endLight(database, CAMERA);
    expect(await readPersonMemory(database, ada, ANY_CAMERA)).toMatchObject({ entries: createEntries(1) });
  });

  it('for a photo comes from any camera and day', async () => {
    await save(1, { camera: 'a', createdAt: '2026-02-03T00:00:00.000Z' });
    await save(2, { camera: 'b', createdAt: '2025-02-05T00:00:00.000Z', from: 'measurement' });
    await save(3, { camera: 'c', createdAt: '2026-02-04T00:00:00.000Z' });
    expect(await readPersonMemory(database, ada, ANY_CAMERA)).toMatchObject({ entries: createEntries(2) });
  });
});

/** Changes the row and gives it the checksum that belongs to it, so that nothing but the change is wrong. */
const sealed =
  (change: (row: PersonMemoryRow) => void) =>
  (row: PersonMemoryRow): void => {
    change(row);
    row.checksum = computeMemoryChecksum(row);
  };

describe('a memory that does not hold', () => {
  const UPDATED = 'Fovea was updated since; it gets to know you anew.';
  const DAMAGED = 'What was stored of you is damaged and was removed; Fovea gets to know you anew.';

  it.each<[string, string, (row: PersonMemoryRow) => void]>([
    ['of other weights', UPDATED, sealed((row) => (row.weightsHash = 'def'))],
    ['of another version', UPDATED, sealed((row) => (row.version = 2))],
    ['with one changed bit', DAMAGED, (row) => (new Uint8Array(row.features.buffer)[5]! ^= 1)],
    ['with one changed bit of a target', DAMAGED, (row) => (new Uint8Array(row.targets.buffer)[9]! ^= 1)],
    ['with another time', DAMAGED, (row) => (row.createdAt = '2026-02-03T04:06:06.000Z')],
    ['with another beginning', DAMAGED, (row) => (row.since = '2026-02-03T04:00:00.000Z')],
    ['with another origin', DAMAGED, (row) => (row.from = 'measurement')],
    ['with another checksum', DAMAGED, (row) => (row.checksum += 1)],
    ['cut short', DAMAGED, sealed((row) => (row.features = row.features.slice(0, -1)))],
    ['too long', DAMAGED, sealed((row) => (row.features = Float32Array.of(...row.features, 1)))],
    ['short of a target', DAMAGED, sealed((row) => (row.targets = row.targets.slice(0, 2)))],
    ['with features of another length', DAMAGED, sealed((row) => (row.featureCount = 2))],
    ['turned on its side', DAMAGED, sealed((row) => Object.assign(row, { featureCount: 2, frames: 3 }))],
    ['with a value that is not a number', DAMAGED, sealed((row) => (row.features[0] = NaN))],
    ['with an infinite value', DAMAGED, sealed((row) => (row.features[1] = Infinity))],
    ['with a target far right', DAMAGED, sealed((row) => (row.targets[2] = 1.21))],
    ['with a target far above', DAMAGED, sealed((row) => (row.targets[3] = -0.21))],
    ['with half a target', DAMAGED, sealed((row) => (row.targets[2] = NaN))],
    ['with an infinite target', DAMAGED, sealed((row) => row.targets.set([Infinity, Infinity]))],
    ['without features', DAMAGED, (row) => delete (row as Partial<PersonMemoryRow>).features],
    ['without targets', DAMAGED, (row) => delete (row as Partial<PersonMemoryRow>).targets],
    ['as a plain array', DAMAGED, (row) => Object.assign(row, { features: [...row.features] })],
    [
      'of no frames',
      DAMAGED,
      sealed((row) =>
        Object.assign(row, { frames: 0, features: new Float32Array(0), targets: new Float32Array(0) }),
      ),
    ],
    [
      'of more frames than are kept',
      DAMAGED,
      sealed((row) =>
        Object.assign(row, { frames: 97, features: new Float32Array(291), targets: new Float32Array(194) }),
      ),
    ],
    ['from a time that is none', DAMAGED, sealed((row) => (row.createdAt = 'yesterday'))],
    ['without a time', DAMAGED, (row) => delete (row as Partial<PersonMemoryRow>).createdAt],
  ])('%s is discarded with the reason, and deleted', async (_, reason, change) => {
    await save();
    await damage(change);
    expect(await readPersonMemory(database, ada, ANY_CAMERA)).toEqual({ discarded: reason });
    expect(await database.memories.count()).toBe(0);
    expect(await readPersonMemory(database, ada, ANY_CAMERA)).toBeUndefined();
  });

  it('is a reason for a run too', async () => {
    await save();
    await damage((row) => (row.checksum += 1));
    expect(await read()).toEqual({ discarded: DAMAGED });
    expect(await database.memories.count()).toBe(0);
  });

  it.each([
    ['at the edge of what is allowed', -0.2, 1.2],
    ['that are not known', NaN, NaN],
  ])('is none with targets %s', async (_, x, y) => {
    await save();
    // Not -0.2 and 1.2 themselves, which 32 bits round outwards.
    await damage(sealed((row) => row.targets.set([x * 0.9999, y * 0.9999])));
    expect(await read()).toHaveProperty('entries');
  });

  it('gives way to the next best one', async () => {
    await save(1);
    await save(2, { from: 'measurement', weightsHash: 'old' });
    expect(await read()).toMatchObject({ entries: createEntries(1), from: 'tracking' });
    expect(await database.memories.count()).toBe(1);
  });

  it('of another camera is not used for this one, and stays for its own', async () => {
    await save();
    const other = { ...FIT, camera: 'Other camera' };
    expect(await read(other)).toEqual({
      discarded:
        'What Fovea learned of you just now came through another camera (Desk camera); with this one it gets to know you anew.',
    });
    expect(await read()).toHaveProperty('entries');
  });

  it('of one person leaves another’s alone', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await save(1, { personId: ben });
    await save(2, { weightsHash: 'old' });
    expect(await read()).toHaveProperty('discarded');
    expect(await readPersonMemory(database, ben, FIT, NOW)).toMatchObject({ entries: createEntries(1) });
  });
});

describe('forgetting', () => {
  it('takes the memories from every camera, leaves the person, and can be taken back', async () => {
    await save();
    await save(1, { camera: 'Other camera' });
    await save(2, { from: 'measurement' });
    const before = await dump(database);
    const deleted = await deletePersonMemory(database, ada);
    expect(await database.memories.count()).toBe(0);
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
    expect((await database.memories.toArray()).map(({ personId }) => personId)).toEqual([ben]);
    await restore(database, deleted);
    expect(await dump(database)).toEqual(before);
    expect(await read()).toHaveProperty('entries');
  });
});

describe('the list of people', () => {
  it('says through which cameras and from what Fovea knows each, newest first', async () => {
    await addPerson(database, 'Ben');
    await save();
    const entries = createEntries(1).slice(1);
    const createdAt = '2026-02-04T00:00:00.000Z';
    await save(1, { camera: 'Other camera', createdAt, entries, from: 'measurement' });
    expect((await listPeople(database)).map(({ name, known }) => [name, known])).toEqual([
      [
        'Ada',
        [
          { camera: 'Other camera', from: 'measurement', createdAt, frames: 1 },
          { camera: CAMERA, from: 'tracking', createdAt: CREATED_AT, frames: 2 },
        ],
      ],
      ['Ben', []],
    ]);
  });

  it('can be read though a memory is damaged', async () => {
    await save();
    await damage((row) => delete (row as Partial<PersonMemoryRow>).createdAt);
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
    expect(await upgraded.memories.count()).toBe(0);
  });
});

describe('computeChecksum', () => {
  it('is the CRC-32 of the bytes, however they are divided', () => {
    // "12345678" is eight bytes: two floats. Its CRC-32 is 0x9ae0daaf.
    const bytes = Uint8Array.from(Buffer.from('12345678'));
    expect(computeChecksum(new Float32Array(bytes.buffer))).toBe(0x9ae0daaf);
    expect(computeChecksum(bytes.subarray(0, 3), bytes.subarray(3))).toBe(0x9ae0daaf);
    expect(computeChecksum(new Float32Array(0))).toBe(0);
  });
});
