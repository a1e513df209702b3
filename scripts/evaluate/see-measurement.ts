/** Looks at every usable frame of a measurement once: its features, which can be read beside any memory afterwards. */
import type { GazeResult, ScreenPlace } from '../../src/measurement/error-metrics.ts';
import { lookAtFace } from './look-at-face.ts';
import type { LookingModel } from './look-at-face.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { listUsableFrames, toTarget } from './usable-frames.ts';

/** One frame, as an entry of a memory and as a question with its answer. */
export type SeenFrame = { features: Float32Array; target: ScreenPlace };

/** What is seen of a measurement, in the file's order. */
export type SeenMeasurement = { id: string; frames: SeenFrame[]; toResult: ToResult };

/** A frame's result, for a gaze that was read of it. */
type ToResult = (frame: SeenFrame, predicted: ScreenPlace) => GazeResult;

/**
 * The model's memory is empty afterwards. `onFrame` is called for each frame.
 *
 * @throws MeasurementFileError where no frame has open eyes.
 */
export async function seeMeasurement(
  model: LookingModel,
  source: OpenMeasurement,
  onFrame: () => void = () => undefined,
): Promise<SeenMeasurement> {
  const { id, person, screen, distanceCm } = source.measurement;
  const frames: SeenFrame[] = [];
  await model.remember([]);
  for (const frame of listUsableFrames(source)) {
    const { features } = await lookAtFace(model, await source.readPhoto(frame.file));
    frames.push({ features, target: toTarget(frame) });
    onFrame();
  }
  const toResult: ToResult = ({ target }, predicted) => ({
    person,
    predicted,
    target,
    screen,
    ...(distanceCm && { distanceCm }),
  });
  return { id, frames, toResult };
}
