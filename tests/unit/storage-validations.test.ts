import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { addFrame, beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson, deletePerson, restore } from '../../src/storage/people.ts';
import { deleteScreen, readScreen, writeScreen } from '../../src/storage/screens.ts';
import {
  deleteValidation,
  keepValidation,
  listValidations,
  restoreValidations,
  type ValidationRow,
} from '../../src/storage/validations.ts';
import { toValidationCsv, toValidationJson } from '../../src/validation/export.ts';
import { readLearnedPlaces } from '../../src/validation/learned-places.ts';
import { describeMeasurement, openFreshDatabase } from './storage-fresh-database.ts';
import { makeValidationRow } from './validation-rows.ts';

let database: FoveaDatabase;
let ada: string;
beforeEach(async () => {
  database = openFreshDatabase();
  ada = (await addPerson(database, 'Ada')).id;
});

const makeRow = (id: string, other: Partial<ValidationRow> = {}): ValidationRow =>
  makeValidationRow(id, { personId: ada, ...other });

const listIds = async () => (await listValidations(database, ada)).map(({ id }) => id);

describe('checks', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are not written on a full disk, in words', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e9, usage: 1e9 }) } });
    await expect(keepValidation(database, makeRow('one'))).rejects.toThrow(/no room left on this disk/);
    expect(await listIds()).toEqual([]);
  });

  it('are listed newest first, each person’s own', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await keepValidation(database, makeRow('old'));
    await keepValidation(database, makeRow('new', { createdAt: '2026-02-04T00:00:00.000Z' }));
    await keepValidation(database, makeRow('ben', { personId: ben }));
    expect(await listIds()).toEqual(['new', 'old']);
    expect(await database.validations.get('old')).toEqual(makeRow('old'));
  });

  it('take the place of another one, which can be brought back', async () => {
    await keepValidation(database, makeRow('first'));
    const replaced = await keepValidation(database, makeRow('again'), 'first');
    expect(await listIds()).toEqual(['again']);
    await restoreValidations(database, replaced, 'again');
    expect(await listIds()).toEqual(['first']);
    expect(await database.validations.get('first')).toEqual(makeRow('first'));
  });

  it('leave the one to be replaced alone when they cannot be stored', async () => {
    await keepValidation(database, makeRow('first'));
    database.validations.hook('creating', () => {
      throw new Error('the disk is on fire');
    });
    await expect(keepValidation(database, makeRow('again'), 'first')).rejects.toThrow('on fire');
    expect(await listIds()).toEqual(['first']);
  });

  it('are deleted one by one, and come back as they were', async () => {
    await keepValidation(database, makeRow('one'));
    const deleted = await deleteValidation(database, 'one');
    expect(await listIds()).toEqual([]);
    await restoreValidations(database, deleted);
    expect(await database.validations.get('one')).toEqual(makeRow('one'));
  });

  it('go with their person, and come back with them', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    await keepValidation(database, makeRow('one'));
    await keepValidation(database, makeRow('ben', { personId: ben }));
    const deleted = await deletePerson(database, ada);
    expect(await database.validations.toCollection().primaryKeys()).toEqual(['ben']);
    await restore(database, deleted);
    expect(await listIds()).toEqual(['one']);
  });

  it('are not stored for a person who was deleted meanwhile', async () => {
    await deletePerson(database, ada);
    await expect(keepValidation(database, makeRow('late'))).rejects.toThrow('deleted meanwhile');
    expect(await database.validations.count()).toBe(0);
  });
});

describe('their export', () => {
  it('as CSV is a row of names and a row for each, with what is not known left empty', () => {
    const rows = [makeRow('one', { camera: 'A, "B"' }), makeRow('two', { camera: '=1+1' })];
    const [names, first, second, end] = toValidationCsv(rows).split('\r\n');
    const columns = names!.split(',');
    const read = (line: string, name: string) => line.split(',')[columns.indexOf(name)];
    expect(end).toBe('');
    expect(read(first!, 'accuracyScreenPct')).toBe('10');
    expect(read(first!, 'accuracyPx')).toBe('100');
    expect(read(first!, 'accuracyCm')).toBe('4');
    expect(read(first!, 'accuracyDeg')).toBe('');
    expect(read(first!, 'dataLossPct')).toBe('0');
    expect(read(first!, 'samplingRateHz')).toBe('10');
    expect(first).toContain('"A, ""B"""');
    expect(read(second!, 'camera')).toBe("'=1+1");
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('as JSON has every sample, and the person once', () => {
    const file = JSON.parse(toValidationJson(ada, [makeRow('one')]));
    const { personId: _, ...check } = makeRow('one');
    expect(file).toEqual({ format: 'fovea-accuracy', version: 1, person: ada, checks: [check] });
  });
});

describe('screens', () => {
  it('are kept by their name, one row each, until they are forgotten', async () => {
    const row = { id: '1920x1080@1', widthPx: 1920, heightPx: 1080, updatedAt: '2026-02-03T04:05:06.000Z' };
    await writeScreen(database, row);
    await writeScreen(database, { ...row, widthCm: 48, heightCm: 27, sizeFrom: 'width', distanceCm: 60 });
    expect(await database.screens.count()).toBe(1);
    expect(await readScreen(database, row.id)).toMatchObject({ widthCm: 48, distanceCm: 60 });
    await deleteScreen(database, row.id);
    expect(await readScreen(database, row.id)).toBeUndefined();
  });
});

describe('places that were learned from', () => {
  it('are those of the person’s own photos', async () => {
    const ben = (await addPerson(database, 'Ben')).id;
    for (const [personId, x] of [
      [ada, 0.25],
      [ada, 0.5],
      [ben, 0.75],
    ] as const) {
      const { id } = await beginMeasurement(database, describeMeasurement(personId));
      await addFrame(database, id, { x, y: 0.125, timestampMs: 0, jpeg: new Blob(['photo']) });
    }
    const places = await readLearnedPlaces(database, ada);
    expect(places.map(({ xScreen, yScreen }) => [xScreen, yScreen]).sort()).toEqual([
      [0.25, 0.125],
      [0.5, 0.125],
    ]);
  });
});
