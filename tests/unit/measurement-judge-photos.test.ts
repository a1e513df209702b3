import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import 'fake-indexeddb/auto';
import { judgePhotos } from '../../src/measurement/judge-photos.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { addFrame, beginMeasurement, readFrames, replaceFrame } from '../../src/storage/measurements.ts';
import { describeMeasurement, openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
let id: string;
let controller: AbortController;
beforeEach(async () => {
  database = openFreshDatabase();
  ({ id } = await beginMeasurement(database, describeMeasurement('anna', 5)));
  controller = new AbortController();
});
afterEach(() => controller.abort());

const photo = (bytes: number) => ({
  x: 0.5,
  y: 0.5,
  timestampMs: bytes,
  jpeg: new Blob([new Uint8Array(bytes)]),
});
const listSeen = async () => (await readFrames(database, id)).map(({ eyesSeen }) => eyesSeen);
/** Eyes are in photos of an even number of bytes. */
const look = vi.fn(async (jpeg: Blob) => ({ eyesSeen: jpeg.size % 2 === 0 }));

it('looks at the photos that are there, at those that come, and at those that replace others', async () => {
  await addFrame(database, id, photo(1));
  await addFrame(database, id, photo(2));
  judgePhotos(database, id, look, controller.signal);
  await vi.waitFor(async () => expect(await listSeen()).toEqual([false, true]));
  await addFrame(database, id, photo(3));
  await vi.waitFor(async () => expect(await listSeen()).toEqual([false, true, false]));
  await replaceFrame(database, id, { ...photo(4), target: 0 });
  await vi.waitFor(async () => expect(await listSeen()).toEqual([true, false, true]));
  expect(look).toHaveBeenCalledTimes(4);
});

it('leaves a photo that cannot be looked at without a note, once, and goes on', async () => {
  const failing = vi.fn(async ({ size }: Blob) => {
    if (size === 1) throw new Error('no network');
    return { eyesSeen: true };
  });
  await addFrame(database, id, photo(1));
  await addFrame(database, id, photo(2));
  judgePhotos(database, id, failing, controller.signal);
  await vi.waitFor(async () => expect(await listSeen()).toEqual([undefined, true]));
  await addFrame(database, id, photo(3));
  await vi.waitFor(async () => expect(await listSeen()).toEqual([undefined, true, true]));
  expect(failing).toHaveBeenCalledTimes(3);
});

it('looks at nothing more once aborted', async () => {
  const late: ((found: { eyesSeen: boolean }) => void)[] = [];
  judgePhotos(database, id, () => new Promise((resolve) => late.push(resolve)), controller.signal);
  await addFrame(database, id, photo(1));
  await addFrame(database, id, photo(2));
  await vi.waitFor(() => expect(late).toHaveLength(1));
  controller.abort();
  late[0]?.({ eyesSeen: true });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await listSeen()).toEqual([undefined, undefined]);
  expect(late).toHaveLength(1);
});
