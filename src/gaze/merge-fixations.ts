// Joins fixations that noise or a short loss broke in two.
import type { GazePoints, IndexRange } from './gaze-points.ts';

/**
 * Of fixations one after the other, those with at most `mergeGapMs` between the end of one and the start of the next,
 * and whose means lie at most `mergeDistancePx` apart, become one: a list of its parts. The time between them is its
 * own, the points are not: a frame that was read wrong moves no mean.
 */
export function mergeNeighbours(
  points: GazePoints,
  fixations: readonly IndexRange[],
  { mergeGapMs, mergeDistancePx }: { mergeGapMs: number; mergeDistancePx: number },
): IndexRange[][] {
  const merged: IndexRange[][] = [];
  for (const next of fixations) {
    const before = merged.at(-1);
    const joins = before && mergeGapMs > 0 && isSoon(points, before.at(-1)!, next, mergeGapMs);
    if (joins && measureDistance(points, before, next) <= mergeDistancePx) before.push(next);
    else merged.push([next]);
  }
  return merged;
}

function isSoon({ timestampMs, endMs }: GazePoints, a: IndexRange, b: IndexRange, gapMs: number): boolean {
  return timestampMs[b.first]! - endMs[a.last]! <= gapMs;
}

function measureDistance(points: GazePoints, parts: readonly IndexRange[], next: IndexRange): number {
  const [from, to] = [findCentre(points, parts), findCentre(points, [next])];
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function findCentre({ xScreenPx, yScreenPx }: GazePoints, parts: readonly IndexRange[]) {
  let [x, y, count] = [0, 0, 0];
  for (const { first, last } of parts) {
    for (let i = first; i <= last; i += 1) {
      x += xScreenPx[i]!;
      y += yScreenPx[i]!;
    }
    count += last - first + 1;
  }
  return { x: x / count, y: y / count };
}
