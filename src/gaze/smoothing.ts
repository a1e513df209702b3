/** Smooths gaze samples with the One-Euro filter: steady while the eyes rest, quick when they move. */
import type { GazeSample } from './gaze-sample.ts';

export type SmoothingOptions = {
  /** Cutoff at rest; lower is steadier. */
  minCutoffHz: number;
  /** Cutoff added per screen a second of speed; higher follows a saccade sooner. */
  speedCoefficient: number;
  /** Cutoff of the speed's own filter. */
  speedCutoffHz: number;
  /** After a gap this long (a blink, an absence) the filter starts anew. */
  forgetAfterMs: number;
};

export const SMOOTHING: SmoothingOptions = {
  minCutoffHz: 0.6,
  speedCoefficient: 4,
  speedCutoffHz: 1,
  forgetAfterMs: 1000,
};

/** What the filter carries from sample to sample. */
export type SmoothingState = {
  sample: GazeSample;
  /** Filtered velocity, screens a second. */
  xSpeed: number;
  ySpeed: number;
};

/**
 * One step: the state after `sample`, whose `sample` is the smoothed one. Pass `undefined` to start.
 *
 *     alpha(f) = r / (r + 1), r = 2 pi f dt        v <- v + alpha(speedCutoff) (dx / dt - v)
 *     x <- x + alpha(minCutoff + speedCoefficient |v|) (sample - x)
 *
 * The speed is that of both axes together, so that a diagonal saccade is not held back by its slower axis.
 *
 * @see https://doi.org/10.1145/2207676.2208639 Casiez, Roussel and Vogel 2012
 */
export function smoothGaze(
  state: SmoothingState | undefined,
  sample: GazeSample,
  options: SmoothingOptions = SMOOTHING,
): SmoothingState {
  const stepMs = state ? sample.timestampMs - state.sample.timestampMs : 0;
  if (!state || stepMs <= 0 || stepMs > options.forgetAfterMs) return { sample, xSpeed: 0, ySpeed: 0 };

  const seconds = stepMs / 1000;
  const { sample: last } = state;
  const speedShare = toShare(options.speedCutoffHz, seconds);
  const xSpeed = state.xSpeed + speedShare * ((sample.xScreen - last.xScreen) / seconds - state.xSpeed);
  const ySpeed = state.ySpeed + speedShare * ((sample.yScreen - last.yScreen) / seconds - state.ySpeed);
  const cutoffHz = options.minCutoffHz + options.speedCoefficient * Math.hypot(xSpeed, ySpeed);
  const share = toShare(cutoffHz, seconds);
  return {
    sample: {
      ...sample,
      xScreen: last.xScreen + share * (sample.xScreen - last.xScreen),
      yScreen: last.yScreen + share * (sample.yScreen - last.yScreen),
    },
    xSpeed,
    ySpeed,
  };
}

/** How much of the new value a low-pass filter of this cutoff takes in one step. */
function toShare(cutoffHz: number, seconds: number): number {
  const ratio = 2 * Math.PI * cutoffHz * seconds;
  return ratio / (ratio + 1);
}
