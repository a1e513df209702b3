/** Predicts the gaze of every usable frame of a measurement, in windows of its own frames. */
import type { GazeResult } from '../../src/measurement/error-metrics.ts';
import type { Measurement, MeasurementFrame } from '../../src/measurement/file-format.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { readWindow } from './read-window.ts';
import type { EvaluatedModel, Normalization } from './read-window.ts';

/** `start..end` are normalized together; those from `newFrom` on have not counted before. */
export type FrameWindow = { start: number; newFrom: number; end: number };

/**
 * Consecutive runs of `length` frames. A short last one reaches back to be `length` long, and only its new frames
 * count; fewer frames than `length` are one window. The same rule as in `training/fovea_training/evaluate.py`.
 */
export function splitWindows(count: number, length: number): FrameWindow[] {
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => {
    const end = Math.min(count, (i + 1) * length);
    return { start: Math.max(0, end - length), newFrom: i * length, end };
  });
}

/** The frames that count: eyes open, or nothing said of them. */
export function listUsableFrames({ frames }: Measurement): MeasurementFrame[] {
  return frames.filter(({ eyes }) => eyes === undefined || eyes === 'open');
}

/**
 * One result per frame with open eyes (or none said), in file order. `batch` normalizes each window by its own
 * statistics; `stored` by the population's, frame by frame. `onFrame` is called for each result.
 *
 * @throws MeasurementFileError where no frame has open eyes.
 */
export async function predictMeasurement(
  model: EvaluatedModel,
  { path, measurement, readPhoto }: OpenMeasurement,
  normalization: Normalization,
  windowLength: number,
  onFrame: () => void = () => undefined,
): Promise<GazeResult[]> {
  const { person, screen, distanceCm } = measurement;
  const frames = listUsableFrames(measurement);
  if (frames.length === 0) throw new MeasurementFileError(path, '', 'none of its frames has open eyes');
  const results: GazeResult[] = [];
  for (const { start, newFrom, end } of splitWindows(frames.length, windowLength)) {
    // Stored statistics make each frame's reading its own, so none is read again to fill the last window.
    const first = normalization === 'batch' ? start : newFrom;
    const inWindow = frames.slice(first, end);
    const photos = await Promise.all(inWindow.map(({ file }) => readPhoto(file)));
    const predictions = await readWindow(model, photos, normalization);
    for (let i = newFrom - first; i < inWindow.length; i += 1) {
      const { x, y } = inWindow[i]!;
      const target = { xScreen: x, yScreen: y };
      results.push({ person, predicted: predictions[i]!, target, screen, ...(distanceCm && { distanceCm }) });
      onFrame();
    }
  }
  return results;
}
