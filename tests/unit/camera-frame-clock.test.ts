// The frame clock: epoch time from a camera's own timestamps.
import { expect, test } from 'vitest';
import { createFrameClock } from '../../src/camera/frame-clock.ts';

const START_MS = 1_700_000_000_000;

test('takes the origin from the least delayed frame', () => {
  const toEpochMs = createFrameClock();
  toEpochMs(0, START_MS + 40);
  toEpochMs(33_000, START_MS + 33 + 5);
  expect(toEpochMs(66_000, START_MS + 66 + 90)).toBeCloseTo(START_MS + 66 + 5, 6);
});

test('does not move backwards when a frame arrives late', () => {
  const toEpochMs = createFrameClock();
  const times = Array.from({ length: 100 }, (_, i) =>
    toEpochMs(i * 33_333, START_MS + i * 33.333 + (i % 7) * 20),
  );
  expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
});

test('follows a camera whose clock runs slow, instead of holding on to the first offset for ever', () => {
  const toEpochMs = createFrameClock(10_000);
  let errorMs = 0;
  // 0.1 % slow: after ten minutes its clock is 600 ms behind.
  for (let i = 0; i < 10 * 60 * 30; i += 1) {
    const trueMs = START_MS + (i * 1000) / 30;
    errorMs = toEpochMs((i * 1e6 * 0.999) / 30, trueMs) - trueMs;
  }
  expect(Math.abs(errorMs)).toBeLessThan(25);
});
