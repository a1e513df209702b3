// A recording in a few numbers, and durations as players show them.
import { expect, it } from 'vitest';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { formatDuration, summariseRecording } from '../../src/recording/summary.ts';

const sampleAt = (timestampMs: number): GazeSample => ({
  timestampMs,
  xScreen: 0.5,
  yScreen: 0.5,
  confidence: 1,
});

it('counts the frames without a gaze as data loss', () => {
  const samples = [0, 40, 80].map(sampleAt);
  expect(summariseRecording({ samples, frames: 4, durationMs: 160, readMs: 160 })).toEqual({
    durationMs: 160,
    frames: 4,
    samples: 3,
    dataLoss: 0.25,
    declaredMs: null,
  });
});

it('has lost everything where there was no frame', () => {
  expect(summariseRecording({ samples: [], frames: 0, durationMs: 0, readMs: 0 }).dataLoss).toBe(1);
});

it('tells what a cut-off file says its length is, and takes what could be read for the duration', () => {
  const cut = { samples: [], frames: 25, durationMs: 60_000, readMs: 12_000 };
  expect(summariseRecording(cut)).toMatchObject({ durationMs: 12_000, declaredMs: 60_000 });
});

it('takes a file for whole whose last frame ends a little early', () => {
  const whole = { samples: [], frames: 25, durationMs: 10_000, readMs: 9700 };
  expect(summariseRecording(whole)).toMatchObject({ durationMs: 10_000, declaredMs: null });
});

it.each([
  [0, '0:00'],
  [999, '0:00'],
  [83_200, '1:23'],
  [600_000, '10:00'],
  [3_723_000, '1:02:03'],
])('formats %d ms as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
