// Joins fixations that noise or a short loss broke in two.
import type { GazePoints, IndexRange } from './gaze-points.ts';

/**
 * Of fixations one after the other, those with at most `mergeGapMs` between the end of one and the start of the next,
 * and whose means lie at most `mergeDistancePx` apart, become one with all points from the first to the last.
 */
export function mergeNeighbours(
  points: GazePoints,
  fixations: readonly IndexRange[],
  { mergeGapMs, mergeDistancePx }: { mergeGapMs: number; mergeDistancePx: number },
): IndexRange[] {
  if (!(mergeGapMs > 0)) return [...fixations];
  const merged: IndexRange[] = [];
  for (const next of fixations) {
    const before = merged.at(-1);
    if (before && isNear(points, before, next, mergeGapMs, mergeDistancePx)) {
      merged[merged.length - 1] = { first: before.first, last: next.last };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

function isNear(
  points: GazePoints,
  a: IndexRange,
  b: IndexRange,
  gapMs: number,
  distancePx: number,
): boolean {
  if (points.timestampMs[b.first]! - points.endMs[a.last]! > gapMs) return false;
  const [from, to] = [findCentre(points, a), findCentre(points, b)];
  return Math.hypot(to.x - from.x, to.y - from.y) <= distancePx;
}

function findCentre({ xScreenPx, yScreenPx }: GazePoints, { first, last }: IndexRange) {
  let [x, y] = [0, 0];
  for (let i = first; i <= last; i += 1) {
    x += xScreenPx[i]!;
    y += yScreenPx[i]!;
  }
  const count = last - first + 1;
  return { x: x / count, y: y / count };
}
