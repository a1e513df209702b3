import { describe, expect, it } from 'vitest';
import {
  checkRoom,
  estimateMeasurementBytes,
  refuseFullDisk,
  requireRoom,
  RoomError,
} from '../../src/storage/room.ts';

const MB = 1000 * 1000;
const GB = 1000 * MB;

const answer = (estimate: StorageEstimate) => ({ estimate: async () => estimate });

async function refuseToAnswer(): Promise<StorageEstimate> {
  throw new TypeError('no estimate');
}

describe('checkRoom', () => {
  it.each([
    ['there is plenty', { quota: 100 * GB, usage: GB }, 5 * GB, true],
    ['it just fits beside what is kept free', { quota: 120 * MB, usage: 0 }, 100 * MB, true],
    ['it would leave nothing free', { quota: 119 * MB, usage: 0 }, 100 * MB, false],
    ['all is used up already', { quota: 10 * MB, usage: 12 * MB }, 0, false],
    ['the browser does not say its bound', { usage: 12 * MB }, 100 * GB, true],
    ['the browser does not say its use', { quota: 12 * MB }, 100 * GB, true],
  ])('where %s', async (_, estimate, neededBytes, enough) => {
    expect((await checkRoom(neededBytes, answer(estimate))).enough).toBe(enough);
  });

  it('says how much is needed, how much is left, and what to do', async () => {
    const room = await checkRoom(5 * GB, answer({ quota: 2 * GB, usage: GB }));
    expect(room).toEqual({
      enough: false,
      freeBytes: GB,
      message: expect.stringMatching(
        /about 5\.0 GB are needed.*1\.0 GB left.*Delete what you no longer need/,
      ),
    });
  });

  it('sends nobody to delete something here where that cannot be written either', async () => {
    const room = await checkRoom(GB, answer({ quota: GB, usage: GB - MB }));
    expect(room).toMatchObject({ message: expect.stringMatching(/no longer need, elsewhere on the disk/) });
  });

  it('lets be where the browser cannot be asked', async () => {
    expect(await checkRoom(GB, { estimate: refuseToAnswer })).toEqual({ enough: true });
    // Node has no `navigator.storage`.
    expect(await checkRoom(GB)).toEqual({ enough: true });
  });
});

describe('requireRoom', () => {
  it('throws in words where there is too little, and not where there is enough', async () => {
    await expect(requireRoom(GB, answer({ quota: MB, usage: 0 }))).rejects.toThrow(RoomError);
    await expect(requireRoom(MB, answer({ quota: GB, usage: 0 }))).resolves.toBeUndefined();
  });
});

describe('refuseFullDisk', () => {
  it.each([
    ['to the last byte', { quota: GB, usage: GB }],
    ['but for less than a write may take', { quota: GB, usage: GB - MB }],
  ])('refuses in words where it is full %s', async (_, estimate) => {
    await expect(refuseFullDisk(answer(estimate))).rejects.toThrow(/no room left on this disk.*elsewhere/);
    await expect(refuseFullDisk(answer(estimate))).rejects.toThrow(RoomError);
  });

  it('lets be where there is little room, and where the browser does not say', async () => {
    for (const estimate of [{ quota: GB, usage: GB - 3 * MB }, { usage: MB }]) {
      await expect(refuseFullDisk(answer(estimate))).resolves.toBeUndefined();
    }
    await expect(refuseFullDisk({ estimate: refuseToAnswer })).resolves.toBeUndefined();
  });
});

describe('estimateMeasurementBytes', () => {
  it('grows with the targets, and is more than the 40 kB of a common photo', () => {
    expect(estimateMeasurementBytes(100)).toBe(100 * estimateMeasurementBytes(1));
    expect(estimateMeasurementBytes(1)).toBeGreaterThan(40_000);
  });
});
