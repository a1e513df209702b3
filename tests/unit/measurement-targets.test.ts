import { describe, expect, it } from 'vitest';
import { createRandom, shuffle } from '../../src/measurement/random.ts';
import {
  createTargets,
  placeTarget,
  TARGET_COUNT,
  TARGET_DIAMETER_PX,
} from '../../src/measurement/targets.ts';

const SEEDS = [0, 1, 7, 123_456_789, 2 ** 32 - 1];

describe('createTargets', () => {
  it.each(SEEDS)('visits every cell of a 10 x 10 grid once in 100 targets (seed %i)', (seed) => {
    const cells = createTargets(seed, 100).map(({ xRoom, yRoom }) => cellOf(xRoom, yRoom, 10));
    expect(new Set(cells).size).toBe(100);
  });

  it.each(SEEDS)('visits every cell of a 5 x 5 grid once in each run of 25 (seed %i)', (seed) => {
    const targets = createTargets(seed, 100);
    for (let from = 0; from < 100; from += 25) {
      const cells = targets.slice(from, from + 25).map(({ xRoom, yRoom }) => cellOf(xRoom, yRoom, 5));
      expect(new Set(cells).size).toBe(25);
    }
  });

  it('is the same for the same seed, and different for another', () => {
    expect(createTargets(42)).toEqual(createTargets(42));
    expect(createTargets(42)).not.toEqual(createTargets(43));
    expect(createTargets(42)).toHaveLength(TARGET_COUNT);
  });

  it('only appends when more are asked for, so that a measurement can be resumed', () => {
    expect(createTargets(5, 130).slice(0, 37)).toEqual(createTargets(5, 37));
  });

  it('does not walk the screen in order: neighbours in time are far apart on average', () => {
    const targets = createTargets(9, 100);
    const steps = targets.slice(1).map((target, index) => {
      const before = targets[index];
      return before ? Math.hypot(target.xRoom - before.xRoom, target.yRoom - before.yRoom) : 0;
    });
    // Independent uniform points lie 0.52 apart on average; a scan line by line would step by 0.1 or so.
    expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeGreaterThan(0.4);
  });

  it('varies size and colour within what can be looked at', () => {
    const targets = createTargets(3);
    for (const { diameterPx } of targets) {
      expect(diameterPx).toBeGreaterThanOrEqual(TARGET_DIAMETER_PX.min);
      expect(diameterPx).toBeLessThanOrEqual(TARGET_DIAMETER_PX.max);
    }
    expect(new Set(targets.map(({ colour }) => colour)).size).toBeGreaterThan(80);
    expect(new Set(targets.map(({ diameterPx }) => Math.round(diameterPx))).size).toBeGreaterThan(15);
  });
});

describe('placeTarget', () => {
  it.each([
    { widthPx: 1920, heightPx: 1080 },
    { widthPx: 320, heightPx: 640 },
  ])('keeps the whole dot on a stage of $widthPx x $heightPx', (stage) => {
    for (const seed of SEEDS) {
      for (const target of createTargets(seed)) {
        const { xPx, yPx } = placeTarget(target, stage);
        const radius = target.diameterPx / 2;
        expect(xPx - radius).toBeGreaterThanOrEqual(0);
        expect(yPx - radius).toBeGreaterThanOrEqual(0);
        expect(xPx + radius).toBeLessThanOrEqual(stage.widthPx);
        expect(yPx + radius).toBeLessThanOrEqual(stage.heightPx);
      }
    }
  });

  it('touches the edges at the ends of its room', () => {
    const target = { xRoom: 0, yRoom: 1, diameterPx: 20, colour: 'red' };
    expect(placeTarget(target, { widthPx: 100, heightPx: 50 })).toEqual({ xPx: 10, yPx: 40 });
  });
});

describe('shuffle', () => {
  it('keeps every item and leaves the original as it was', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = shuffle(items, createRandom(1));
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

function cellOf(x: number, y: number, side: number): number {
  return Math.floor(y * side) * side + Math.floor(x * side);
}
