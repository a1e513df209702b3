// Learns a person from a stored measurement. Import it when there is something to learn: tfjs is large.
import { loadWeights } from '../gaze/load-weights.ts';
import { readMeasurementMemory } from '../gaze/measurement-memory.ts';
import { runModel } from '../gaze/run-model.ts';
import { sendMessage } from '../messaging/protocol.ts';
import { hashWeights } from '../model/hash-weights.ts';
import type { FoveaDatabase, MeasurementRow } from '../storage/database.ts';
import { writePersonMemory } from '../storage/person-memory.ts';
import { decodePhotos } from './decode-photos.ts';
import { readSitting } from './read-sitting.ts';

/** What was learned from: photos with open eyes, of how many measurements. */
export type Learned = { readonly photos: number; readonly measurements: number };

/**
 * Reads the measurement's photos, and those of others of its sitting, saves what they teach as the person's memory, and
 * hands it to the tracker where that tracks them.
 * @throws {Error} in plain words; the signal's reason when it aborts
 */
export async function learnMeasurement(
  database: FoveaDatabase,
  measurement: MeasurementRow,
  signal: AbortSignal,
  onProgress: (read: number, total: number) => void,
): Promise<Learned> {
  const { id, personId, camera } = measurement;
  const { frames, measurements, since, endedAt } = await readSitting(database, measurement);
  const weightsHash = await hashWeights(await loadWeights());
  const options = { signal, onProgress: (read: number) => onProgress(read, frames.length) };
  const entries = await runModel(signal, (model) =>
    readMeasurementMemory(model, decodePhotos(frames), options),
  );
  if (entries.length === 0) throw new Error('None of the photos shows open eyes.');
  signal.throwIfAborted();
  if (!(await database.measurements.get(id))) throw new Error('The measurement was deleted meanwhile.');
  const saved = await writePersonMemory(database, {
    personId,
    camera: camera.label ?? '',
    weightsHash,
    entries,
    createdAt: endedAt,
    ...(measurements > 1 ? { since } : {}),
    from: 'measurement',
  });
  if (!saved) throw new Error('The person was deleted meanwhile.');
  // Where the tracker cannot be told, its next start finds what was saved.
  await sendMessage('measurementLearned', { personId }).catch(() => undefined);
  return { photos: entries.length, measurements };
}
