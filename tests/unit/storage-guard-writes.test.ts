import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Table } from 'dexie';
import { importGroup } from '../../src/group/import.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { followQuery } from '../../src/storage/follow-query.ts';
import { addGroup, changeGroup, deleteGroup, listGroups } from '../../src/storage/groups.ts';
import { addFrame, beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson, deletePerson, listPeople, renamePerson, restore } from '../../src/storage/people.ts';
import { RoomError } from '../../src/storage/room.ts';
import { readScreen, writeScreen } from '../../src/storage/screens.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import {
  addDraft,
  deleteDraft,
  listDrafts,
  restoreDraft,
  writeDraft,
} from '../../src/storage/study-drafts.ts';
import { createRun, deleteRun, listRuns } from '../../src/storage/study-runs.ts';
import { deleteExpired } from '../../src/study/run/delete-expired.ts';
import { readExampleStudy } from '../fixtures/studies/read-example.ts';
import { exportZip } from './group-zips.ts';
import { makeJpeg } from './measurement-files.ts';
import { describeMeasurement, openFreshDatabase } from './storage-fresh-database.ts';

const MB = 1000 * 1000;
const QUOTA = 1000 * MB;

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});
afterEach(() => vi.unstubAllGlobals());

/** The browser says so from now on, and counts how often it is asked. */
function leaveFree(freeBytes: number) {
  const estimate = vi.fn(async () => ({ quota: QUOTA, usage: QUOTA - freeBytes }));
  vi.stubGlobal('navigator', { storage: { estimate } });
  return estimate;
}

async function dumpAll(): Promise<unknown> {
  return Promise.all(database.tables.map((table) => table.toArray()));
}

const SCREEN = { id: '1x1', widthPx: 1, heightPx: 1, updatedAt: '2026-02-03T04:05:06.000Z' };

/** A row that has nothing but its key. */
function makeRow({ schema }: Table, value: string): Record<string, unknown> {
  const keys = [schema.primKey.keyPath ?? []].flat();
  return Object.fromEntries(keys.map((key) => [key, value]));
}

it('every way to write is refused on a full disk, in every table, and in words', async () => {
  await database.open();
  for (const table of database.tables) await table.put(makeRow(table, 'a'));
  const before = await dumpAll();
  leaveFree(MB);
  for (const table of database.tables) {
    const all = table.toCollection();
    const key = await all.primaryKeys().then(([first]) => first);
    for (const write of [
      () => table.add(makeRow(table, 'b')),
      () => table.put(makeRow(table, 'a')),
      () => table.bulkAdd([makeRow(table, 'b')]),
      () => table.bulkPut([makeRow(table, 'a')]),
      () => table.update(key, { changed: true }),
      () => table.delete(key),
      () => table.bulkDelete([key]),
      () => table.toCollection().modify({ changed: true }),
      () => table.toCollection().delete(),
      () => table.clear(),
      () => database.transaction('rw', table, () => table.put(makeRow(table, 'b'))),
    ]) {
      const error: unknown = await write().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RoomError);
      expect(explainStorageError(error)).toMatch(/no room left on this disk.*elsewhere/);
    }
  }
  expect(await dumpAll()).toEqual(before);
});

