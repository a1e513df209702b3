// Reads the gaze in one photo, beside what is known of the person where there is anything.
import type { Picture } from '../../../src/camera/cut-view.ts';
import { loadWeights } from '../../../src/gaze/load-weights.ts';
import { readPhoto } from '../../../src/gaze/read-photo.ts';
import { runModel } from '../../../src/gaze/run-model.ts';
import type { GazeModel } from '../../../src/model/gaze-model.ts';
import { hashWeights } from '../../../src/model/hash-weights.ts';
import type { Prediction } from '../../../src/model/prediction.ts';
import type { MemoryOrigin } from '../../../src/storage/database.ts';
import { readPersonMemory } from '../../../src/storage/person-memory.ts';
import { database } from '../../../src/ui/page-database.ts';

/** What a photo was read beside: frames of the person, or nothing. `discarded` says why what is stored was not used. */
export type ReadingBasis =
  | { of: 'person'; frames: number; from: MemoryOrigin; createdAt: string }
  | { of: 'anybody'; discarded?: string };

/** `prediction` is null where there are no open eyes. */
export type PhotoReading = { prediction: Prediction | null; basis: ReadingBasis };

/**
 * @param personId null for nobody in particular
 * @throws {Error} in plain words; the signal's reason where that aborts
 */
export async function readPhotoFile(
  picture: Picture,
  personId: string | null,
  signal: AbortSignal,
): Promise<PhotoReading> {
  return runModel(signal, async (model) => {
    const known = personId === null ? undefined : await findKnown(personId, model);
    signal.throwIfAborted();
    if (!known || 'discarded' in known) {
      return { prediction: await readPhoto(model, picture), basis: { of: 'anybody', ...known } };
    }
    const { entries, from, createdAt } = known;
    const prediction = await readPhoto(model, picture, entries);
    return { prediction, basis: { of: 'person', frames: entries.length, from, createdAt } };
  });
}

/** Through whatever camera: a photo does not say which one took it. */
async function findKnown(personId: string, { featureCount }: GazeModel) {
  const weightsHash = await hashWeights(await loadWeights());
  return readPersonMemory(database, personId, { weightsHash, featureCount });
}
