import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CameraError } from '../../src/camera/camera-error.ts';
import type { Photo } from '../../src/measurement/capture.ts';
import { createRun, type Run } from '../../src/measurement/run.ts';
import {
  advanceRun,
  beginRun,
  BREAK_EVERY,
  MIN_LOOK_MS,
  type RunState,
} from '../../src/measurement/run-state.ts';
import { createTargets } from '../../src/measurement/targets.ts';
import type { FoveaDatabase, MeasurementRow } from '../../src/storage/database.ts';
import { beginMeasurement, readFrames } from '../../src/storage/measurements.ts';
import { describeMeasurement, openFreshDatabase } from './storage-fresh-database.ts';

const SEED = 7;
const CREATED_AT = new Date('2026-11-23T10:00:00Z');
const CENTRE = { xScreen: 0.5, yScreen: 0.5 };

let database: FoveaDatabase;
let measurement: MeasurementRow;
let nowMs: number;
let takePhoto: ReturnType<typeof vi.fn<(notBeforeMs: number) => Promise<Photo>>>;

beforeEach(async () => {
  database = openFreshDatabase();
  measurement = await beginMeasurement(database, describeMeasurement('anna', 3, SEED), CREATED_AT);
  nowMs = CREATED_AT.getTime() + 5000;
  takePhoto = vi.fn(async () => ({ jpeg: new Blob(['photo']), timestampMs: nowMs }));
});

