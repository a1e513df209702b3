// Looks at all photos of a person's measurements, and compares how they are read. Import it when asked for: tfjs is large.
import { readMeasurementMemory } from '../../../../src/gaze/measurement-memory.ts';
import { runModel } from '../../../../src/gaze/run-model.ts';
import {
  compareReadings,
  type ReadingComparison,
  type SeenFrame,
  type SeenSitting,
} from '../../../../src/measurement/compare-readings.ts';
import { decodePhotos } from '../../../../src/measurement/decode-photos.ts';
import type { MeasurementRow } from '../../../../src/storage/database.ts';
import { readFrames } from '../../../../src/storage/measurements.ts';
import { database } from '../../../../src/ui/page-database.ts';

/**
 * @param measurements of one person
 * @param onProgress photos looked at until now
 * @throws {Error} in plain words; the signal's reason when it aborts
 */
export async function comparePerson(
  measurements: readonly MeasurementRow[],
  signal: AbortSignal,
  onProgress: (photos: number) => void,
): Promise<ReadingComparison[]> {
  return runModel(signal, async (model) => {
    const sittings: SeenSitting[] = [];
    let before = 0;
    for (const { id, personId, screen, distanceCm } of measurements) {
      const all = await readFrames(database, id);
      const open = all.filter(({ eyes }) => eyes === undefined || eyes === 'open');
      const entries = await readMeasurementMemory(model, decodePhotos(open), {
        signal,
        onProgress: (read) => onProgress(before + read),
      });
      before += all.length;
      const frames = entries.filter((entry): entry is SeenFrame => entry.target !== undefined);
      sittings.push({ id, person: personId, frames, screen, distanceCm });
    }
    return compareReadings(model, sittings, signal);
  });
}
