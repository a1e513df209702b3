/** Makes a gaze model of a weights file. */
import { GazeModel } from './gaze-model.ts';
import { readWeights } from './weights.ts';

/**
 * Checks the file and puts its tensors on the backend, which must have been started (`startBackend`).
 *
 * @throws SafetensorsError or WeightsError, with the tensor and the reason.
 */
export function loadGazeModel(weights: ArrayBuffer): GazeModel {
  return new GazeModel(readWeights(weights));
}
