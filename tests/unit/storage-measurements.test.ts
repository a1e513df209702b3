import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import {
  addFrame,
  beginMeasurement,
  noteEyesSeen,
  readFrame,
  readFrames,
  replaceFrame,
  setShut,
  setSkipped,
  undoFrame,
} from '../../src/storage/measurements.ts';
import { deleteMeasurement } from '../../src/storage/people.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});

const frame = (bytes: number, x = 0.5) => ({
  x,
  y: 0.5,
  timestampMs: bytes,
  jpeg: new Blob([new Uint8Array(bytes)]),
});

describe('a measurement being taken', () => {
  it('counts its frames and their bytes, and is complete with the last target', async () => {
    const { id, status } = await beginMeasurement(database, describeMeasurement('anna', 3));
    expect(status).toBe('running');
    expect(await addFrame(database, id, frame(10))).toMatchObject({
      frameCount: 1,
      bytes: 10,
      status: 'running',
    });
    await addFrame(database, id, frame(20));
    const complete = await addFrame(database, id, frame(30));
    expect(complete).toMatchObject({ frameCount: 3, bytes: 60, status: 'complete' });
    expect(await database.measurements.get(id)).toEqual(complete);
    expect((await readFrames(database, id)).map(({ index, jpeg }) => [index, jpeg.size])).toEqual([
      [0, 10],
      [1, 20],
      [2, 30],
    ]);
  });

  it('takes the last frame back, and the next one gets its place', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 2));
    await addFrame(database, id, frame(10));
    await addFrame(database, id, frame(20));
    expect(await undoFrame(database, id)).toMatchObject({ frameCount: 1, bytes: 10, status: 'running' });
    await addFrame(database, id, frame(40, 0.75));
    expect(await readFrame(database, id, 1)).toMatchObject({ x: 0.75 });
    expect(await database.frames.count()).toBe(2);
  });

  it('has nothing to take back at its start', async () => {
    const begun = await beginMeasurement(database, describeMeasurement('anna'));
    expect(await undoFrame(database, begun.id)).toEqual(begun);
  });

  it('is complete without the targets that were skipped, and not with them wanted again', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 3));
    await addFrame(database, id, { ...frame(10), target: 0 });
    await setSkipped(database, id, 1, true);
    expect(await addFrame(database, id, { ...frame(20), target: 2 })).toMatchObject({
      frameCount: 2,
      status: 'complete',
      targets: { skipped: [1] },
    });
    expect(await setSkipped(database, id, 1, false)).toMatchObject({
      status: 'running',
      targets: { skipped: [] },
    });
  });

  it('is never complete without any photo', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 1));
    expect(await setSkipped(database, id, 0, true)).toMatchObject({ status: 'running', frameCount: 0 });
  });

  it('deletes the photo of a target that is skipped after all, and leaves no gap', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 3));
    for (const target of [0, 1, 2]) await addFrame(database, id, { ...frame(10 + target), target });
    expect(await setSkipped(database, id, 1, true)).toMatchObject({ frameCount: 2, bytes: 22 });
    expect((await readFrames(database, id)).map(({ index, target }) => [index, target])).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });

  it('is not complete while a photo with shut eyes is to be taken again', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 2));
    await addFrame(database, id, { ...frame(10), target: 0 });
    await addFrame(database, id, { ...frame(20), target: 1 });
    expect(await setShut(database, id, 0, true)).toMatchObject({ status: 'running', frameCount: 2 });
    expect(await readFrame(database, id, 0)).toMatchObject({ eyes: 'closed' });
    const again = { ...frame(40), target: 0 };
    expect(await replaceFrame(database, id, again)).toMatchObject({
      frameCount: 2,
      bytes: 60,
      status: 'complete',
    });
    // In the order of taking: the new photo is the last, and the one to be undone first.
    expect((await readFrames(database, id)).map(({ index, target, eyes }) => [index, target, eyes])).toEqual([
      [0, 1, undefined],
      [1, 0, undefined],
    ]);
    await undoFrame(database, id);
    expect((await readFrames(database, id)).map(({ target }) => target)).toEqual([1]);
  });

  it('keeps the photo with shut eyes where the new one cannot be stored', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 1));
    await addFrame(database, id, { ...frame(10), target: 0 });
    await setShut(database, id, 0, true);
    database.frames.hook('creating', () => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await expect(replaceFrame(database, id, { ...frame(20), target: 0 })).rejects.toThrow();
    expect((await readFrames(database, id)).map(({ jpeg }) => jpeg.size)).toEqual([10]);
  });

  it('takes the note of shut eyes back', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna', 1));
    await addFrame(database, id, { ...frame(10), target: 0 });
    await setShut(database, id, 0, true);
    expect(await setShut(database, id, 0, false)).toMatchObject({ status: 'complete' });
    expect(await readFrame(database, id, 0)).not.toHaveProperty('eyes');
  });

  it('gives each of two simultaneous frames a place of its own', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna'));
    await Promise.all([addFrame(database, id, frame(1)), addFrame(database, id, frame(2))]);
    expect((await readFrames(database, id)).map(({ index }) => index)).toEqual([0, 1]);
    expect(await database.measurements.get(id)).toMatchObject({ frameCount: 2, bytes: 3 });
  });

  it('says so when it was deleted in another tab, and stores nothing', async () => {
    await expect(addFrame(database, 'gone', frame(1))).rejects.toThrow('deleted meanwhile');
    expect(await database.frames.count()).toBe(0);
  });
});

describe('on a full disk', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('nothing is written, nor deleted, and all is as it was once there is room', async () => {
    const { id } = await beginMeasurement(database, describeMeasurement('anna'));
    await addFrame(database, id, frame(1));
    const before = await dump(database);
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e9, usage: 1e9 - 1e6 }) } });
    for (const write of [
      () => addFrame(database, id, frame(2)),
      () => replaceFrame(database, id, { ...frame(2), target: 0 }),
      () => undoFrame(database, id),
      () => noteEyesSeen(database, 1, true),
      () => deleteMeasurement(database, id),
    ]) {
      await expect(write()).rejects.toThrow(/no room left on this disk/);
    }
    expect(await dump(database)).toEqual(before);
    vi.unstubAllGlobals();
    await addFrame(database, id, frame(2));
    expect(await database.measurements.get(id)).toMatchObject({ frameCount: 2 });
  });
});

describe('explainStorageError', () => {
  it('names a full disk, also when Dexie wraps it', () => {
    const full = new DOMException('', 'QuotaExceededError');
    const wrapped = Object.assign(new Error('AbortError'), { name: 'AbortError', inner: full });
    expect(explainStorageError(full)).toMatch(/no room left/);
    expect(explainStorageError(wrapped)).toMatch(/no room left/);
  });

  // As Chromium said them on a disk that had filled up.
  it.each([
    ['DataError', 'Failed to write blobs (IOError)'],
    ['UnknownError', 'Internal error opening backing store for indexedDB.open.'],
  ])('says of %s that the disk cannot be written, also when Dexie wraps it', (name, message) => {
    const inner = new DOMException(message, name);
    const wrapped = Object.assign(new Error(message), { name: 'DatabaseClosedError', inner });
    for (const error of [inner, wrapped]) {
      expect(explainStorageError(error)).toMatch(
        /cannot write to this disk.*stored before is safe.*Make room/,
      );
    }
  });

  it.each([new Error('odd'), new DOMException('odd', 'DataError')])('keeps the words of %s', (error) => {
    expect(explainStorageError(error)).toBe('odd');
  });
});