it('people, groups, studies and runs are neither changed, deleted nor put back, and all are once there is room', async () => {
  const ada = await addPerson(database, 'Ada');
  const definition = { title: 'Reading', consentText: 'I take part.', targetCount: 9 as const };
  const group = await addGroup(database, definition, ['P1']);
  const study = await readExampleStudy();
  const draft = await addDraft(database, study);
  const gone = (await deleteDraft(database, (await addDraft(database, study)).id))!;
  const bob = await addPerson(database, 'Bob');
  const bobGone = await deletePerson(database, bob.id);
  const source = { kind: 'file', name: 'study.json' } as const;
  const run = await createRun(database, {
    definition: study,
    studyHash: 'f'.repeat(64),
    source,
    language: 'en',
  });
  const writes = [
    () => renamePerson(database, ada.id, 'Ida'),
    () => restore(database, bobGone),
    () => changeGroup(database, group.id, { ...definition, title: 'Writing' }, ['P2']),
    () => writeDraft(database, draft.id, { definition: { ...study, title: 'Another' } }),
    () => restoreDraft(database, gone),
    () => deleteGroup(database, group.id, true),
    () => deleteRun(database, run.id),
  ];
  const before = await dumpAll();
  leaveFree(0);
  for (const write of writes) await expect(write()).rejects.toThrow(RoomError);
  expect(await dumpAll()).toEqual(before);

  leaveFree(QUOTA);
  for (const write of writes) await write();
  expect((await listPeople(database)).map(({ name }) => name)).toEqual(['Bob', 'Ida']);
  expect(await listGroups(database)).toEqual([]);
  expect(await listRuns(database)).toEqual([]);
  const titles = (await listDrafts(database)).map((row) => row.definition.title);
  expect(titles).toHaveLength(2);
  expect(titles).toContain('Another');
});

it('runs whose days are over stay while they cannot be deleted', async () => {
  const definition = structuredClone(await readExampleStudy());
  const source = { kind: 'file', name: 'study.json' } as const;
  const made = { definition, studyHash: 'f'.repeat(64), source, language: 'en' };
  const { id } = await createRun(database, made, new Date('2020-01-01T00:00:00.000Z'));
  await database.studyRuns.update(id, { stage: 'sent', steps: { endedAt: '2020-01-01T00:00:00.000Z' } });
  const locks = {
    request: (_: string, __: unknown, use: (lock: unknown) => unknown) => use({}),
  } as unknown as LockManager;
  leaveFree(0);
  await expect(deleteExpired(database, new Date(), locks)).rejects.toThrow(RoomError);
  expect(await listRuns(database)).toHaveLength(1);
  leaveFree(QUOTA);
  await deleteExpired(database, new Date(), locks);
  expect(await listRuns(database)).toEqual([]);
});

const photo = (bytes: number) => new Blob([new Uint8Array(bytes)]);

describe('a disk that fills up in the middle', () => {
  const addPhoto = (measurementId: string, index: number, bytes: number) =>
    database.frames.add({ measurementId, index, x: 0, y: 0, timestampMs: 0, jpeg: photo(bytes) });

  it('undoes all of a transaction, whose own writes the browser does not count yet', async () => {
    leaveFree(5 * MB);
    const filling = database.transaction('rw', database.frames, async () => {
      for (let index = 0; index < 4; index += 1) await addPhoto('a', index, MB);
    });
    await expect(filling).rejects.toThrow(RoomError);
    expect(await database.frames.count()).toBe(0);
    // Three of them leave what a full disk has.
    await database.transaction('rw', database.frames, async () => {
      for (let index = 0; index < 2; index += 1) await addPhoto('a', index, MB);
    });
    expect(await database.frames.count()).toBe(2);
  });

  it('refuses what is larger than the room that there is, and takes what is smaller', async () => {
    leaveFree(5 * MB);
    await expect(addPhoto('a', 0, 4 * MB)).rejects.toThrow(RoomError);
    await addPhoto('a', 0, MB);
    expect(await database.frames.count()).toBe(1);
  });

  it('leaves of a measurement what was taken before', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('ada', 9));
    const frame = { x: 0.5, y: 0.5, timestampMs: 0, jpeg: photo(1000) };
    leaveFree(QUOTA);
    await addFrame(database, id, frame);
    leaveFree(MB);
    await expect(addFrame(database, id, frame)).rejects.toThrow(RoomError);
    expect(await database.frames.count()).toBe(1);
    expect(await database.measurements.get(id)).toMatchObject({ frameCount: 1 });
  });

  it('stops an import, which keeps what is stored whole and goes on with the same file', async () => {
    const definition = { title: 'Reading', consentText: 'I take part.', targetCount: 9 as const };
    const from = openFreshDatabase();
    const group = await addGroup(from, definition, ['P1', 'P2', 'P3']);
    for (const { personId, code } of await from.participants.toArray()) {
      await from.people.add({ id: personId, name: code, createdAt: group.createdAt });
      const { id } = await beginMeasurement(from, describeMeasurement(personId, 9));
      const jpeg = new Blob([await makeJpeg()], { type: 'image/jpeg' });
      for (let index = 0; index < 9; index += 1) {
        await addFrame(from, id, { x: 0.1 * index, y: 0.5, timestampMs: index, jpeg });
      }
    }
    const zip = await exportZip(from, group.id, new Date());

    leaveFree(QUOTA);
    const importing = importGroup(database, zip, 'group.zip', {
      onProgress({ step, of, done }) {
        if (step === 'storing' && of === 'measurements' && done === 1) leaveFree(0);
      },
    });
    await expect(importing).rejects.toThrow(RoomError);
    expect(await database.measurements.toArray()).toMatchObject([{ status: 'complete', frameCount: 9 }]);
    expect(await database.frames.count()).toBe(9);

    leaveFree(QUOTA);
    const { measurements } = await importGroup(database, zip, 'group.zip');
    expect(measurements).toMatchObject({ imported: 2, duplicates: 1 });
  });
});

