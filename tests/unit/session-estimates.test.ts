// Means, shares and differences with their intervals, against figures from R and from tables.
import { describe, expect, it } from 'vitest';
import { compareMeans, estimateMean, estimateShare } from '../../src/session/estimates.ts';
import type { AoiMetrics } from '../../src/session/metrics.ts';
import { findQuantile, probabilityWithin } from '../../src/session/student-t.ts';
import { compareAois, summarizeAois } from '../../src/session/summarize-aois.ts';

describe('the t distribution', () => {
  // qt(0.975, df) and qt(0.995, df).
  it.each([
    [0.95, 1, 12.7062],
    [0.95, 2, 4.30265],
    [0.95, 4, 2.776445],
    [0.95, 9, 2.262157],
    [0.95, 30, 2.042272],
    [0.95, 1000, 1.962339],
    [0.99, 5, 4.032143],
    [0.95, 1_000_000, 1.96],
  ])('%d lie within, with %d degrees of freedom: %d', (probability, freedom, t) => {
    expect(findQuantile(probability, freedom) / t).toBeCloseTo(1, 3);
    expect(probabilityWithin(t, freedom)).toBeCloseTo(probability, 4);
  });
});

describe('a mean', () => {
  // t.test(c(4, 7, 6, 3, 5)): mean 5, 95 % interval 3.036757 to 6.963243.
  it('has a standard deviation and an interval', () => {
    const estimate = estimateMean([4, 7, 6, 3, 5])!;
    expect(estimate).toMatchObject({ n: 5, mean: 5 });
    expect(estimate.sd).toBeCloseTo(1.581139, 6);
    expect(estimate.ciLow).toBeCloseTo(3.036757, 4);
    expect(estimate.ciHigh).toBeCloseTo(6.963243, 4);
  });

  it('of one has none, and of nothing there is no mean', () => {
    expect(estimateMean([3])).toEqual({ n: 1, mean: 3, sd: null, ciLow: null, ciHigh: null });
    expect(estimateMean([])).toBeNull();
  });
});

describe('a share', () => {
  // prop.test(x, n, correct = FALSE)$conf.int
  it.each([
    [8, 10, 80, 49.0162, 94.3318],
    [0, 10, 0, 0, 27.7533],
    [10, 10, 100, 72.2467, 100],
    [1, 2, 50, 9.4531, 90.5469],
  ])('%d of %d', (count, n, pct, low, high) => {
    const share = estimateShare(count, n)!;
    expect(share.pct).toBe(pct);
    expect(share.ciLowPct).toBeCloseTo(low, 3);
    expect(share.ciHighPct).toBeCloseTo(high, 3);
  });

  it('of nobody is none', () => {
    expect(estimateShare(0, 0)).toBeNull();
  });
});

describe('a difference of means', () => {
  // t.test(c(4, 7, 6, 3, 5), c(8, 9, 12, 7, 10, 11)): t = -4.3235 on 8.9894 degrees of freedom.
  it('is that of Welch', () => {
    const difference = compareMeans(estimateMean([4, 7, 6, 3, 5]), estimateMean([8, 9, 12, 7, 10, 11]))!;
    expect(difference.difference).toBeCloseTo(-4.5, 9);
    expect(difference.ciLow).toBeCloseTo(-6.854953, 4);
    expect(difference.ciHigh).toBeCloseTo(-2.145047, 4);
    expect(difference.pValue).toBeCloseTo(0.001928734, 6);
  });

  it('of the same values is none', () => {
    expect(compareMeans(estimateMean([1, 2, 3]), estimateMean([1, 2, 3]))).toMatchObject({
      difference: 0,
      pValue: 1,
    });
  });

  it.each([
    ['one value', [1], [1, 2]],
    ['no value', [], [1, 2]],
    ['no variance', [1, 1], [2, 2]],
  ])('is not told of where a group has %s', (_name, a, b) => {
    expect(compareMeans(estimateMean(a), estimateMean(b))).toBeNull();
  });
});

function metrics(change: Partial<AoiMetrics>): AoiMetrics[] {
  const nothing = {
    aoi: 'hero',
    exposureMs: 10_000,
    firstFixationAtMs: null,
    timeToFirstFixationMs: null,
    firstFixationOrder: null,
    sampleDwellMs: 0,
    fixationDwellMs: 0,
    fixationCount: 0,
    meanFixationMs: null,
    visits: 0,
    revisits: 0,
    meanVisitMs: null,
    shareOfTimePct: 0,
    clicks: 0,
  };
  return [{ ...nothing, ...change }];
}

describe('areas over several sessions', () => {
  const group = [
    { participant: 'anna', metrics: metrics({ fixationCount: 4, timeToFirstFixationMs: 100 }) },
    { participant: 'anna', metrics: metrics({ fixationCount: 8, timeToFirstFixationMs: 300 }) },
    { participant: 'ben', metrics: metrics({ fixationCount: 10, timeToFirstFixationMs: 400 }) },
    { participant: 'cleo', metrics: metrics({}) },
    { participant: 'dora', metrics: metrics({ exposureMs: 0 }) },
  ];

  it('count a person once, who did not look as 0, and who had no page of it not at all', () => {
    const [hero] = summarizeAois(group);
    expect(hero).toMatchObject({ aoi: 'hero', looked: { count: 2, n: 3 } });
    expect(hero!.measures.fixationCount).toMatchObject({ n: 3, mean: (6 + 10 + 0) / 3 });
    expect(hero!.measures.timeToFirstFixationMs).toMatchObject({ n: 2, mean: 300 });
    expect(hero!.measures.meanFixationMs).toBeNull();
  });

  it('are compared by group', () => {
    const others = [1, 2, 3].map((i) => ({
      participant: `p${i}`,
      metrics: metrics({ fixationCount: 20 + i }),
    }));
    const [hero] = compareAois(summarizeAois(group), summarizeAois(others));
    expect(hero).toMatchObject({ aoi: 'hero', differences: { meanFixationMs: null } });
    expect(hero!.differences.fixationCount!.difference).toBeCloseTo(16 / 3 - 22);
    expect(compareAois(summarizeAois(group), [])).toEqual([]);
  });

  it('of nobody are none', () => {
    expect(summarizeAois([])).toEqual([]);
    expect(summarizeAois(group.slice(4))).toMatchObject([
      { looked: null, measures: { fixationCount: null } },
    ]);
  });
});
