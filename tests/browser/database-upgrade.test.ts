// In a real browser, whose IndexedDB ends a transaction as soon as nothing is asked of it: a database of an older version stays
// as it is while the disk is full.
import { Dexie } from 'dexie';
import { afterEach, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import version6 from '../fixtures/databases/version-6.json';

const NAME = 'upgraded';
/** IndexedDB's number of Dexie's version. */
const NATIVE = 10;
const MB = 1000 * 1000;
const QUOTA = 1000 * MB;

afterEach(async () => {
  vi.restoreAllMocks();
  await Dexie.delete(NAME);
});

async function readVersion(): Promise<number | undefined> {
  return (await indexedDB.databases()).find(({ name }) => name === NAME)?.version;
}

it('a database is brought up to date once there is room on the disk, and not before', async () => {
  const old = new Dexie(NAME);
  old.version(version6.version).stores(version6.stores);
  await old.table('people').add({ id: 'ada', name: 'Ada', createdAt: '2026-02-03T04:05:06.000Z' });
  old.close();

  let freeBytes = MB;
  const answer = async () => {
    // As long as a busy browser takes to answer.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { quota: QUOTA, usage: QUOTA - freeBytes };
  };
  vi.spyOn(navigator.storage, 'estimate').mockImplementation(answer);
  const database = openDatabase(NAME);
  const refused = await database.people.count().then(() => '', explainStorageError);
  expect(refused).toMatch(/^There is no room left on this disk/);
  expect(await readVersion()).toBe(NATIVE * version6.version);

  freeBytes = 500 * MB;
  await vi.waitFor(async () => expect(await database.people.count()).toBe(1), 5000);
  expect(await readVersion()).toBe(NATIVE * database.verno);
  expect(await database.studies.count()).toBe(0);
  database.close();
});
