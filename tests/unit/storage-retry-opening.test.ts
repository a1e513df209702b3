import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { followQuery } from '../../src/storage/follow-query.ts';
import { listPeople } from '../../src/storage/people.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
let open: ReturnType<typeof fillDisk>;
let stop: () => void = () => undefined;
beforeEach(() => {
  database = openFreshDatabase();
  vi.spyOn(console, 'warn').mockReturnValue();
  open = fillDisk();
});
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

/** No database opens until the mock is restored. */
function fillDisk() {
  return vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
  });
}

const ask = () => listPeople(database);
const untilRetry = () => new Promise((resolve) => setTimeout(resolve, 600));

it('a database that did not open opens with a later query', async () => {
  await expect(ask()).rejects.toThrow('backing store');
  open.mockRestore();
  await untilRetry();
  expect(await ask()).toEqual([]);
});

it('many queries at once try only once, and each of them is told why', async () => {
  await expect(ask()).rejects.toThrow();
  open.mockClear();
  await untilRetry();
  const failures = await Promise.all(
    [ask(), ask(), ask()].map((asked) => asked.catch((error: unknown) => error)),
  );
  expect(open).toHaveBeenCalledTimes(1);
  for (const failure of failures) expect(explainStorageError(failure)).toMatch(/cannot write to this disk/);
});

it('one that was shut on purpose stays shut', async () => {
  await expect(ask()).rejects.toThrow();
  database.close();
  open.mockRestore();
  await untilRetry();
  await expect(ask()).rejects.toThrow('closed');
});

it('a query that is followed tells of it, and answers once there is room', async () => {
  const [next, error] = [vi.fn(), vi.fn()];
  stop = followQuery(ask, { next, error });
  await vi.waitFor(() => expect(error).toHaveBeenCalled());
  expect(explainStorageError(error.mock.lastCall![0])).toMatch(/cannot write to this disk/);
  open.mockRestore();
  await vi.waitFor(() => expect(next).toHaveBeenLastCalledWith([]), 5000);
});
