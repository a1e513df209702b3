// The two classic ways to tell fixations from saccades: by dispersion (I-DT) and by velocity (I-VT).
// Both read a run of points in which nothing is missing for long, and return the fixations as ranges of those points.
import type { GazePoints, IndexRange } from './gaze-points.ts';

const SECOND = 1000;

/**
 * I-DT: a window that covers `minDurationMs` is a fixation where
 *
 *     (max x - min x) + (max y - min y) <= dispersionPx
 *
 * and then grows as long as that holds; otherwise it moves on by one point.
 * @see Salvucci, Goldberg: Identifying fixations and saccades in eye-tracking protocols (ETRA 2000)
 */
export function identifyByDispersion(
  points: GazePoints,
  run: IndexRange,
  { dispersionPx, minDurationMs }: { dispersionPx: number; minDurationMs: number },
): IndexRange[] {
  const found: IndexRange[] = [];
  let first = run.first;
  while (first <= run.last) {
    let last = first;
    while (last < run.last && !lastsFor(points, first, last, minDurationMs)) last += 1;
    if (!lastsFor(points, first, last, minDurationMs)) break;
    const extent = createExtent();
    for (let i = first; i <= last; i += 1) stretch(extent, points, i);
    if (measureExtent(extent) > dispersionPx) {
      first += 1;
      continue;
    }
    while (last < run.last) {
      stretch(extent, points, last + 1);
      if (measureExtent(extent) > dispersionPx) break;
      last += 1;
    }
    found.push({ first, last });
    first = last + 1;
  }
  return found;
}

/**
 * I-VT: successive points belong together where the gaze went from one to the other at less than the threshold,
 *
 *     |p(i + 1) - p(i)| / (t(i + 1) - t(i)) < velocityPxPerSecond
 *
 * and are a fixation where they cover `minDurationMs`. The point where a saccade landed belongs to the fixation.
 * @see Salvucci, Goldberg: Identifying fixations and saccades in eye-tracking protocols (ETRA 2000)
 */
export function identifyByVelocity(
  points: GazePoints,
  run: IndexRange,
  { velocityPxPerSecond, minDurationMs }: { velocityPxPerSecond: number; minDurationMs: number },
): IndexRange[] {
  const found: IndexRange[] = [];
  let first = run.first;
  for (let i = run.first; i <= run.last; i += 1) {
    if (i < run.last && measureVelocity(points, i, i + 1) < velocityPxPerSecond) continue;
    if (lastsFor(points, first, i, minDurationMs)) found.push({ first, last: i });
    first = i + 1;
  }
  return found;
}

/** (max x - min x) + (max y - min y) of all parts together, px of the screen. */
export function measureDispersion(points: GazePoints, parts: readonly IndexRange[]): number {
  const extent = createExtent();
  for (const { first, last } of parts) for (let i = first; i <= last; i += 1) stretch(extent, points, i);
  return measureExtent(extent);
}

/** Less than a clock can tell: three frames of 33.3 ms last for 100. */
const ROUNDING_MS = 0.5;

function lastsFor({ timestampMs, endMs }: GazePoints, first: number, last: number, ms: number): boolean {
  return endMs[last]! - timestampMs[first]! >= ms - ROUNDING_MS;
}

/** px of the screen per second. */
function measureVelocity(
  { timestampMs, xScreenPx, yScreenPx }: GazePoints,
  from: number,
  to: number,
): number {
  const lengthPx = Math.hypot(xScreenPx[to]! - xScreenPx[from]!, yScreenPx[to]! - yScreenPx[from]!);
  return (lengthPx * SECOND) / (timestampMs[to]! - timestampMs[from]!);
}

type Extent = { left: number; right: number; top: number; bottom: number };

function createExtent(): Extent {
  return { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
}

function stretch(extent: Extent, { xScreenPx, yScreenPx }: GazePoints, index: number): void {
  const [x, y] = [xScreenPx[index]!, yScreenPx[index]!];
  if (x < extent.left) extent.left = x;
  if (x > extent.right) extent.right = x;
  if (y < extent.top) extent.top = y;
  if (y > extent.bottom) extent.bottom = y;
}

function measureExtent({ left, right, top, bottom }: Extent): number {
  return right - left + (bottom - top);
}
