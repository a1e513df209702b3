// How noisy a session's gaze is: its precision, measured by a check or told from the samples themselves.
import type { Session } from '../session/session-data.ts';
import { findMedian } from './median.ts';
import { findMedianInterval } from './sample-holds.ts';

export type Precision = {
  /** Root mean square of the distances from sample to sample while the eyes rest, px of the screen. */
  rmsPx: number;
  /** From the person's last check, or from the session's own samples. */
  from: 'check' | 'samples';
};

/** Samples further apart than so many usual intervals are no successive ones. */
const LONGEST_INTERVALS = 1.5;

/** null where there is nothing to tell it from. */
export function estimatePrecision({ info, samples }: Pick<Session, 'info' | 'samples'>): Precision | null {
  if (info.accuracy) return { rmsPx: pctToPx(info.accuracy.precisionPct, info.screen), from: 'check' };
  const squares = listSquaredSteps(samples, info.screen);
  const median = findMedian(squares);
  // Of noise the squared step d^2 is exponentially distributed (chi squared, two degrees of freedom): its median is
  // ln 2 times its mean. Saccades are too few to move a median far.
  return median === null ? null : { rmsPx: Math.sqrt(median / Math.LN2), from: 'samples' };
}

/**
 * A length in per cent of the screen, x in widths and y in heights, as px of a screen on which both directions are as
 * likely:
 *
 *     px = pct / 100 * sqrt((width^2 + height^2) / 2)
 */
export function pctToPx(pct: number, { widthPx, heightPx }: Session['info']['screen']): number {
  return (pct / 100) * Math.sqrt((widthPx ** 2 + heightPx ** 2) / 2);
}

/** Squared distances in px between successive samples that both have a gaze. */
function listSquaredSteps(
  { timestampMs, xScreen, yScreen }: Session['samples'],
  { widthPx, heightPx }: Session['info']['screen'],
): number[] {
  const longestMs = LONGEST_INTERVALS * (findMedianInterval(timestampMs) ?? 0);
  const squares: number[] = [];
  for (let i = 1; i < timestampMs.length; i += 1) {
    const x = (xScreen[i]! - xScreen[i - 1]!) * widthPx;
    const y = (yScreen[i]! - yScreen[i - 1]!) * heightPx;
    const square = x * x + y * y;
    if (Number.isFinite(square) && timestampMs[i]! - timestampMs[i - 1]! <= longestMs) squares.push(square);
  }
  return squares;
}
