// How long a task takes, of a few people: times have a long tail, so their logarithms are averaged.
import { estimateMean } from '../../session/estimates.ts';

export type TimeEstimate = {
  n: number;
  /** exp(mean of ln(time)). */
  geometricMeanMs: number;
  /** 95 %: the interval of the mean of the logarithms, Student's t, as times; null of one. */
  ciLowMs: number | null;
  ciHighMs: number | null;
  medianMs: number;
};

/**
 * Of times above 0; null of none.
 * @see Sauro & Lewis, Average task times in usability tests: what to report? (CHI 2010)
 */
export function estimateTime(timesMs: readonly number[]): TimeEstimate | null {
  const own = timesMs.filter((ms) => ms > 0);
  const logs = estimateMean(own.map(Math.log));
  if (!logs) return null;
  return {
    n: logs.n,
    geometricMeanMs: Math.exp(logs.mean),
    ciLowMs: logs.ciLow === null ? null : Math.exp(logs.ciLow),
    ciHighMs: logs.ciHigh === null ? null : Math.exp(logs.ciHigh),
    medianMs: findMiddle(own),
  };
}

function findMiddle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
