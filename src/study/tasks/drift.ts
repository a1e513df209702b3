// How far the gaze has drifted since it was last right, from a check of a few dots, and how much of that to believe.
import type { Drift } from '../../gaze/drift-correction.ts';
import { findMedian } from '../../gaze/median.ts';
import { findMean } from '../../validation/figures.ts';
import type { Trial } from '../../validation/trial.ts';

/** A dot with fewer samples was not looked at: it says nothing. */
const LEAST_SAMPLES = 3;
/** With fewer dots nothing is corrected. */
const LEAST_TARGETS = 3;
/**
 * What dots differ by is known only roughly from five of them. So it is taken together with what they usually differ by, on an
 * axis, which counts as much as so many degrees of freedom. (A person who was measured is off by about that on an axis.)
 */
const USUAL = { spread: 0.04, freedom: 4 } as const;
/** Below so many standard errors an offset is as likely noise as drift, and is let be. */
const THRESHOLD = 2;
/** Standard error of the median of normal values / that of their mean: sqrt(pi / 2). */
const MEDIAN_PENALTY = Math.sqrt(Math.PI / 2);
/** Standard deviation of normal values / the median distance between two of them. */
const DISTANCE_TO_SD = 1.0483;

export type DriftEstimate = {
  /** The median over the dots of (mean sample - dot), by axis; null without a dot that was looked at. */
  drift: Drift | null;
  /** What to subtract from samples from now on; null where nothing is to be believed. */
  correction: Drift | null;
};

/**
 * Over the n dots with samples, d_i = mean sample - dot on an axis:
 *
 *     m = median(d_i)
 *     S = 1.0483 median|d_i - d_j|, over all pairs on both axes
 *     s² = (4 * 0.04² + 2 (n - 1) S²) / (4 + 2 (n - 1))
 *     e = sqrt(pi / 2) s / sqrt(n)
 *     correction = m max(0, 1 - (2 e / m)²)
 *
 * The median lets one dot of five be missed, whatever was looked at instead. The last line is the non-negative garrote:
 * nothing below two standard errors, nearly all of what is far above, and no jump between. Fewer dots and a wider spread
 * raise e, so that less is believed.
 * @see Breiman, Better Subset Regression Using the Nonnegative Garrote (Technometrics 1995)
 * @see Rousseeuw and Croux, Alternatives to the Median Absolute Deviation (JASA 1993), for S; with few values it wavers less
 * @see Gelman et al., Bayesian Data Analysis, 2.6, for a variance with a prior (scaled inverse chi-squared)
 */
export function estimateDrift(trials: readonly Trial[]): DriftEstimate {
  const offsets = trials
    .filter(({ samples }) => samples.length >= LEAST_SAMPLES)
    .map((trial) => {
      const { xScreen, yScreen } = findMean(trial);
      return { xScreen: xScreen - trial.target.xScreen, yScreen: yScreen - trial.target.yScreen };
    });
  const [x, y] = [offsets.map(({ xScreen }) => xScreen), offsets.map(({ yScreen }) => yScreen)];
  const [xDrift, yDrift] = [findMedian(x), findMedian(y)];
  if (xDrift === null || yDrift === null) return { drift: null, correction: null };
  const drift = { xScreen: xDrift, yScreen: yDrift };
  if (offsets.length < LEAST_TARGETS) return { drift, correction: null };
  const error = findStandardError([...listDistances(x), ...listDistances(y)], offsets.length);
  const correction = { xScreen: shrink(xDrift, error), yScreen: shrink(yDrift, error) };
  const isNothing = correction.xScreen === 0 && correction.yScreen === 0;
  return { drift, correction: isNothing ? null : correction };
}

/** e of the medians of both axes. @param distances between the offsets of two dots */
function findStandardError(distances: readonly number[], count: number): number {
  const own = DISTANCE_TO_SD * findMedian(distances)!;
  const freedom = 2 * (count - 1);
  const variance = (USUAL.freedom * USUAL.spread ** 2 + freedom * own ** 2) / (USUAL.freedom + freedom);
  return MEDIAN_PENALTY * Math.sqrt(variance / count);
}

function listDistances(values: readonly number[]): number[] {
  return values.flatMap((one, i) => values.slice(i + 1).map((other) => Math.abs(one - other)));
}

function shrink(median: number, standardError: number): number {
  return median === 0 ? 0 : median * Math.max(0, 1 - ((THRESHOLD * standardError) / median) ** 2);
}
