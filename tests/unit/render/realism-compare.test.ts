import { describe, expect, it } from 'vitest';
import {
  compare,
  errorOf,
  followIrises,
  listShortfalls,
  quantile,
  summarize,
} from '../../../training/realism/compare.ts';
import { nearestFace, PLACES, type Point } from '../../../training/realism/landmarks.ts';

/** Two eyes 50 px apart, the right one on the left. */
const LANDMARKS: readonly Point[] = [
  [75, 100],
  [85, 101],
  [65, 100],
  [75, 97],
  [75, 103],
  [125, 100],
  [115, 101],
  [135, 100],
  [125, 97],
  [125, 103],
];
const TRUTH = { landmarks: LANDMARKS, interocularPx: 50 };

/** What a detector finds that is off by so much, px. */
const seen = (dx: number, dy: number): Point[] =>
  PLACES.map(({ truth }) => [LANDMARKS[truth]![0] + dx, LANDMARKS[truth]![1] + dy]);

describe('PLACES', () => {
  it('names every landmark of the truth once', () => {
    expect(PLACES.map(({ truth }) => truth).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(PLACES.map(({ mesh }) => mesh)).size).toBe(10);
  });
});

describe('nearestFace', () => {
  it('is the person and not who looks over their shoulder', () => {
    const [person, visitor] = [seen(2, 1), seen(-60, -40)];
    expect(nearestFace([visitor, person], seen(0, 0))).toBe(person);
    expect(nearestFace([], seen(0, 0))).toBeUndefined();
  });
});

describe('compare', () => {
  it('measures in distances between the eyes', () => {
    const { verdict, offsets } = compare(seen(3, -4), TRUTH);
    expect(verdict).toBe('found');
    for (const [dx, dy] of offsets) {
      expect(dx).toBeCloseTo(0.06, 10);
      expect(dy).toBeCloseTo(-0.08, 10);
    }
  });

  it('tells a face that is missed from one that is found where nobody is', () => {
    expect(compare(undefined, TRUTH).verdict).toBe('missed');
    expect(compare(seen(24, 0), TRUTH).verdict).toBe('found');
    expect(compare(seen(26, 0), TRUTH).verdict).toBe('elsewhere');
  });

  it('sees that left and right are exchanged', () => {
    const mirrored = [...seen(0, 0).slice(5), ...seen(0, 0).slice(0, 5)];
    expect(summarize([compare(mirrored, TRUTH)]).errors.iris.median).toBeCloseTo(1, 10);
  });
});

describe('summarize', () => {
  it('counts verdicts, and takes errors and biases over the found faces only', () => {
    const agreement = summarize([
      compare(seen(1, 0), TRUTH),
      compare(seen(3, 0), TRUTH),
      compare(seen(0, 90), TRUTH),
      compare(undefined, TRUTH),
    ]);
    expect(agreement).toMatchObject({ frames: 4, found: 2, elsewhere: 1, rate: 0.5 });
    expect(agreement.errors.corner.median).toBeCloseTo(0.04, 10);
    expect(agreement.bias[0]!.place).toBe('right iris');
    expect(agreement.bias[0]!.dx).toBeCloseTo(0.04, 10);
    expect(agreement.bias[0]!.sdX).toBeCloseTo(0.02, 10);
    expect(agreement.bias[0]!.dy).toBeCloseTo(0, 10);
  });

  it('takes irises, corners and lids apart', () => {
    const detection = seen(0, 0).map(([x, y], i): Point =>
      PLACES[i]!.kind === 'iris' ? [x, y + 5] : [x, y],
    );
    const { errors } = summarize([compare(detection, TRUTH)]);
    expect(errors.iris.median).toBeCloseTo(0.1, 10);
    expect(errors.corner.median).toBeCloseTo(0, 10);
    expect(errors.lid.p90).toBeCloseTo(0, 10);
  });
});

describe('followIrises', () => {
  /** The irises, and nothing else, displaced by so much, px. */
  const looking = (dx: number, dy: number): Point[] =>
    LANDMARKS.map(([x, y], i): Point => (PLACES[i]!.kind === 'iris' ? [x + dx, y + dy] : [x, y]));
  const glances = [
    [-3, 1],
    [0, -1],
    [4, 0.5],
    [1, 2],
  ] as const;
  const truths = glances.map(([dx, dy]) => ({ landmarks: looking(dx, dy), interocularPx: 50 }));

  it('finds the share of the true movement that is detected, wherever the face lies', () => {
    const detections = glances.map(([dx, dy]) =>
      looking(0.8 * dx, 0.5 * dy).map(([x, y]): Point => [x + 3, y - 2]),
    );
    const { right, down } = followIrises([...detections, undefined], [...truths, TRUTH]);
    expect(down.slope).toBeCloseTo(0.5, 6);
    expect(down.correlation).toBeCloseTo(1, 6);
    expect(right.slope).toBeCloseTo(0.8, 6);
  });

  it('does not follow where the iris is always said to be in the middle of the eye', () => {
    const detections = glances.map(() => looking(0, 0));
    expect(followIrises(detections, truths).right.slope).toBeCloseTo(0, 6);
  });
});

describe('listShortfalls', () => {
  const many = (found: number, missed: number, offPx: number) =>
    summarize([
      ...Array.from({ length: found }, () => compare(seen(offPx, 0), TRUTH)),
      ...Array.from({ length: missed }, () => compare(undefined, TRUTH)),
    ]);

  it.each([
    ['97 of 100 faces, 3.8 %', many(97, 3, 1.9), 0],
    ['96 of 100 faces', many(96, 4, 1.9), 1],
    ['irises and corners 4.2 % off', many(100, 0, 2.1), 2],
    ['no face at all', many(0, 10, 0), 3],
  ])('%s', (_, agreement, count) => {
    expect(listShortfalls(agreement)).toHaveLength(count);
  });
});

describe('errorOf', () => {
  it('is the mean of irises and corners, not lids', () => {
    const detection = LANDMARKS.map(([x, y], i): Point =>
      PLACES[i]!.kind === 'lid' ? [x + 9, y] : [x + 3, y + 4],
    );
    expect(errorOf(compare(detection, TRUTH))).toBeCloseTo(0.1, 10);
    expect(errorOf(compare(undefined, TRUTH))).toBe(0);
  });
});

describe('quantile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[0, 10], 0.9, 9],
    [[7], 0.9, 7],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected, 10);
  });
});
