/** Gets to know a person by a measurement of theirs: its frames with their targets, for the memory. */
import { readMeasurementMemory } from '../../src/gaze/measurement-memory.ts';
import type { MeasuredPhoto } from '../../src/gaze/measurement-memory.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import type { GazeModel, ReaderEntry } from '../../src/model/gaze-model.ts';
import { listMeasurements, openMeasurement } from './open-measurements.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { listUsableFrames, toTarget } from './usable-frames.ts';

/** What is asked about is what the person is known by: the answers would be in the memory. */
export class SameMeasurementError extends Error {
  override readonly name = 'SameMeasurementError';

  constructor({ path, measurement }: OpenMeasurement) {
    super(`${path} is the measurement that --person names (${measurement.id}); evaluate another one.`);
  }
}

/**
 * Opens the measurement that the person is known by, which has to be a single one.
 *
 * @throws MeasurementFileError
 */
export async function openPerson(path: string): Promise<OpenMeasurement> {
  const [first, ...others] = await listMeasurements(path);
  if (others.length > 0)
    throw new Error(`${path} holds ${others.length + 1} measurements; --person takes one.`);
  return openMeasurement(first!);
}

/** @throws SameMeasurementError where the person is known by one of these measurements, or by a copy of it. */
export function refuseSame(person: OpenMeasurement, measurements: readonly OpenMeasurement[]): void {
  const same = measurements.find(({ measurement }) => measurement.id === person.measurement.id);
  if (same) throw new SameMeasurementError(same);
}

/**
 * What the product learns of the person from the measurement: the features of every usable frame, with its target, but for
 * those in which the network sees no open eyes. `onFrame` is called for each.
 *
 * @throws MeasurementFileError where no frame has open eyes, or none is seen with any.
 */
export async function readPerson(
  model: Pick<GazeModel, 'config' | 'findFace' | 'predict' | 'remember'>,
  source: OpenMeasurement,
  onFrame: () => void = () => undefined,
): Promise<ReaderEntry[]> {
  const { signal } = new AbortController();
  const entries = await readMeasurementMemory(model, readPhotos(source), { signal, onProgress: onFrame });
  if (entries.length === 0) {
    throw new MeasurementFileError(source.path, '', 'the network finds open eyes in none of its frames');
  }
  return entries;
}

async function* readPhotos(source: OpenMeasurement): AsyncGenerator<MeasuredPhoto, void, void> {
  for (const frame of listUsableFrames(source)) {
    yield { picture: await source.readPhoto(frame.file), target: toTarget(frame) };
  }
}
