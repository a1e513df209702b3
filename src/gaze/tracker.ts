/** The tracker: a frame in, a gaze sample out, normalized by a sliding window of the person's own recent frames. */
import type { GazeModel, Prediction } from '../model/gaze-model.ts';
import { createNormalizationWindow } from '../model/normalization-window.ts';
import type { GazeSample } from './gaze-sample.ts';

export type TrackerModel = Pick<GazeModel, 'population' | 'setMoments' | 'predict' | 'measure'>;

export type TrackerOptions = {
  model: TrackerModel;
  /** N, the measured frames that the statistics come from. */
  windowLength?: number;
  /** A new frame is measured at most this often: neighbouring frames are nearly the same one. */
  measureEveryMs?: number;
  /** M, the number of frames that the population's moments count for. On rendered videos of strangers 16 to 32 do best. */
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
   * Costs at most one folded forward pass and one measuring pass, whatever the window's length. Calls must not overlap.
   */
  track(image: Float32Array, timestampMs: number): Promise<GazeSample | null>;
  state(): TrackerState;
  /** Back to the population's statistics, as for another person. */
  reset(): void;
  /** Ends the tracker; the model stays its owner's. */
  dispose(): void;
};

/**
 * Makes a tracker that starts from the population's statistics.
 *
 * Every `measureEveryMs` the new frame is measured and enters the window. Between two such frames one entry is measured
 * again, the one measured longest ago: a layer's moments depend on the statistics of the layers before it, so those of
 * an entry go stale as the window moves on. Both kinds of pass normalize the frame together with the rest of the window;
 * under the old statistics alone, one change would pass through sixty layers in sixty rounds instead of one.
 */
export function createTracker({
  model,
  windowLength = 32,
  measureEveryMs = 500,
  sourceWeight = 24,
  leastEyesOpenProbability = 0.5,
}: TrackerOptions): Tracker {
  const window = createNormalizationWindow({ length: windowLength, source: model.population, sourceWeight });
  let measuredMs = -Infinity;
  let renewed = true;
  let eyesInView = false;
  let disposed = false;
  model.setMoments(model.population);

  const isOpen = ({ eyesOpenProbability }: Prediction): boolean =>
    eyesOpenProbability >= leastEyesOpenProbability;

  /** A frame from before the last measured one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    timestampMs < measuredMs || timestampMs - measuredMs >= measureEveryMs;

  /** Predicts the frame within the window and, where its eyes are open, takes it in. */
  const measureNewcomer = async (image: Float32Array): Promise<Prediction> => {
    const { moments, prediction } = await model.measure(image, window.groupForNewcomer());
    if (disposed || !isOpen(prediction)) return prediction;
    window.add(image, moments);
    model.setMoments(window.statistics());
    return prediction;
  };

  const renewStalest = async (): Promise<void> => {
    const entry = window.stalest();
    if (!entry) return;
    const { moments } = await model.measure(Float32Array.from(entry.image), window.groupWithout(entry));
    if (disposed) return;
    window.renew(entry, moments);
    model.setMoments(window.statistics());
  };

  return {
    async track(image, timestampMs) {
      let prediction: Prediction;
      if (isDue(timestampMs)) {
        measuredMs = timestampMs;
        renewed = false;
        prediction = await measureNewcomer(image);
      } else {
        prediction = await model.predict(image);
        if (!renewed && !disposed) {
          renewed = true;
          await renewStalest();
        }
      }
      if (disposed) return null;
      eyesInView = isOpen(prediction);
      if (!eyesInView) return null;
      const { xScreen, yScreen, confidence } = prediction;
      return { timestampMs, xScreen, yScreen, confidence };
    },
    state: () => ({ windowFilled: window.count() / windowLength, eyesInView }),
    reset() {
      window.clear();
      measuredMs = -Infinity;
      renewed = true;
      eyesInView = false;
      model.setMoments(model.population);
    },
    dispose() {
      disposed = true;
      window.clear();
    },
  };
}
