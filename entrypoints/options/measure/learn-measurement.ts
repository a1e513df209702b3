// Learns a person from a stored measurement. Import it when there is something to learn: tfjs is large.
import { loadWeights } from '../../../src/gaze/load-weights.ts';
import {
  readMeasurementMemory,
  type MeasurementMemoryOptions,
} from '../../../src/gaze/measurement-memory.ts';
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { hashWeights } from '../../../src/model/hash-weights.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { readFrames } from '../../../src/storage/measurements.ts';
import { writePersonMemory } from '../../../src/storage/person-memory.ts';
import { runModel } from '../analyse/run-model.ts';
import { database } from '../database.ts';
import { decodePhotos } from './decode-photos.ts';
import { findEnd } from './measurement-end.ts';

/**
 * Reads the measurement's photos, saves what they teach as the person's memory, and hands it to the tracker where that
 * tracks them.
 * @returns how many photos it learned from
 * @throws {Error} in plain words; the signal's reason when it aborts
 */
export async function learnMeasurement(
  measurement: MeasurementRow,
  options: MeasurementMemoryOptions,
): Promise<number> {
  const { id, personId, camera } = measurement;
  const frames = await readFrames(database, id);
  const weightsHash = await hashWeights(await loadWeights());
  const entries = await runModel(options.signal, (model) =>
    readMeasurementMemory(model, decodePhotos(frames), options),
  );
  if (entries.length === 0) throw new Error('None of the photos shows open eyes.');
  options.signal.throwIfAborted();
  if (!(await database.measurements.get(id))) throw new Error('The measurement was deleted meanwhile.');
  const saved = await writePersonMemory(database, {
    personId,
    camera: camera.label ?? '',
    weightsHash,
    entries,
    createdAt: findEnd(measurement, frames),
    from: 'measurement',
  });
  if (!saved) throw new Error('The person was deleted meanwhile.');
  // Where the tracker cannot be told, its next start finds what was saved.
  await sendMessage('measurementLearned', { personId }).catch(() => undefined);
  return entries.length;
}
