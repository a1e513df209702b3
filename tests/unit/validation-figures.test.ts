import { describe, expect, it } from 'vitest';
import { computeFigures, findMean } from '../../src/validation/figures.ts';
import { measureSpan, rootMeanSquare } from '../../src/validation/span.ts';
import { makeTrials, type Trial, type TrialSample } from '../../src/validation/trial.ts';

/** 40 x 30 cm at 60 cm: a px is 0.04 cm on both axes, and the diagonal is 1250 px. */
const SURROUNDINGS = {
  screen: { widthPx: 1000, heightPx: 750, widthCm: 40, heightCm: 30 },
  distanceCm: 60,
};
const DEGREES = 180 / Math.PI;

/** Samples 100 ms apart. */
function trial(target: [number, number], places: [number, number][], expectedSamples = places.length): Trial {
  const samples = places.map(([xScreen, yScreen], i) => ({ timestampMs: 100 * i, xScreen, yScreen }));
  return {
    target: { xScreen: target[0], yScreen: target[1] },
    fromMs: 0,
    untilMs: 1000,
    expectedSamples,
    samples,
  };
}

function sample(timestampMs: number): TrialSample {
  return { timestampMs, xScreen: 0.5, yScreen: 0.5 };
}

/** 5 % of the screen from a place. */
function off(x: number, y: number): [number, number] {
  return [x + 0.03, y + 0.04];
}

describe('a distance on the screen', () => {
  it.each([
    ['across', 0.4, 0.2, { screenPct: 30, px: 300, diagonalPct: 24, cm: 12 }],
    ['down', 0.1, 0.6, { screenPct: 40, px: 300, diagonalPct: 24, cm: 12 }],
    ['both', 0.4, 0.6, { screenPct: 50, px: Math.hypot(300, 300), cm: Math.hypot(12, 12) }],
  ])('%s is told in every unit', (_, xScreen, yScreen, expected) => {
    const span = measureSpan({ xScreen: 0.1, yScreen: 0.2 }, { xScreen, yScreen }, SURROUNDINGS);
    for (const [unit, value] of Object.entries(expected)) {
      expect(span[unit as keyof typeof span]).toBeCloseTo(value, 10);
    }
    expect(span.deg).toBeCloseTo(Math.atan(expected.cm / 60) * DEGREES, 10);
  });

  it('has no cm without the screen’s size, and no degrees without a distance', () => {
    const from = { xScreen: 0, yScreen: 0 };
    const to = { xScreen: 1, yScreen: 0 };
    expect(measureSpan(from, to, { screen: { widthPx: 10, heightPx: 10 } })).toMatchObject({
      cm: null,
      deg: null,
    });
    const { cm, deg } = measureSpan(from, to, { screen: SURROUNDINGS.screen });
    expect([cm, deg]).toEqual([40, null]);
  });

  it('3, 4 and 5 have the root mean square sqrt(50 / 3)', () => {
    const span = (px: number) =>
      measureSpan({ xScreen: 0, yScreen: 0 }, { xScreen: px / 1000, yScreen: 0 }, SURROUNDINGS);
    expect(rootMeanSquare([3, 4, 5].map(span))!.px).toBeCloseTo(Math.sqrt(50 / 3), 10);
    expect(rootMeanSquare([])).toBeNull();
  });
});

