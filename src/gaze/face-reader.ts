/** Reads the gaze in views of a face, normalized by a sliding window of the person's own recent views. */
import type { GazeModel, Prediction, ViewImage } from '../model/gaze-model.ts';
import { createNormalizationWindow } from '../model/normalization-window.ts';

export type FaceReaderModel = Pick<GazeModel, 'population' | 'setMoments' | 'predict' | 'measure'>;

export type FaceReaderOptions = {
  model: FaceReaderModel;
  windowLength: number;
  measureEveryMs: number;
  sourceWeight: number;
  isOpen(prediction: Prediction): boolean;
};

export type FaceReader = {
  /** Gives the model the window's statistics, after it had others. */
  resume(): void;
  /**
   * The prediction for one view, which enters the window where a frame is due and its eyes are open. Once `signal` has
   * aborted, window and model are left alone.
   */
  read(input: ViewImage, timestampMs: number, signal: AbortSignal): Promise<Prediction>;
  /** 0..1. */
  windowFilled(): number;
  clear(): void;
};

/**
 * Makes a reader whose statistics start from the population's.
 *
 * Every `measureEveryMs` the new frame is measured and enters the window. Between two such frames one entry is measured
 * again, the one measured longest ago: a layer's moments depend on the statistics of the layers before it, so those of
 * an entry go stale as the window moves on. Both kinds of pass normalize the frame together with the rest of the window;
 * under the old statistics alone, one change would pass through sixty layers in sixty rounds instead of one.
 */
export function createFaceReader({
  model,
  windowLength,
  measureEveryMs,
  sourceWeight,
  isOpen,
}: FaceReaderOptions): FaceReader {
  const window = createNormalizationWindow({ length: windowLength, source: model.population, sourceWeight });
  let measuredMs = -Infinity;
  let renewed = true;

  /** A frame from before the last measured one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    timestampMs < measuredMs || timestampMs - measuredMs >= measureEveryMs;

  /** Predicts the frame within the window and, where its eyes are open, takes it in. */
  const measureNewcomer = async (input: ViewImage, signal: AbortSignal): Promise<Prediction> => {
    const { moments, prediction } = await model.measure(input, window.groupForNewcomer());
    if (signal.aborted || !isOpen(prediction)) return prediction;
    window.add(input, moments);
    model.setMoments(window.statistics());
    return prediction;
  };

  const renewStalest = async (signal: AbortSignal): Promise<void> => {
    const entry = window.stalest();
    if (!entry) return;
    const input = { image: Float32Array.from(entry.image), view: entry.view };
    const { moments } = await model.measure(input, window.groupWithout(entry));
    if (signal.aborted) return;
    window.renew(entry, moments);
    model.setMoments(window.statistics());
  };

  return {
    resume() {
      model.setMoments(window.statistics());
      // A frame that has already been looked through for a face takes no measuring pass of another frame as well.
      renewed = true;
    },
    async read(input, timestampMs, signal) {
      if (isDue(timestampMs)) {
        measuredMs = timestampMs;
        renewed = false;
        return measureNewcomer(input, signal);
      }
      const prediction = await model.predict(input);
      if (!renewed && !signal.aborted) {
        renewed = true;
        await renewStalest(signal);
      }
      return prediction;
    },
    windowFilled: () => window.count() / windowLength,
    clear() {
      window.clear();
      measuredMs = -Infinity;
      renewed = true;
    },
  };
}
