/** Turns what the network read back into predictions on the screen and in the camera's square. */
import type { View } from '../camera/framing.ts';
import { decodeGaze, sigmoid } from './decode.ts';
import type { DecodedGaze } from './decode.ts';
import type { NetworkConfig } from './network-config.ts';

/** What is seen of a face, before anything is said of its gaze. */
export type Face = {
  eyesOpenProbability: number;
  /** Ten points, x then y, as fractions of the square: right eye's iris, inner, outer, upper, lower, then the left's. */
  landmarks: Float32Array;
  /** 0..1: how much of the landmarks' heatmaps lies at their peaks. */
  certainty: number;
};

/** The gaze in fractions of the screen; a little outside 0..1 where the heatmap's margin wins. `confidence` 0 is a heatmap that knows nothing. */
export type Prediction = DecodedGaze & Face;

/** One face per view. `output` is the landmarks of all of them, then their certainties, then their presence logits. */
export function decodeFaces(output: Float32Array, views: readonly View[], config: NetworkConfig): Face[] {
  const coordinates = 2 * config.landmarks;
  const certaintyAt = views.length * coordinates;
  const presenceAt = certaintyAt + views.length;
  return views.map((view, n) => ({
    eyesOpenProbability: sigmoid(output[presenceAt + n]!),
    landmarks: output
      .subarray(n * coordinates, (n + 1) * coordinates)
      .map((value, i) => (i % 2 === 0 ? view.x : view.y) + view.side * value),
    certainty: output[certaintyAt + n]!,
  }));
}

/** One gaze per row of logits `[n, G * G]`. */
export function decodeGazes(logits: Float32Array, config: NetworkConfig): DecodedGaze[] {
  const cells = config.gridSize ** 2;
  return Array.from({ length: logits.length / cells }, (_, n) =>
    decodeGaze(logits.subarray(n * cells, (n + 1) * cells), config),
  );
}
