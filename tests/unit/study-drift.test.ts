// Drift found in a check: what is corrected of it helps, and noise is not taken for it.
import { expect, test, it, describe } from 'vitest';
import { createDriftCorrection, MOST_CORRECTION, type Drift } from '../../src/gaze/drift-correction.ts';
import { createRandom } from '../../src/measurement/random.ts';
import { estimateDrift } from '../../src/study/tasks/drift.ts';
import type { Trial } from '../../src/validation/trial.ts';

const TARGETS = [
  [0.5, 0.5],
  [0.1, 0.1],
  [0.9, 0.1],
  [0.1, 0.9],
  [0.9, 0.9],
] as const;

/** A check in which every dot is off by `offsets[i]`; an undefined one was not looked at. */
function makeTrials(offsets: readonly (Drift | undefined)[]): Trial[] {
  return offsets.map((offset, i) => {
    const [xScreen, yScreen] = TARGETS[i]!;
    const sample = offset && { xScreen: xScreen + offset.xScreen, yScreen: yScreen + offset.yScreen };
    return {
      target: { xScreen, yScreen },
      fromMs: 0,
      untilMs: 1200,
      expectedSamples: 12,
      samples: sample ? Array.from({ length: 12 }, (_, k) => ({ ...sample, timestampMs: 100 * k })) : [],
    };
  });
}

const repeat = (xScreen: number, yScreen: number, count = 5): Drift[] =>
  Array.from({ length: count }, () => ({ xScreen, yScreen }));

test('an offset that all dots agree on is corrected, but for the doubt that five dots leave', () => {
  const { drift, correction } = estimateDrift(makeTrials(repeat(0.1, -0.08)));
  expect(drift!.xScreen).toBeCloseTo(0.1, 10);
  expect(drift!.yScreen).toBeCloseTo(-0.08, 10);
  expect(correction!.xScreen).toBeGreaterThan(0.085);
  expect(correction!.xScreen).toBeLessThan(0.1);
  expect(correction!.yScreen).toBeLessThan(-0.06);
});

test('one dot that was not looked at, but something else was, changes little', () => {
  const offsets = [...repeat(0.1, 0, 4), { xScreen: -0.7, yScreen: 0.6 }];
  const { drift, correction } = estimateDrift(makeTrials(offsets));
  expect(drift!.xScreen).toBeCloseTo(0.1, 10);
  expect(correction!.xScreen).toBeGreaterThan(0.085);
  expect(correction!.yScreen).toBe(0);
});

test('the fewer dots there are, the less is believed, and of two nothing is', () => {
  const corrections = [5, 4, 3, 2].map((count) => {
    const offsets = [...repeat(0.1, 0.1, count), ...Array.from({ length: 5 - count }, () => undefined)];
    return estimateDrift(makeTrials(offsets)).correction?.xScreen ?? 0;
  });
  expect(corrections).toEqual(corrections.toSorted((a, b) => b - a));
  expect(corrections[2]).toBeGreaterThan(0);
  expect(corrections[3]).toBe(0);
});

test('dots that are off in all directions are no drift', () => {
  const offsets = [0.12, -0.1, 0.04, -0.13, 0.09].map((off) => ({ xScreen: off, yScreen: -off }));
  expect(estimateDrift(makeTrials(offsets))).toMatchObject({ correction: null });
});

test('a check without a look says nothing', () => {
  expect(estimateDrift(makeTrials([undefined, undefined]))).toEqual({ drift: null, correction: null });
});

describe('what samples are moved by', () => {
  const sample = { timestampMs: 1, xScreen: 0.5, yScreen: 0.5, confidence: 1 };

  test('adds up over checks, stays within its bound, and is taken back', () => {
    const correction = createDriftCorrection();
    expect(correction.apply(sample)).toBe(sample);
    expect(correction.clear()).toBe(false);
    correction.add({ drift: { xScreen: 0.1, yScreen: -0.05 }, checkedAt: '1' });
    expect(correction.apply(sample)).toMatchObject({ xScreen: 0.4, yScreen: 0.55 });
    expect(correction.add({ drift: { xScreen: 0.1, yScreen: 0 }, checkedAt: '2' }).xScreen).toBeCloseTo(
      MOST_CORRECTION - 0.1,
      10,
    );
    expect(correction.apply(sample).xScreen).toBeCloseTo(0.5 - MOST_CORRECTION, 10);
    expect(correction.clear()).toBe(true);
    expect(correction.apply(sample)).toBe(sample);
  });
});

/** Mean distance from where one looks, in % of the screen, before a check's correction and after it. */
function simulate({ drift, spread, missed = 0 }: { drift: number; spread: number; missed?: number }) {
  const random = createRandom(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const people = 4000;
  let [before, after] = [0, 0];
  for (let person = 0; person < people; person += 1) {
    const angle = 2 * Math.PI * random();
    const real = { x: drift * Math.cos(angle), y: drift * Math.sin(angle) };
    const offset = () => ({ xScreen: real.x + spread * normal(), yScreen: real.y + spread * normal() });
    const offsets = TARGETS.map((_, i) =>
      i < missed ? { xScreen: random() - 0.5, yScreen: random() - 0.5 } : offset(),
    );
    const { correction } = estimateDrift(makeTrials(offsets));
    const { xScreen, yScreen } = offset();
    before += Math.hypot(xScreen, yScreen);
    after += Math.hypot(xScreen - (correction?.xScreen ?? 0), yScreen - (correction?.yScreen ?? 0));
  }
  return { before: (100 * before) / people, after: (100 * after) / people };
}

// The table of docs/study-tasks.md: 4,000 people, each checked once and then looking at one more place.
it.each([
  { drift: 0.1, spread: 0.02, missed: 0, before: 10.2, after: 3.6 },
  { drift: 0.1, spread: 0.05, missed: 0, before: 11.4, after: 8.3 },
  { drift: 0.1, spread: 0.05, missed: 1, before: 11.2, after: 9.5 },
  { drift: 0.06, spread: 0.02, missed: 0, before: 6.3, after: 3.9 },
  { drift: 0.06, spread: 0.05, missed: 0, before: 8.3, after: 7.7 },
])('a drift of $drift under a spread of $spread, $missed missed, is corrected in part', (one) => {
  const { before, after } = simulate(one);
  expect(before).toBeCloseTo(one.before, 1);
  expect(after).toBeCloseTo(one.after, 1);
});

it.each([0.02, 0.05, 0.08])('noise of %s that is no drift is left as it is: within 1 %% of it', (spread) => {
  const { before, after } = simulate({ drift: 0, spread });
  expect(after / before - 1).toBeLessThan(0.01);
});
