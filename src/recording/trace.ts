/** Shapes the gaze over time into lines that can be drawn, however long the recording. */
import type { GazeSample } from '../gaze/gaze-sample.ts';

const SECOND = 1000;
/** Samples further apart than this are not joined: between them nobody knows where the eyes were. */
export const LONGEST_JOIN_MS = 0.5 * SECOND;
/** Points a line has at most: more than one to a pixel are not seen. */
const MOST_POINTS = 1200;

/** `time` is a fraction of the recording; `value` is a screen fraction, at least 0 and at most 1. */
export type TracePoint = { time: number; value: number };

/**
 * The lines of one axis, one for each stretch without a gap. Where there are more samples than can be seen, each of
 * `MOST_POINTS` / 2 equal spans gives its lowest and its highest value, so that no quick look aside is lost.
 */
export function traceAxis(
  samples: readonly GazeSample[],
  axis: 'xScreen' | 'yScreen',
  durationMs: number,
): TracePoint[][] {
  const lines: GazeSample[][] = [];
  let lastMs = -Infinity;
  for (const sample of samples) {
    if (sample.timestampMs - lastMs > LONGEST_JOIN_MS) lines.push([]);
    lines.at(-1)?.push(sample);
    lastMs = sample.timestampMs;
  }
  const spanMs = samples.length > MOST_POINTS ? (2 * durationMs) / MOST_POINTS : 0;
  return lines.map((line) =>
    thinOut(line, axis, spanMs).map((sample) => ({
      time: durationMs > 0 ? sample.timestampMs / durationMs : 0,
      value: Math.min(1, Math.max(0, sample[axis])),
    })),
  );
}

/** The lowest and the highest sample of each span, in the order of their times. */
function thinOut(line: GazeSample[], axis: 'xScreen' | 'yScreen', spanMs: number): GazeSample[] {
  if (spanMs === 0) return line;
  const spans = new Map<number, { low: GazeSample; high: GazeSample }>();
  for (const sample of line) {
    const key = Math.floor(sample.timestampMs / spanMs);
    const span = spans.get(key);
    if (!span) spans.set(key, { low: sample, high: sample });
    else if (sample[axis] < span.low[axis]) span.low = sample;
    else if (sample[axis] > span.high[axis]) span.high = sample;
  }
  return [...spans.values()].flatMap(({ low, high }) => {
    if (low === high) return [low];
    return low.timestampMs < high.timestampMs ? [low, high] : [high, low];
  });
}

/** Whole seconds at which an axis of `durationMs` has marks: at most `most` of them, evenly at a round distance. */
export function placeTimeMarks(durationMs: number, most = 8): number[] {
  const ROUND_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const fits = ROUND_SECONDS.find((seconds) => durationMs / (seconds * SECOND) <= most);
  const step = fits ?? 3600 * Math.ceil(durationMs / (3600 * SECOND * most));
  return Array.from({ length: Math.floor(durationMs / (step * SECOND)) + 1 }, (_, index) => index * step);
}
