/** The tracker: a frame in, a gaze sample out, normalized by a sliding window of the person's own recent frames. */
import type { GazeModel, Prediction } from '../model/gaze-model.ts';
import { createNormalizationWindow } from '../model/normalization-window.ts';
import type { GazeSample } from './gaze-sample.ts';

export type TrackerModel = Pick<GazeModel, 'population' | 'setMoments' | 'predict' | 'measure'>;

export type TrackerOptions = {
  model: TrackerModel;
  /** N, the measured frames that the statistics come from. */
  windowLength?: number;
  /** A frame is measured at most this often: neighbouring frames are nearly the same one. */
  measureEveryMs?: number;
  /** M, the number of frames that the population's moments count for. */
  sourceWeight?: number;
  /** Below this the frame counts as a blink or an empty chair. */
  leastEyesOpenProbability?: number;
};

export type TrackerState = {
  /** 0..1: how much of the window has been measured. */
  windowFilled: number;
  /** Whether the last frame showed open eyes. */
  eyesInView: boolean;
};

export type Tracker = {
  /**
   * The gaze in one frame, or null where no open eyes are in view. `timestampMs` is the frame's capture (Unix epoch).
   * Costs one folded forward pass, and at most every `measureEveryMs` a measuring pass. Calls must not overlap.
   */
  track(image: Float32Array, timestampMs: number): Promise<GazeSample | null>;
  state(): TrackerState;
  /** Back to the population's statistics, as for another person. */
  reset(): void;
  /** Ends the tracker; the model stays its owner's. */
  dispose(): void;
};

/** Makes a tracker that starts from the population's statistics. */
export function createTracker({
  model,
  windowLength = 32,
  measureEveryMs = 500,
  sourceWeight = 1,
  leastEyesOpenProbability = 0.5,
}: TrackerOptions): Tracker {
  const window = createNormalizationWindow({ length: windowLength, source: model.population, sourceWeight });
  let measuredMs = -Infinity;
  let eyesInView = false;
  let disposed = false;
  model.setMoments(model.population);

  /** A frame from before the last measured one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    timestampMs < measuredMs || timestampMs - measuredMs >= measureEveryMs;

  return {
    async track(image, timestampMs) {
      let prediction: Prediction;
      if (isDue(timestampMs)) {
        measuredMs = timestampMs;
        const measured = await model.measure(image);
        if (disposed) return null;
        prediction = measured.prediction;
        if (measured.prediction.eyesOpenProbability >= leastEyesOpenProbability) {
          window.add({ timestampMs, moments: measured.moments });
          model.setMoments(window.statistics());
          // The frame itself is part of its statistics, as in a batch.
          prediction = await model.predict(image);
        }
      } else {
        prediction = await model.predict(image);
      }
      eyesInView = prediction.eyesOpenProbability >= leastEyesOpenProbability;
      if (!eyesInView || disposed) return null;
      const { xScreen, yScreen, confidence } = prediction;
      return { timestampMs, xScreen, yScreen, confidence };
    },
    state: () => ({ windowFilled: window.count() / windowLength, eyesInView }),
    reset() {
      window.clear();
      measuredMs = -Infinity;
      eyesInView = false;
      model.setMoments(model.population);
    },
    dispose() {
      disposed = true;
      window.clear();
    },
  };
}
