// How long each sample stands for: until the next frame came.
import { findMedian } from './median.ts';

/** Between frames further apart than so many usual intervals nothing is known: a pause, or a camera that stood still. */
const LONGEST_HOLD_INTERVALS = 3;

/** The median time between successive frames, ms; null of fewer than two. Pauses are rare enough not to count. */
export function findMedianInterval(timestampMs: Float64Array): number | null {
  if (timestampMs.length < 2) return null;
  const intervals = new Float64Array(timestampMs.length - 1);
  for (let i = 0; i < intervals.length; i += 1) intervals[i] = timestampMs[i + 1]! - timestampMs[i]!;
  return findMedian(intervals);
}

/**
 * The ms that each frame stands for: those until the next one or, where that came later than three median intervals,
 * or there is none, one median interval. So the holds of frames at any rate sum up to the time in which there were
 * frames, and a duration that is made of them is right on average however it falls between them.
 */
export function computeHolds(timestampMs: Float64Array): Float64Array {
  const usualMs = findMedianInterval(timestampMs) ?? 0;
  const holds = new Float64Array(timestampMs.length).fill(usualMs);
  for (let i = 0; i + 1 < holds.length; i += 1) {
    const untilNextMs = timestampMs[i + 1]! - timestampMs[i]!;
    if (untilNextMs <= LONGEST_HOLD_INTERVALS * usualMs) holds[i] = untilNextMs;
  }
  return holds;
}