describe('the figures of a check', () => {
  it('are those of a tracker that is off by the same everywhere and does not tremble', () => {
    const figures = computeFigures(
      [
        trial([0.1, 0.1], [off(0.1, 0.1), off(0.1, 0.1)]),
        trial([0.9, 0.5], [off(0.9, 0.5), off(0.9, 0.5), off(0.9, 0.5)]),
      ],
      SURROUNDINGS,
    );
    expect(figures.accuracy!.screenPct).toBeCloseTo(5, 10);
    expect(figures.accuracy!.px).toBeCloseTo(Math.hypot(30, 30), 10);
    expect(figures.accuracy!.cm).toBeCloseTo(Math.hypot(1.2, 1.2), 10);
    expect(figures.sampleError!.screenPct).toBeCloseTo(5, 10);
    expect(figures.precisionRms!.screenPct).toBeCloseTo(0, 10);
    expect(figures.precisionSd!.screenPct).toBeCloseTo(0, 10);
    expect(figures).toMatchObject({ targets: 2, targetsMeasured: 2, samples: 5, dataLossPct: 0 });
    expect(figures.samplingRateHz).toBeCloseTo(10, 10);
  });

  it('tell trembling around the dot from being off', () => {
    // Left and right of the dot by turns: the middle is exact, every sample 2 % off, every step 4 %.
    const [figures] = [
      computeFigures(
        [
          trial(
            [0.5, 0.5],
            [...Array(4)].map((_, i) => [i % 2 ? 0.52 : 0.48, 0.5]),
          ),
        ],
        SURROUNDINGS,
      ),
    ];
    expect(figures!.accuracy!.screenPct).toBeCloseTo(0, 10);
    expect(figures!.sampleError!.screenPct).toBeCloseTo(2, 10);
    expect(figures!.precisionSd!.screenPct).toBeCloseTo(2, 10);
    expect(figures!.precisionRms!.screenPct).toBeCloseTo(4, 10);
  });

  it('count every dot the same, however many samples it has', () => {
    const many = trial([0.5, 0.5], Array(9).fill([0.5, 0.6]));
    const one = trial([0.5, 0.5], [[0.5, 0.9]]);
    expect(computeFigures([many, one], SURROUNDINGS).accuracy!.screenPct).toBeCloseTo(25, 10);
  });

  it('take no step from one dot to the next for trembling', () => {
    const still = (x: number) =>
      trial(
        [x, 0.5],
        [
          [x, 0.5],
          [x, 0.5],
        ],
      );
    expect(computeFigures([still(0.1), still(0.9)], SURROUNDINGS).precisionRms!.px).toBeCloseTo(0, 10);
  });

  it.each([
    ['none', [10, 10], 0],
    ['a quarter', [10, 5], 25],
    ['all', [0, 0], 100],
    ['none where more came than expected', [12, 11], 0],
  ])('say that of the expected samples %s is lost', (_, counts, lost) => {
    const trials = counts.map((count) => trial([0.5, 0.5], Array(count).fill([0.5, 0.5]), 10));
    expect(computeFigures(trials, SURROUNDINGS).dataLossPct).toBeCloseTo(lost, 10);
  });

  it('are null, and not 0, where there was no gaze', () => {
    expect(computeFigures([trial([0.5, 0.5], [], 5)], SURROUNDINGS)).toMatchObject({
      accuracy: null,
      sampleError: null,
      precisionRms: null,
      precisionSd: null,
      samplingRateHz: null,
      centreErrorPct: null,
      dataLossPct: 100,
      targetsMeasured: 0,
    });
  });

  it('have no precision and no rate from single samples, but accuracy', () => {
    const figures = computeFigures([trial([0.5, 0.5], [[0.6, 0.5]])], SURROUNDINGS);
    expect(figures.accuracy!.screenPct).toBeCloseTo(10, 10);
    expect(figures).toMatchObject({ precisionRms: null, precisionSd: null, samplingRateHz: null });
  });

  it('lower the rate by the gaps, and not by the way between dots', () => {
    const gap = trial(
      [0.5, 0.5],
      [
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    );
    gap.samples[2]!.timestampMs = 500;
    const later = { ...gap, samples: gap.samples.map((s) => ({ ...s, timestampMs: s.timestampMs + 1e6 })) };
    expect(computeFigures([gap, later], SURROUNDINGS).samplingRateHz).toBeCloseTo(4, 10);
  });

  it('say how far off the centre of the screen is from the same dots', () => {
    const figures = computeFigures(
      [trial([0.1, 0.5], [[0.1, 0.5]]), trial([0.5, 0.7], [[0.5, 0.7]])],
      SURROUNDINGS,
    );
    expect(figures.centreErrorPct).toBeCloseTo(30, 10);
  });
});

describe('samples', () => {
  const place = { xScreen: 0.5, yScreen: 0.5 };

  it('go to the window in which their frame was captured, in order, whenever they came', () => {
    const windows = [
      { target: place, fromMs: 1000, untilMs: 2000, framesPerSecond: 10 },
      { target: place, fromMs: 3000, untilMs: 4200, framesPerSecond: 20 },
    ];
    const trials = makeTrials(windows, [999, 1500, 1000, 2000, 2500, 3000, 4199, 4200, 1999].map(sample));
    expect(trials.map(({ samples }) => samples.map(({ timestampMs }) => timestampMs))).toEqual([
      [1000, 1500, 1999],
      [3000, 4199],
    ]);
    expect(trials.map(({ expectedSamples }) => expectedSamples)).toEqual([10, 24]);
  });

  it('have their middle at the mean of each axis', () => {
    const { xScreen, yScreen } = findMean(
      trial(
        [0, 0],
        [
          [0.1, 0.9],
          [0.2, 0.5],
          [0.6, 0.1],
        ],
      ),
    );
    expect(xScreen).toBeCloseTo(0.3, 10);
    expect(yScreen).toBeCloseTo(0.5, 10);
  });
});
