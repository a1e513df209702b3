// The photos that a measurement is learned from: its own, and those of others of its sitting that are known already.
import type { FoveaDatabase, FrameRow, MeasurementRow } from '../storage/database.ts';
import { readFrames } from '../storage/measurements.ts';
import { MOST_ENTRIES, takeEvenly } from '../storage/person-memory.ts';
import { isCounted } from './coverage.ts';
import { findEnd } from './measurement-end.ts';
import { chooseSitting, type EndedMeasurement } from './same-sitting.ts';

/** A few more than are kept: the network sees no eyes in some. */
const MOST_READ = 1.25 * MOST_ENTRIES;

export type Sitting = {
  measurements: number;
  /** When the first and the last of the measurements ended, ISO 8601. */
  since: string;
  endedAt: string;
  /** The older measurements' first. Where there are very many, some of them, taken evenly. */
  frames: FrameRow[];
};

export async function readSitting(database: FoveaDatabase, measurement: MeasurementRow): Promise<Sitting> {
  const { id, personId, camera } = measurement;
  const known = await database.memories.get([personId, camera.label ?? '', 'measurement']);
  const rows = await database.measurements.where('personId').equals(personId).toArray();
  const others = known ? rows.filter((row) => row.id !== id && row.status === 'complete') : [];
  const all = await Promise.all([measurement, ...others].map((row) => readEnded(database, row)));
  const sitting = chooseSitting(all[0]!, all.slice(1), known);
  const frames = sitting.flatMap((each) => each.frames);
  return {
    measurements: sitting.length,
    since: sitting[0]!.endedAt,
    endedAt: sitting.at(-1)!.endedAt,
    frames: frames.length > MOST_READ ? takeEvenly(frames.filter(isCounted), MOST_READ) : frames,
  };
}

/** Its photos are of the database: their bytes are read only where they are decoded. */
async function readEnded(
  database: FoveaDatabase,
  measurement: MeasurementRow,
): Promise<EndedMeasurement & { frames: FrameRow[]; endedAt: string }> {
  const frames = await readFrames(database, measurement.id);
  return { ...measurement, frames, endedAt: findEnd(measurement, frames) };
}