describe('createRun', () => {
  it('stores a photo for each target, in order, and is done with the last', async () => {
    const run = begin();
    const targets = createTargets(SEED, 3);
    for (const [index, target] of targets.entries()) {
      expect(run.target()).toEqual(target);
      await look(run, { xScreen: index / 10, yScreen: 0.9 });
    }
    expect(run.state()).toMatchObject({ phase: 'done', taken: 3 });
    expect(run.target()).toBeUndefined();
    const frames = await readFrames(database, measurement.id);
    expect(frames.map(({ x, y, timestampMs }) => [x, y, timestampMs])).toEqual([
      [0, 0.9, 6000],
      [0.1, 0.9, 7000],
      [0.2, 0.9, 8000],
    ]);
    expect(await database.measurements.get(measurement.id)).toMatchObject({ status: 'complete' });
  });

  it('asks for a photo no older than the dot', async () => {
    const run = begin();
    const shownAtMs = nowMs;
    await look(run);
    expect(takePhoto).toHaveBeenCalledWith(shownAtMs);
  });

  it('ignores a press that is too early to have looked, and one while a photo is being stored', async () => {
    const run = begin();
    nowMs += MIN_LOOK_MS - 1;
    expect(run.press(CENTRE)).toBe(false);
    nowMs += 1;
    expect(run.press(CENTRE)).toBe(true);
    expect(run.press(CENTRE)).toBe(false);
    await settled(run);
    expect(await database.frames.count()).toBe(1);
  });

  it('takes the last photo back and shows its dot again', async () => {
    const run = begin();
    await look(run);
    await look(run);
    expect(run.undo()).toBe(true);
    await settled(run);
    expect(run.state()).toMatchObject({ phase: 'look', taken: 1 });
    expect(run.target()).toEqual(createTargets(SEED, 3)[1]);
    expect(await database.frames.count()).toBe(1);
  });

  it('has nothing to take back before the first photo', () => {
    expect(begin().undo()).toBe(false);
  });

  it('goes on after a crash with the next target', async () => {
    await look(begin());
    measurement = (await database.measurements.get(measurement.id)) as MeasurementRow;
    const resumed = begin();
    expect(resumed.state()).toMatchObject({ phase: 'look', taken: 1 });
    expect(resumed.target()).toEqual(createTargets(SEED, 3)[1]);
  });

  it('pauses with the camera’s words when it is lost, and shows the same dot after', async () => {
    const run = begin();
    takePhoto.mockRejectedValueOnce(new CameraError('unplugged'));
    await look(run);
    expect(run.state()).toMatchObject({ phase: 'pause', taken: 0, pause: { reason: 'camera' } });
    expect(run.state().pause?.message).toMatch(/unplugged/);
    run.resume();
    expect(run.state()).toMatchObject({ phase: 'look', taken: 0 });
    await look(run);
    expect(run.state().taken).toBe(1);
  });

  it('pauses with a reason when the photo cannot be stored', async () => {
    const run = begin();
    database.frames.hook('creating', () => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await look(run);
    expect(run.state()).toMatchObject({ phase: 'pause', taken: 0, pause: { reason: 'storage' } });
    expect(await database.measurements.get(measurement.id)).toMatchObject({ frameCount: 0, bytes: 0 });
  });

  it('stays paused when the photo of the last press arrives during the pause, and counts it', async () => {
    const run = begin();
    const deliveries: ((photo: Photo) => void)[] = [];
    takePhoto.mockReturnValueOnce(new Promise((resolve) => deliveries.push(resolve)));
    nowMs += 1000;
    run.press(CENTRE);
    run.interrupt('pause');
    deliveries[0]?.({ jpeg: new Blob(['late']), timestampMs: nowMs });
    await vi.waitFor(() => expect(run.state().taken).toBe(1));
    expect(run.state().phase).toBe('pause');
  });
});

describe('createRun with targets to take again', () => {
  beforeEach(async () => {
    const run = begin();
    for (const xScreen of [0.1, 0.2, 0.3]) await look(run, { xScreen, yScreen: 0.5 });
  });

  it('begins paused, then replaces just those photos', async () => {
    const run = begin([0, 2]);
    expect(run.state()).toMatchObject({ phase: 'pause', count: 2, taken: 0, pause: { reason: 'again' } });
    run.resume();
    for (const target of [0, 2]) {
      expect(run.target()).toEqual(createTargets(SEED, 3)[target]);
      await look(run, { xScreen: 0.5 + target / 10, yScreen: 0.5 });
    }
    expect(run.state().phase).toBe('done');
    const frames = await readFrames(database, measurement.id);
    expect(frames.map(({ target, index, x }) => [target ?? index, x])).toEqual([
      [1, 0.2],
      [0, 0.5],
      [2, 0.7],
    ]);
    expect(await database.measurements.get(measurement.id)).toMatchObject({
      status: 'complete',
      frameCount: 3,
    });
  });

  it('goes back to a dot without losing its photo', async () => {
    const run = begin([0, 2]);
    run.resume();
    await look(run, { xScreen: 0.5, yScreen: 0.5 });
    expect(run.undo()).toBe(true);
    await settled(run);
    expect(run.target()).toEqual(createTargets(SEED, 3)[0]);
    expect(await database.frames.count()).toBe(3);
    await look(run, { xScreen: 0.6, yScreen: 0.5 });
    const again = (await readFrames(database, measurement.id)).filter(({ target }) => target === 0);
    expect(again.map(({ x }) => x)).toEqual([0.6]);
  });
});

describe('advanceRun', () => {
  const looking = beginRun(1, 3);
  const paused = advanceRun(looking, { type: 'interrupt', reason: 'pause' });

  it('keeps the first reason of a pause, but lets trouble outrank it', () => {
    expect(advanceRun(paused, { type: 'interrupt', reason: 'left' })).toBe(paused);
    const trouble = advanceRun(paused, { type: 'interrupt', reason: 'camera', message: 'gone' });
    expect(trouble.pause).toEqual({ reason: 'camera', message: 'gone' });
  });

  it('offers a break after each quarter of 100 targets, and not after the last', () => {
    let state = beginRun(0, 100);
    const breaks: number[] = [];
    for (let taken = 1; taken <= 100; taken += 1) {
      state = advanceRun({ ...state, phase: 'take' }, { type: 'stored', taken });
      if (state.phase !== 'pause') continue;
      expect(state.pause?.reason).toBe('break');
      breaks.push(taken);
      state = advanceRun(state, { type: 'resume' });
    }
    expect(breaks).toEqual([25, 50, 75]);
    expect(state.phase).toBe('done');
  });

  it.each([9, 25, 30, 49])('offers none in a run of %i targets', (count) => {
    const state = advanceRun(beginRun(BREAK_EVERY - 1, count), { type: 'stored', taken: BREAK_EVERY });
    expect(state.phase).not.toBe('pause');
  });

  it('offers no second break for a photo that is taken back and again', () => {
    const rested = advanceRun(beginRun(24, 100), { type: 'stored', taken: 25 });
    const goingOn = advanceRun(rested, { type: 'resume' });
    const undone = advanceRun(advanceRun(goingOn, { type: 'undo' }), { type: 'stored', taken: 24 });
    expect(advanceRun(undone, { type: 'stored', taken: 25 }).phase).toBe('look');
  });

  it('takes no press and no undo while paused', () => {
    expect(advanceRun(paused, { type: 'press', lookedMs: 5000 })).toBe(paused);
    expect(advanceRun(paused, { type: 'undo' })).toBe(paused);
  });

  it('is not interrupted once done', () => {
    const done: RunState = beginRun(3, 3);
    expect(advanceRun(done, { type: 'interrupt', reason: 'left' })).toBe(done);
  });
});

function begin(again?: readonly number[]): Run {
  return createRun({ database, measurement, again, takePhoto, onChange: () => undefined, now: () => nowMs });
}

/** One second passes, the person presses, the photo is stored. */
async function look(run: Run, place = CENTRE): Promise<void> {
  nowMs += 1000;
  expect(run.press(place)).toBe(true);
  await settled(run);
}

async function settled(run: Run): Promise<void> {
  await vi.waitFor(() => expect(['take', 'undo']).not.toContain(run.state().phase));
}