describe('the browser', () => {
  it('is asked for each transaction, and not for each of its many writes', async () => {
    const estimate = leaveFree(QUOTA);
    const write = (id: number) => writeScreen(database, { ...SCREEN, id: `${id}` });
    await database.transaction('rw', database.screens, async () => {
      for (let id = 0; id < 50; id += 1) await write(id);
    });
    expect(estimate.mock.calls.length).toBeLessThan(10);
    expect(await database.screens.count()).toBe(50);
    estimate.mockClear();
    await write(50);
    expect(estimate).toHaveBeenCalledTimes(1);
    // However soon after another.
    leaveFree(0);
    await expect(write(51)).rejects.toThrow(RoomError);
  });

  it('is asked again at once where it said that there is none', async () => {
    leaveFree(0);
    await expect(writeScreen(database, SCREEN)).rejects.toThrow(RoomError);
    leaveFree(QUOTA);
    await writeScreen(database, SCREEN);
    expect(await readScreen(database, SCREEN.id)).toEqual(SCREEN);
  });

  it.each([
    ['does not answer', () => Promise.reject(new TypeError('no estimate'))],
    ['does not say', async () => ({ usage: MB })],
  ])('stands in the way of nothing where it %s', async (_, estimate) => {
    vi.stubGlobal('navigator', { storage: { estimate } });
    await writeScreen(database, SCREEN);
    expect(await readScreen(database, SCREEN.id)).toEqual(SCREEN);
  });

  it('may take its time: the transaction waits', async () => {
    const estimate = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { quota: QUOTA, usage: 0 };
    };
    vi.stubGlobal('navigator', { storage: { estimate } });
    await database.transaction('rw', database.screens, async () => {
      await Promise.all(['a', 'b', 'c'].map((id) => database.screens.put({ ...SCREEN, id })));
      expect(await database.screens.count()).toBe(3);
    });
    expect(await database.screens.count()).toBe(3);
  });
});

it('what was refused is not shown to who follows a query', async () => {
  await writeScreen(database, SCREEN);
  const seen = vi.fn();
  const stop = followQuery(() => readScreen(database, SCREEN.id), { next: seen });
  await vi.waitFor(() => expect(seen).toHaveBeenCalled());
  leaveFree(0);
  await expect(writeScreen(database, { ...SCREEN, widthPx: 2 })).rejects.toThrow(RoomError);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen.mock.lastCall).toEqual([SCREEN]);
  expect(await readScreen(database, SCREEN.id)).toEqual(SCREEN);
  stop();
});
