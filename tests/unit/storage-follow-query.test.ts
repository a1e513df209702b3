import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Dexie, type IntervalTree } from 'dexie';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { followQuery, MOST_WRITES_REMEMBERED } from '../../src/storage/follow-query.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as (options: object) => Promise<void>;
/** Asynchronously: what the stack still names would be kept else. */
const collectGarbage = () => gc({ type: 'major', execution: 'async' });

let database: FoveaDatabase;
let stop: () => void = () => undefined;
beforeEach(async () => {
  database = openFreshDatabase();
  // A database that is made tells of it as of a write.
  await database.open();
});
afterEach(() => stop());

const addPerson = (id: string) => database.people.add({ id, name: id, createdAt: '2026-01-01T00:00:00Z' });
const writeChunk = (index: number) =>
  database.sessionChunks.add({
    sessionId: 'one',
    index,
    views: [],
    elements: [],
    events: [],
    samples: createSamples(0),
  });
/** Past Dexie, which would take it for one more write: the row holds its key too. */
async function forgetChunk(index: number): Promise<void> {
  const transaction = database.backendDB().transaction('sessionChunks', 'readwrite');
  transaction.objectStore('sessionChunks').delete(['one', index]);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
}
const listIds = async () => (await database.people.toArray()).map(({ id }) => id);

/** What is followed of the people, and each answer. */
function followPeople() {
  const query = vi.fn(listIds);
  const next = vi.fn<(ids: string[]) => void>();
  stop = followQuery(query, { next });
  return { query, next };
}

it('answers at once, and again when what it asks for changes', async () => {
  await addPerson('anna');
  const { next } = followPeople();
  await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith(['anna']));
  await addPerson('bo');
  await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith(['anna', 'bo']));
});

it('is not asked again for the writes to another table, but for the last of so many', async () => {
  const { query, next } = followPeople();
  await vi.waitFor(() => expect(next).toHaveBeenCalledTimes(1));
  for (let i = 1; i < MOST_WRITES_REMEMBERED; i += 1) await writeChunk(i);
  expect(query).toHaveBeenCalledTimes(1);
  await writeChunk(MOST_WRITES_REMEMBERED);
  await vi.waitFor(() => expect(next).toHaveBeenCalledTimes(2));
  expect(query).toHaveBeenCalledTimes(2);
});

it('misses no change that comes with the last of so many', async () => {
  const { next } = followPeople();
  await vi.waitFor(() => expect(next).toHaveBeenCalledTimes(1));
  for (let i = 1; i < MOST_WRITES_REMEMBERED; i += 1) await writeChunk(i);
  await Promise.all([writeChunk(MOST_WRITES_REMEMBERED), addPerson('anna')]);
  await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith(['anna']));
  await addPerson('bo');
  await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith(['anna', 'bo']));
});

it('lets go of the writes to another table: what it remembers of them is bounded', async () => {
  const keys: WeakRef<object>[] = [];
  const table = `idb://${database.name}/sessionChunks/`;
  const note = (parts: { [part: string]: IntervalTree }): void => {
    const key: unknown = (parts[table] as { from?: unknown } | undefined)?.from;
    if (Array.isArray(key)) keys.push(new WeakRef(key));
  };
  Dexie.on('storagemutated', note);
  try {
    const { next } = followPeople();
    await vi.waitFor(() => expect(next).toHaveBeenCalled());
    const writes = 10 * MOST_WRITES_REMEMBERED;
    for (let i = 0; i < writes; i += 1) {
      await writeChunk(i);
      await forgetChunk(i);
    }
    await collectGarbage();
    expect(keys).toHaveLength(writes);
    // Dexie's cache holds on to the first asking's; those of the last are still needed.
    expect(keys.filter((key) => key.deref()).length).toBeLessThan(3 * MOST_WRITES_REMEMBERED);
  } finally {
    Dexie.on.storagemutated.unsubscribe(note);
  }
});

it('tells of an error of the query', async () => {
  const error = vi.fn();
  stop = followQuery(() => Promise.reject(new Error('no such thing')), { next: vi.fn(), error });
  await vi.waitFor(() =>
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ message: 'no such thing' })),
  );
});

it('is asked again where it failed, until it goes well, and then only for changes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const query = vi
      .fn(listIds)
      .mockRejectedValueOnce(new Error('full'))
      .mockRejectedValueOnce(new Error('full'));
    const [next, error] = [vi.fn<(ids: string[]) => void>(), vi.fn()];
    stop = followQuery(query, { next, error });
    for (let failures = 1; failures <= 2; failures += 1) {
      await vi.advanceTimersByTimeAsync(2000);
      await vi.waitFor(() => expect(error).toHaveBeenCalledTimes(failures));
    }
    expect(next).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith([]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(query).toHaveBeenCalledTimes(3);
  } finally {
    vi.useRealTimers();
  }
});

it('is over once stopped', async () => {
  const { query, next } = followPeople();
  await vi.waitFor(() => expect(next).toHaveBeenCalledTimes(1));
  stop();
  await addPerson('anna');
  for (let i = 0; i < MOST_WRITES_REMEMBERED; i += 1) await writeChunk(i);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(query).toHaveBeenCalledTimes(1);
  expect(next).toHaveBeenCalledTimes(1);
});
