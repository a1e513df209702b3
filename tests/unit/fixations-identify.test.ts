// Fixations are told from saccades as the two classic algorithms say, on sequences whose answers are written down.
import { describe, expect, it } from 'vitest';
import type { GazePoints } from '../../src/gaze/gaze-points.ts';
import {
  identifyByDispersion,
  identifyByVelocity,
  measureDispersion,
} from '../../src/gaze/identify-fixations.ts';
import { mergeNeighbours } from '../../src/gaze/merge-fixations.ts';
import { createRandom } from '../../src/measurement/random.ts';

const INTERVAL_MS = 40;

/** A point every 40 ms; numbers are x, and y is half of it. */
function pointsAt(xs: readonly number[], timestampMs = xs.map((_, i) => i * INTERVAL_MS)): GazePoints {
  return {
    timestampMs: Float64Array.from(timestampMs),
    endMs: Float64Array.from(timestampMs, (ms) => ms + INTERVAL_MS),
    xScreenPx: Float64Array.from(xs),
    yScreenPx: Float64Array.from(xs, (x) => x / 2),
    sample: Int32Array.from(xs.keys()),
  };
}

function ranges(found: readonly { first: number; last: number }[]): number[][] {
  return found.map(({ first, last }) => [first, last]);
}

const whole = (points: GazePoints) => ({ first: 0, last: points.sample.length - 1 });
const REST = [0, 2, 1, 2];

describe('by dispersion', () => {
  const identify = (points: GazePoints, dispersionPx = 30, minDurationMs = 120) =>
    ranges(identifyByDispersion(points, whole(points), { dispersionPx, minDurationMs }));

  it.each([
    ['one rest', REST, [[0, 3]]],
    [
      'two rests, a saccade between frames',
      [...REST, 500, 501, 502],
      [
        [0, 3],
        [4, 6],
      ],
    ],
    [
      'a point on the way belongs to neither',
      [...REST, 250, 500, 501, 502],
      [
        [0, 3],
        [5, 7],
      ],
    ],
    [
      'too short a rest is none',
      [...REST, 500, 501, 900, 901, 902],
      [
        [0, 3],
        [6, 8],
      ],
    ],
    ['nothing but movement', [0, 100, 200, 300, 400, 500], []],
    ['fewer points than the shortest fixation takes', [0, 1], []],
    ['no point', [], []],
    // Drift of 4 px a frame, 6 of dispersion: the sixth point would make it 30, the seventh 36.
    ['slow drift is cut where the window is full', [0, 4, 8, 12, 16, 20, 24, 28], [[0, 5]]],
    ['exactly as wide as allowed', [0, 20, 10, 300], [[0, 2]]],
    ['a hair wider', [0, 20.1, 10, 300], []],
  ])('%s', (_name, xs, expected) => {
    expect(identify(pointsAt(xs))).toEqual(expected);
  });

  it('takes frames of any length for as long as they last', () => {
    const slow = { ...pointsAt([0, 1, 2, 500, 501], [0, 100, 200, 300, 400]) };
    slow.endMs = slow.timestampMs.map((ms) => ms + 100);
    expect(identify(slow, 30, 200)).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });

  it('measures dispersion as both extents together', () => {
    expect(measureDispersion(pointsAt([5, 25, 15]), [{ first: 0, last: 2 }])).toBe(30);
  });
});

describe('by velocity', () => {
  // 40 ms: 1000 px/s are 40 px a frame along both axes.
  const identify = (points: GazePoints) =>
    ranges(identifyByVelocity(points, whole(points), { velocityPxPerSecond: 1000, minDurationMs: 120 }));

  it.each([
    ['one rest', REST, [[0, 3]]],
    [
      'the point where a saccade lands belongs to the rest',
      [...REST, 500, 501, 502],
      [
        [0, 3],
        [4, 6],
      ],
    ],
    [
      'a point on the way belongs to neither',
      [...REST, 250, 500, 501, 502],
      [
        [0, 3],
        [5, 7],
      ],
    ],
    [
      'too short a rest is none',
      [...REST, 500, 501, 900, 901, 902],
      [
        [0, 3],
        [6, 8],
      ],
    ],
    ['drift is no saccade however far it goes', [0, 30, 60, 90, 120, 150], [[0, 5]]],
    ['no point', [], []],
  ])('%s', (_name, xs, expected) => {
    expect(identify(pointsAt(xs))).toEqual(expected);
  });

  it('reads a longer interval as a lower velocity', () => {
    const xs = [0, 1, 2, 60, 61, 62];
    expect(identify(pointsAt(xs))).toEqual([
      [0, 2],
      [3, 5],
    ]);
    expect(identify(pointsAt(xs, [0, 40, 80, 180, 220, 260]))).toEqual([[0, 5]]);
  });
});

describe('noise', () => {
  it.each([
    ['by dispersion', 60],
    ['by dispersion, as much as the threshold is made for', 100],
  ])('of one rest makes one fixation, %s', (_name, count) => {
    const random = createRandom(7);
    const s = 10;
    const noise = () => s * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const points = pointsAt(Array.from({ length: count }, () => 0));
    points.xScreenPx = points.xScreenPx.map(() => 500 + noise());
    points.yScreenPx = points.yScreenPx.map(() => 500 + noise());
    // The root mean square from sample to sample is 2 s; six of them are the default threshold.
    expect(
      ranges(identifyByDispersion(points, whole(points), { dispersionPx: 12 * s, minDurationMs: 120 })),
    ).toEqual([[0, count - 1]]);
  });
});

describe('neighbours', () => {
  const points = pointsAt([0, 1, 2, 60, 8, 9, 10, 400, 401, 402]);
  const found = [
    { first: 0, last: 2 },
    { first: 4, last: 6 },
    { first: 7, last: 9 },
  ];

  it.each([
    [
      'near and soon are one',
      40,
      20,
      [
        [0, 6],
        [7, 9],
      ],
    ],
    [
      'too far apart stay two',
      40,
      5,
      [
        [0, 2],
        [4, 6],
        [7, 9],
      ],
    ],
    [
      'too late stay two',
      39,
      20,
      [
        [0, 2],
        [4, 6],
        [7, 9],
      ],
    ],
    [
      '0 ms: none are joined, not even those that touch',
      0,
      1000,
      [
        [0, 2],
        [4, 6],
        [7, 9],
      ],
    ],
    ['chains are joined to one', 40, 1000, [[0, 9]]],
  ])('%s', (_name, mergeGapMs, mergeDistancePx, expected) => {
    const merged = mergeNeighbours(points, found, { mergeGapMs, mergeDistancePx });
    expect(merged.map((parts) => [parts[0]!.first, parts.at(-1)!.last])).toEqual(expected);
    expect(merged.flat()).toEqual(found);
  });
});
