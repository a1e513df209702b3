/** Predicts the gaze of every usable frame of a measurement, in windows of its own frames. */
import type { GazeResult } from '../../src/measurement/error-metrics.ts';
import type { ReaderEntry } from '../../src/model/gaze-model.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { readWindow } from './read-window.ts';
import type { EvaluatedModel, Reading } from './read-window.ts';
import { seeMeasurement } from './see-measurement.ts';
import { listUsableFrames, splitWindows, toTarget } from './usable-frames.ts';

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
  if (reading === 'measured') return predictBetween(model, source, onFrame);
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

/** Every second frame beside those between, with the targets of these, and the other way round. */
async function predictBetween(
  model: EvaluatedModel,
  source: OpenMeasurement,
  onFrame: () => void,
): Promise<GazeResult[]> {
  const { frames, toResult } = await seeMeasurement(model, source, onFrame);
  const results: GazeResult[] = [];
  for (const odd of [0, 1]) {
    await model.remember(frames.filter((_, i) => i % 2 !== odd));
    const asked = frames.filter((_, i) => i % 2 === odd);
    const gazes = await model.read(asked.map(({ features }) => features));
    gazes.forEach((gaze, i) => {
      results[2 * i + odd] = toResult(asked[i]!, gaze);
    });
  }
  return results;
}
