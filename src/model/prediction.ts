/** Turns what the network read back into predictions on the screen and in the camera's square. */
import type { View } from '../camera/framing.ts';
import { decodeGaze, sigmoid } from './decode.ts';
import type { NetworkConfig } from './network-config.ts';

export type Prediction = {
  /** Fractions of the screen; a little outside 0..1 where the heatmap's margin wins. */
  xScreen: number;
  yScreen: number;
  /** Standard deviation of the gaze, in screen fractions: that of the heatmap, calibrated. */
  spread: number;
  /** 0..1; 0 is a heatmap that knows nothing. */
  confidence: number;
  eyesOpenProbability: number;
  /** Ten points, x then y, as fractions of the square: right eye's iris, inner, outer, upper, lower, then the left's. */
  landmarks: Float32Array;
};

/** One prediction per view. `output` is the gaze logits of all of them, then their landmarks, then their presence logits. */
export function decodePredictions(
  output: Float32Array,
  inputs: { view: View }[],
  config: NetworkConfig,
): Prediction[] {
  const cells = config.gridSize ** 2;
  const coordinates = 2 * config.landmarks;
  const landmarksAt = inputs.length * cells;
  const presenceAt = landmarksAt + inputs.length * coordinates;
  return inputs.map(({ view }, n) => {
    const inView = output.subarray(landmarksAt + n * coordinates, landmarksAt + (n + 1) * coordinates);
    return {
      ...decodeGaze(output.subarray(n * cells, (n + 1) * cells), config),
      eyesOpenProbability: sigmoid(output[presenceAt + n]!),
      landmarks: inView.map((value, i) => (i % 2 === 0 ? view.x : view.y) + view.side * value),
    };
  });
}
