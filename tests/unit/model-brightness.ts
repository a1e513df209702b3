/** A network and a camera so simple that a tracker's samples, statistics and views can be told beforehand. */
import type { CameraFrame } from '../../src/camera/frames.ts';
import { frameFace } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { Moments, Prediction, ViewImage } from '../../src/model/gaze-model.ts';

/** Landmarks of eyes an eighth of the square apart; `xFace` is where their middle is: in 64ths, which floats hold exactly. */
function createLandmarks(xFace: number): Float32Array {
  const eyes = [xFace - 1 / 16, xFace + 1 / 16];
  return Float32Array.from(eyes.flatMap((x) => Array<number[]>(5).fill([x, 0.4]).flat()));
}
export const viewAt = (xFace: number): View => frameFace(createLandmarks(xFace));

const predictNow = ([brightness, open, xFace]: Float32Array, under: number): Prediction => ({
  xScreen: brightness! - under,
  yScreen: 0.5,
  spread: 0.1,
  confidence: 0.8,
  eyesOpenProbability: open!,
  landmarks: createLandmarks(xFace!),
});

/** Far from every brightness, so that no statistics are taken for those of whole squares. */
export const WHOLE_MEAN = -1000;

/**
 * A network of one layer: an image is a frame's brightness, 0..255, whether its eyes are open, and where its face is; the
 * gaze is the brightness minus the statistics' mean, so that every frame that entered the statistics shows.
 */
export function createBrightnessModel() {
  const population: Moments = [{ mean: new Float32Array([0]), variance: new Float32Array([1]) }];
  const wholePopulation: Moments = [
    { mean: new Float32Array([WHOLE_MEAN]), variance: new Float32Array([1]) },
  ];
  let mean = 0;
  const calls = {
    predicted: [] as { view: View; under: number }[],
    measured: [] as number[],
    measuredViews: [] as View[],
    setMoments: 0,
  };
  const model: TrackerModel = {
    population,
    wholePopulation,
    setMoments(moments) {
      calls.setMoments += 1;
      mean = moments[0]!.mean[0]!;
    },
    async predict({ image, view }) {
      calls.predicted.push({ view, under: mean });
      return predictNow(image, mean);
    },
    async measure({ image, view }: ViewImage, group) {
      calls.measured.push(image[0]!);
      calls.measuredViews.push(view);
      const moments = [{ mean: image.slice(0, 1), variance: new Float32Array([0]) }];
      const { moments: others, weight } = group ?? { moments: population, weight: 0 };
      return {
        moments,
        prediction: predictNow(image, (weight * others[0]!.mean[0]! + image[0]!) / (weight + 1)),
      };
    },
  };
  return { model, calls, mean: () => mean };
}

/** What the camera sees; the views that are asked of it are logged. */
export function createFrame(
  brightness: number,
  timestampMs: number,
  { open = 1, xFace = 0.5, log = [] as View[] } = {},
): CameraFrame {
  return {
    timestampMs,
    cut(view) {
      log.push(view);
      return new Float32Array([brightness, open, xFace]);
    },
  };
}
