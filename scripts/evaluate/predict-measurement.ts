/** Predicts the gaze of every usable frame of a measurement, in windows of its own frames. */
import type { GazeResult, ScreenPlace } from '../../src/measurement/error-metrics.ts';
import type { MeasurementFrame } from '../../src/measurement/file-format.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import type { ReaderEntry } from '../../src/model/gaze-model.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { readWindow } from './read-window.ts';
import type { EvaluatedModel, Reading } from './read-window.ts';

/** `start..end` are read together; those from `newFrom` on have not counted before. */
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

/**
 * The frames that count: eyes open, or nothing said of them.
 *
 * @throws MeasurementFileError where there is none.
 */
export function listUsableFrames({ path, measurement }: OpenMeasurement): MeasurementFrame[] {
  const frames = measurement.frames.filter(({ eyes }) => eyes === undefined || eyes === 'open');
  if (frames.length === 0) throw new MeasurementFileError(path, '', 'none of its frames has open eyes');
  return frames;
}

/** Where the person looked. */
export function toTarget({ x, y }: MeasurementFrame): ScreenPlace {
  return { xScreen: x, yScreen: y };
}

export type PredictOptions = {
  reading: Reading;
  windowLength: number;
  /** What is known of the person, where frames are read alone. */
  person?: readonly ReaderEntry[];
  /** Called for each result. */
  onFrame?(): void;
};

/**
 * One result per usable frame, in file order.
 *
 * @throws MeasurementFileError where no frame has open eyes.
 */
export async function predictMeasurement(
  model: EvaluatedModel,
  source: OpenMeasurement,
  { reading, windowLength, person: known = [], onFrame = () => undefined }: PredictOptions,
): Promise<GazeResult[]> {
  const { person, screen, distanceCm } = source.measurement;
  const frames = listUsableFrames(source);
  const results: GazeResult[] = [];
  for (const { start, newFrom, end } of splitWindows(frames.length, windowLength)) {
    // A frame that is read alone is not read again to fill the last window.
    const first = reading === 'alone' ? newFrom : start;
    const inWindow = frames.slice(first, end);
    const photos = await Promise.all(inWindow.map(({ file }) => source.readPhoto(file)));
    const gazes = await readWindow(model, photos, reading, known);
    for (let i = newFrom - first; i < inWindow.length; i += 1) {
      const target = toTarget(inWindow[i]!);
      results.push({ person, predicted: gazes[i]!, target, screen, ...(distanceCm && { distanceCm }) });
      onFrame();
    }
  }
  return results;
}
