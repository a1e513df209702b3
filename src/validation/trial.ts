// What a check collects at one target: the window in which the person looked at it, and the gaze samples of that window.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { ScreenPlace } from '../measurement/error-metrics.ts';

/** A stretch of time in which the person looked at a known place. */
export type LookWindow = {
  target: ScreenPlace;
  /** Unix epoch, as a sample's `timestampMs`. The window holds `fromMs`, but not `untilMs`. */
  fromMs: number;
  untilMs: number;
  /** Frames per second that went through the tracker then, with gaze or without: what data loss is a share of. */
  framesPerSecond: number;
};

export type TrialSample = Pick<GazeSample, 'timestampMs' | 'xScreen' | 'yScreen'>;

export type Trial = {
  target: ScreenPlace;
  fromMs: number;
  untilMs: number;
  /** Samples that so many frames give where none is lost; a mean, so not a whole number. */
  expectedSamples: number;
  /** In order of capture, as the tracker gave them: not smoothed. */
  samples: TrialSample[];
};

const SECOND = 1000;

/** Deals samples out by the time of their frame's capture; those that lie in no window are left out. */
export function makeTrials(windows: readonly LookWindow[], samples: readonly TrialSample[]): Trial[] {
  return windows.map(({ target, fromMs, untilMs, framesPerSecond }) => ({
    target,
    fromMs,
    untilMs,
    expectedSamples: ((untilMs - fromMs) / SECOND) * framesPerSecond,
    samples: samples
      .filter(({ timestampMs }) => timestampMs >= fromMs && timestampMs < untilMs)
      .map(({ timestampMs, xScreen, yScreen }) => ({ timestampMs, xScreen, yScreen }))
      .sort((a, b) => a.timestampMs - b.timestampMs),
  }));
}
