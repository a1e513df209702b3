// How noisy gaze is, how long frames stand for, and what fixation detection takes from both.
import { describe, expect, it } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { estimatePrecision, pctToPx } from '../../src/gaze/estimate-precision.ts';
import { chooseFixationParameters, findPxPerUnit } from '../../src/gaze/fixation-parameters.ts';
import { findMedian } from '../../src/gaze/median.ts';
import { computeHolds, findMedianInterval } from '../../src/gaze/sample-holds.ts';
import { findPxPerDegree } from '../../src/gaze/visual-angle.ts';
import type { Session } from '../../src/session/session-data.ts';

const SCREEN = { widthPx: 1920, heightPx: 1080 };

describe('precision', () => {
  it('is that of the last check, on this screen', () => {
    const { session } = makeSession({ minutes: 0.1, precisionPct: 2 });
    // 2 % of 1920 and 1080 px: sqrt((38.4^2 + 21.6^2) / 2).
    expect(estimatePrecision(session)!.from).toBe('check');
    expect(estimatePrecision(session)!.rmsPx).toBeCloseTo(31.15, 2);
    expect(pctToPx(2, { widthPx: 1000, heightPx: 1000 })).toBeCloseTo(20);
  });

  it.each([
    [0.5, 0],
    [1, 0],
    [2, 0],
    [1, 40],
    [2, 40],
  ])('without a check is told from the samples: %d %%, saccades of %d ms', (precisionPct, saccadeMs) => {
    const { session } = makeSession({ minutes: 10, seed: 3, errorPct: null, precisionPct, saccadeMs });
    const found = estimatePrecision(session)!;
    expect(found.from).toBe('samples');
    // Saccades add a little, and noise that is longer in x than in y is not quite what the median was made for.
    expect(found.rmsPx / pctToPx(precisionPct, SCREEN)).toBeGreaterThan(0.9);
    expect(found.rmsPx / pctToPx(precisionPct, SCREEN)).toBeLessThan(1.3);
  });

  it('of no gaze is not known', () => {
    const { session } = makeSession({ minutes: 0.1, errorPct: null, lossPct: 100 });
    expect(estimatePrecision(session)).toBeNull();
    expect(estimatePrecision(makeSession({ minutes: 0, errorPct: null }).session)).toBeNull();
  });
});

describe('parameters', () => {
  const choose = (change: Parameters<typeof makeSession>[0]) =>
    chooseFixationParameters(makeSession({ minutes: 0.5, ...change }).session);

  it('are in degrees where those are known, else in per cent of the width', () => {
    // 6 root mean squares of 15.58 px; 58.28 px are a degree, 19.2 a per cent.
    expect(choose({ precisionPct: 1 })).toMatchObject({ unit: 'deg', dispersion: 1.6 });
    expect(choose({ precisionPct: 1, physical: false })).toMatchObject({ unit: 'pct', dispersion: 4.87 });
  });

  it('never go below what trackers without noise are used with', () => {
    expect(choose({ precisionPct: 0.01 })).toMatchObject({ dispersion: 1, velocity: 30 });
    expect(choose({ precisionPct: 0.01, physical: false })).toMatchObject({ dispersion: 3, velocity: 90 });
  });

  it('grow with the noise', () => {
    // 2.5 * 62.3 px / 58.28 px, 30 times a second.
    const noisy = choose({ precisionPct: 4, jitterPct: 0 });
    expect(noisy).toMatchObject({ dispersion: 6.41 });
    expect(noisy.velocity).toBeCloseTo(80.2, 0);
  });

  it.each([
    [30, { minDurationMs: 100, maxGapMs: 75 }],
    [10, { minDurationMs: 200, maxGapMs: 100 }],
  ])('at %d Hz allow for the length of a frame', (rateHz, expected) => {
    expect(choose({ rateHz, jitterPct: 0 })).toMatchObject(expected);
  });

  it('are read in px', () => {
    const sight = { screen: { ...SCREEN, widthCm: 34.5 }, distanceCm: 60 };
    expect(findPxPerDegree(sight)).toBeCloseTo(58.28, 2);
    expect(findPxPerDegree({ screen: SCREEN, distanceCm: 60 })).toBeNull();
    expect(findPxPerDegree({ screen: sight.screen })).toBeNull();
    expect(findPxPerUnit('deg', sight)).toBeCloseTo(58.28, 2);
    expect(findPxPerUnit('pct', sight)).toBe(19.2);
    // Parameters made elsewhere, in degrees, for a session that has none.
    expect(findPxPerUnit('deg', { screen: SCREEN })).toBeCloseTo(57.6);
  });
});

describe('frames', () => {
  it.each([
    ['at a steady rate', [0, 40, 80], [40, 40, 40]],
    ['that come late', [0, 40, 130, 170], [40, 90, 40, 40]],
    ['after a pause', [0, 40, 5000, 5040], [40, 40, 40, 40]],
    ['one', [7], [0]],
    ['none', [], []],
  ])('%s', (_name, timestampMs, holds) => {
    expect([...computeHolds(Float64Array.from(timestampMs))]).toEqual(holds);
  });

  it.each([
    [[], null],
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, median) => {
    expect(findMedian(values)).toBe(median);
  });

  it('have an interval when there are two', () => {
    expect(findMedianInterval(Float64Array.of(5))).toBeNull();
    expect(
      findMedianInterval(Float64Array.of(5, 45, 90, 120) satisfies Session['samples']['timestampMs']),
    ).toBe(40);
  });
});
