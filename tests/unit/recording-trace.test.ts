// Lines of the gaze over time.
import { expect, it } from 'vitest';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { placeTimeMarks, traceAxis } from '../../src/recording/trace.ts';

const sampleAt = (timestampMs: number, xScreen = 0.5): GazeSample => ({
  timestampMs,
  xScreen,
  yScreen: 1 - xScreen,
  confidence: 1,
});

it('places samples by their share of the time, and clamps the gaze to the screen', () => {
  const samples = [sampleAt(0, -0.1), sampleAt(250, 0.25), sampleAt(500, 1.2)];
  expect(traceAxis(samples, 'xScreen', 1000)).toEqual([
    [
      { time: 0, value: 0 },
      { time: 0.25, value: 0.25 },
      { time: 0.5, value: 1 },
    ],
  ]);
  expect(traceAxis(samples, 'yScreen', 1000)[0]?.[1]?.value).toBe(0.75);
});

it('does not join samples over a gap', () => {
  const lines = traceAxis(
    [0, 400, 1000, 1400].map((ms) => sampleAt(ms)),
    'xScreen',
    2000,
  );
  expect(lines.map((line) => line.length)).toEqual([2, 2]);
});

it('keeps every quick look aside of an hour, in a number of points that can be drawn', () => {
  const durationMs = 3_600_000;
  const samples = Array.from({ length: 108_000 }, (_, i) =>
    sampleAt(i * (1000 / 30), i === 54_321 ? 0.9 : 0.4),
  );
  const lines = traceAxis(samples, 'xScreen', durationMs);
  const points = lines.flat();
  expect(lines).toHaveLength(1);
  expect(points.length).toBeLessThanOrEqual(1202);
  expect(points.filter(({ value }) => value === 0.9)).toHaveLength(1);
  expect(points.every(({ time }, i) => i === 0 || time >= points[i - 1]!.time)).toBe(true);
});

it('has no lines where there are no samples', () => {
  expect(traceAxis([], 'xScreen', 0)).toEqual([]);
});

it.each([
  [0, [0]],
  [900, [0]],
  [8000, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  [48_000, [0, 10, 20, 30, 40]],
  [3_600_000, [0, 600, 1200, 1800, 2400, 3000, 3600]],
])('marks %d ms at %j s', (durationMs, marks) => {
  expect(placeTimeMarks(durationMs)).toEqual(marks);
});
