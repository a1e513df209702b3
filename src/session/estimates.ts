// What a few people say of all people: means, shares and differences, each with its 95 % confidence interval.
import { findQuantile, probabilityWithin } from './student-t.ts';

const CONFIDENCE = 0.95;
/** 95 % of a normal distribution lie within so many standard deviations. */
const NORMAL_QUANTILE = 1.959964;

/** A mean of n values. */
export type Estimate = {
  n: number;
  mean: number;
  /** Sample standard deviation, with n - 1; null of one value, and so is the interval. */
  sd: number | null;
  /** mean -+ t sd / sqrt(n), t of n - 1 degrees of freedom: of values whose mean is about normal. */
  ciLow: number | null;
  ciHigh: number | null;
};

/** null of none. */
export function estimateMean(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean, sd: null, ciLow: null, ciHigh: null };
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const reach = (findQuantile(CONFIDENCE, n - 1) * sd) / Math.sqrt(n);
  return { n, mean, sd, ciLow: mean - reach, ciHigh: mean + reach };
}

/** So many of n, in per cent. */
export type Share = { n: number; count: number; pct: number; ciLowPct: number; ciHighPct: number };

/**
 * Interval by Wilson's score, which holds for few people and for shares of 0 and 100 %; null of none.
 * @see Wilson: Probable inference, the law of succession, and statistical inference (1927)
 */
export function estimateShare(count: number, n: number): Share | null {
  if (n === 0) return null;
  const z2 = NORMAL_QUANTILE ** 2;
  const share = count / n;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n)) * NORMAL_QUANTILE) / (1 + z2 / n);
  return {
    n,
    count,
    pct: 100 * share,
    ciLowPct: count === 0 ? 0 : 100 * (middle - reach),
    ciHighPct: count === n ? 100 : 100 * (middle + reach),
  };
}

/** One group's mean minus another's. */
export type Difference = {
  difference: number;
  ciLow: number;
  ciHigh: number;
  /** Of means as far apart or farther, were there no difference; two-sided. */
  pValue: number;
};

/**
 * Welch's t test of two groups of different people: neither the numbers nor the variances need be the same. null where a
 * group has fewer than two values, or no value differs from another.
 * @see Welch: The generalization of "Student's" problem when several different population variances are involved (1947)
 */
export function compareMeans(a: Estimate | null, b: Estimate | null): Difference | null {
  if (!a || !b || a.sd === null || b.sd === null) return null;
  const [ofA, ofB] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  const error = Math.sqrt(ofA + ofB);
  if (error === 0) return null;
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.n - 1) + ofB ** 2 / (b.n - 1));
  const difference = a.mean - b.mean;
  const reach = findQuantile(CONFIDENCE, freedom) * error;
  const pValue = Math.max(0, 1 - probabilityWithin(difference / error, freedom));
  return { difference, ciLow: difference - reach, ciHigh: difference + reach, pValue };
}
