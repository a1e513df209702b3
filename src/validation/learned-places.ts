// Where the dots were that Fovea may have learned from: those of a person's measurements.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import type { FoveaDatabase } from '../storage/database.ts';

/** Every place of a photo of this person, in no order. */
export async function readLearnedPlaces(database: FoveaDatabase, personId: string): Promise<ScreenPlace[]> {
  const ids = await database.measurements.where('personId').equals(personId).primaryKeys();
  const places: ScreenPlace[] = [];
  // One after the other: a photo is let go of as soon as its place is read.
  await database.frames
    .where('measurementId')
    .anyOf(ids)
    .each(({ x, y }) => void places.push({ xScreen: x, yScreen: y }));
  return places;
}
