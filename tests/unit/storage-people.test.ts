import { beforeEach, describe, expect, it } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { addFrame, beginMeasurement, readFrames } from '../../src/storage/measurements.ts';
import {
  addPerson,
  deleteMeasurement,
  deletePerson,
  listPeople,
  makePersonId,
  renamePerson,
  restore,
} from '../../src/storage/people.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});

describe('names', () => {
  it('are stored tidily and sorted', async () => {
    await addPerson(database, '  Zoë   Quist ');
    await addPerson(database, 'anna');
    expect((await listPeople(database)).map(({ name }) => name)).toEqual(['anna', 'Zoë Quist']);
  });

  it.each([
    ['', 'Please type a name.'],
    ['   ', 'Please type a name.'],
    ['x'.repeat(61), 'Please use at most 60 characters.'],
    ['ANNA', 'There is already a person called “Anna”.'],
    // The same letter with a combining accent.
    ['Zoe\u0308', 'There is already a person called “Zoë”.'],
  ])('refuse %j', async (name, message) => {
    await addPerson(database, 'Anna');
    await addPerson(database, 'Zoë');
    await expect(addPerson(database, name)).rejects.toThrow(message);
    expect(await database.people.count()).toBe(2);
  });

  it('change without changing the id, also in upper and lower case only', async () => {
    const { id } = await addPerson(database, 'anna');
    await renamePerson(database, id, 'Anna');
    expect(await database.people.get(id)).toMatchObject({ id, name: 'Anna' });
  });

  it('cannot be changed to someone else’s', async () => {
    await addPerson(database, 'Anna');
    const { id } = await addPerson(database, 'Ben');
    await expect(renamePerson(database, id, 'anna')).rejects.toThrow('already a person called “Anna”');
    expect(await database.people.get(id)).toMatchObject({ name: 'Ben' });
  });
});

describe('makePersonId', () => {
  it.each([
    ['Anna Lind', /^anna-lind-[0-9a-z]{6}$/],
    ['Zoë', /^zoe-[0-9a-z]{6}$/],
    ['../../etc', /^etc-[0-9a-z]{6}$/],
    ['田中', /^person-[0-9a-z]{6}$/],
  ])('of %s is readable and safe in file names', (name, pattern) => {
    expect(makePersonId(name)).toMatch(pattern);
  });

  it('differs for two people of one name', () => {
    expect(makePersonId('Anna')).not.toBe(makePersonId('Anna'));
  });
});

describe('deletion', () => {
  const fill = async (name: string, measurementCount: number): Promise<string> => {
    const person = await addPerson(database, name);
    for (let count = 0; count < measurementCount; count += 1) {
      const { id } = await beginMeasurement(database, describeMeasurement(person.id));
      for (let index = 0; index < 3; index += 1) {
        const jpeg = new Blob([new Uint8Array(100 + index)]);
        await addFrame(database, id, { x: 0.1 * index, y: 0.5, timestampMs: index, jpeg });
      }
    }
    return person.id;
  };

  it('of a person takes their measurements and photos, and nobody else’s', async () => {
    const anna = await fill('Anna', 2);
    const ben = await fill('Ben', 1);
    await deletePerson(database, anna);
    const [left, ...others] = await listPeople(database);
    expect(others).toEqual([]);
    expect(left).toMatchObject({ id: ben, bytes: 303 });
    expect(await database.measurements.count()).toBe(1);
    expect(await database.frames.count()).toBe(3);
  });

  it('of a measurement leaves the person and the other measurements', async () => {
    const anna = await fill('Anna', 2);
    const [person] = await listPeople(database);
    const [first, second] = person?.measurements ?? [];
    await deleteMeasurement(database, first?.id ?? '');
    expect(await database.people.get(anna)).toBeDefined();
    expect(await database.measurements.toCollection().primaryKeys()).toEqual([second?.id]);
    expect(await database.frames.count()).toBe(3);
  });

  it('of a person can be taken back whole', async () => {
    const anna = await fill('Anna', 2);
    await fill('Ben', 1);
    const before = await dump(database);
    const deleted = await deletePerson(database, anna);
    expect(await dump(database)).not.toEqual(before);
    await restore(database, deleted);
    expect(await dump(database)).toEqual(before);
    const [measurement] = deleted.measurements;
    const [photo] = await readFrames(database, measurement?.id ?? '');
    expect((await photo?.jpeg.arrayBuffer())?.byteLength).toBe(100);
  });

  it('leaves everything as it was when it fails half way', async () => {
    const anna = await fill('Anna', 2);
    const before = await dump(database);
    database.people.hook('deleting', () => {
      throw new Error('the disk is on fire');
    });
    await expect(deletePerson(database, anna)).rejects.toThrow('on fire');
    expect(await dump(database)).toEqual(before);
  });
});
