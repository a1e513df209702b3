// What the measures of a comparison are called, and how their values are written.
import type { Estimate, Share } from '../../../src/session/estimates.ts';
import type { AoiSummary, Measure } from '../../../src/session/summarize-aois.ts';

/** The share of participants who looked at all: no mean, but compared beside them. */
export const LOOKED = 'looked';
export type Shown = Measure | typeof LOOKED;

export const MEASURE_WORDS: Record<Shown, string> = {
  looked: 'Participants who looked, %',
  timeToFirstFixationMs: 'Time to first fixation, ms',
  firstFixationOrder: 'Order of the first fixation',
  sampleDwellMs: 'Dwell of samples, ms',
  fixationDwellMs: 'Dwell, ms',
  shareOfTimePct: 'Share of gaze, %',
  fixationCount: 'Fixations',
  meanFixationMs: 'Mean fixation, ms',
  visits: 'Visits',
  revisits: 'Revisits',
  meanVisitMs: 'Mean visit, ms',
  clicks: 'Clicks',
};

export type Value = { n: number; mean: number; low: number | null; high: number | null };

/** A group's value of a measure on an area; null where nobody has it. */
export function readValue(summary: AoiSummary | undefined, shown: Shown): Value | null {
  if (!summary) return null;
  return shown === LOOKED ? fromShare(summary.looked) : fromEstimate(summary.measures[shown]);
}

function fromShare(share: Share | null): Value | null {
  return share && { n: share.n, mean: share.pct, low: share.ciLowPct, high: share.ciHighPct };
}

function fromEstimate(estimate: Estimate | null): Value | null {
  return estimate && { n: estimate.n, mean: estimate.mean, low: estimate.ciLow, high: estimate.ciHigh };
}

/** Three digits, and thousands as the person writes them. */
export function formatValue(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString(undefined, { maximumFractionDigits: digits });
}

/** 0.0004 -> `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
