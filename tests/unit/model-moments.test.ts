import { describe, expect, it } from 'vitest';
import type { View } from '../../src/camera/framing.ts';
import { flattenMoments, mixWithSource, poolMoments, unflattenMoments } from '../../src/model/moments.ts';
import type { Moments } from '../../src/model/moments.ts';
import { createNormalizationWindow } from '../../src/model/normalization-window.ts';
import type { NormalizationWindow } from '../../src/model/normalization-window.ts';
import { createRandom } from './model-random-weights.ts';

/** Mean and biased variance, the schoolbook way. */
function measure(samples: number[]): { mean: number; variance: number } {
  const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
  return { mean, variance: samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length };
}

const single = (mean: number, variance: number): Moments => [
  { mean: new Float32Array([mean]), variance: new Float32Array([variance]) },
];

describe('poolMoments', () => {
  it('equals the moments of all samples together', () => {
    const random = createRandom(5);
    // Means far from 0 beside small variances: where E[x^2] - E[x]^2 would cancel.
    const groups = Array.from({ length: 7 }, () => Array.from({ length: 20 }, () => 1000 + random()));
    const direct = measure(groups.flat());
    const [pooled] = poolMoments(
      groups.map((group) => {
        const { mean, variance } = measure(group);
        return single(mean, variance);
      }),
    );
    expect(pooled!.mean[0]).toBeCloseTo(direct.mean, 3);
    expect(pooled!.variance[0]! / direct.variance).toBeCloseTo(1, 2);
  });

  it('counts groups by their weight', () => {
    const samples = [
      [1, 2, 3, 6],
      [7, 9],
    ];
    const groups = samples.map((group) => single(measure(group).mean, measure(group).variance));
    const [pooled] = poolMoments(groups, [4, 2]);
    const direct = measure(samples.flat());
    expect(pooled!.mean[0]).toBeCloseTo(direct.mean, 5);
    expect(pooled!.variance[0]).toBeCloseTo(direct.variance, 5);
  });

  it.each([
    [[], []],
    [[single(0, 1)], [0]],
    [
      [single(0, 1), single(0, 1)],
      [2, -1],
    ],
    [[single(0, 1)], [1, 1]],
  ])('refuses groups and weights that mean nothing (%#)', (groups, weights) => {
    expect(() => poolMoments(groups as Moments[], weights)).toThrow(RangeError);
  });
});

describe('mixWithSource', () => {
  it('is the source, the window, or (M * source + n * window) / (M + n)', () => {
    const source = single(0, 1);
    expect(mixWithSource(source, 3, [])).toBe(source);
    expect(mixWithSource(source, 0, [single(4, 0)])[0]!.mean[0]).toBe(4);
    // mean (2 * 0 + 1 * 6) / 3 = 2; variance (2 * (1 + 4) + 1 * (0 + 16)) / 3 = 26 / 3
    const [mixed] = mixWithSource(source, 2, [single(6, 0)]);
    expect(mixed!.mean[0]).toBeCloseTo(2, 6);
    expect(mixed!.variance[0]).toBeCloseTo(26 / 3, 5);
  });
});

describe('flattenMoments', () => {
  it('comes back layer by layer', () => {
    const moments: Moments = [
      { mean: new Float32Array([1, 2]), variance: new Float32Array([3, 4]) },
      { mean: new Float32Array([5]), variance: new Float32Array([6]) },
    ];
    expect([...flattenMoments(moments)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(unflattenMoments(flattenMoments(moments), [2, 1])).toEqual(moments);
  });
});

const meanOf = (moments: Moments): number => moments[0]!.mean[0]!;
const image = new Float32Array([1.4, 300, 7.6]);
/** The view of the frame with this mean. */
const viewOf = (mean: number): View => ({ x: mean / 100, y: 0.1, side: 0.4 });

const fill = (window: NormalizationWindow, ...means: number[]): void => {
  for (const mean of means) window.add({ image, view: viewOf(mean) }, single(mean, 0));
};

describe('the normalization window', () => {
  it('keeps the newest entries', () => {
    const window = createNormalizationWindow({ length: 2, source: single(0, 0), sourceWeight: 0 });
    expect(meanOf(window.statistics())).toBe(0);
    fill(window, 1, 2, 4);
    expect(window.count()).toBe(2);
    expect(meanOf(window.statistics())).toBe(3);
    window.clear();
    expect(window.count()).toBe(0);
    expect(meanOf(window.statistics())).toBe(0);
  });

  it('gives a newcomer the others that it will be with', () => {
    const window = createNormalizationWindow({ length: 2, source: single(12, 0), sourceWeight: 1 });
    expect(window.groupForNewcomer()).toMatchObject({ weight: 1, moments: single(12, 0) });
    fill(window, 6);
    expect(window.groupForNewcomer()).toMatchObject({
      weight: 2,
      moments: [{ mean: new Float32Array([9]) }],
    });
    fill(window, 18);
    // The 6 leaves when the newcomer enters.
    expect(window.groupForNewcomer()).toMatchObject({
      weight: 2,
      moments: [{ mean: new Float32Array([15]) }],
    });
  });

  it('offers the entry measured longest ago, and takes its new moments', () => {
    const window = createNormalizationWindow({ length: 3, source: single(0, 0), sourceWeight: 0 });
    expect(window.stalest()).toBeUndefined();
    fill(window, 1, 2, 3);
    const first = window.stalest()!;
    expect(meanOf(first.moments)).toBe(1);
    expect([...first.image]).toEqual([1, 255, 8]);
    expect(first.view).toEqual(viewOf(1));
    expect(window.groupWithout(first)).toMatchObject({
      weight: 2,
      moments: [{ mean: new Float32Array([2.5]) }],
    });
    window.renew(first, single(10, 0));
    expect(meanOf(window.statistics())).toBe(5);
    expect(meanOf(window.stalest()!.moments)).toBe(2);
    expect(window.stalest()!.view).toEqual(viewOf(2));
    expect(first.view).toEqual(viewOf(1));
  });

  it.each([
    { length: 0, sourceWeight: 1 },
    { length: 2.5, sourceWeight: 1 },
    { length: 2, sourceWeight: -1 },
  ])('refuses %o', (options) => {
    expect(() => createNormalizationWindow({ source: single(0, 1), ...options })).toThrow(RangeError);
  });
});
