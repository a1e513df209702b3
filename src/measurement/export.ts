// Exports a stored measurement as a `*.measurement.zip`.
import type { FoveaDatabase, MeasurementRow, PersonRow } from '../storage/database.ts';
import { readFrames } from '../storage/measurements.ts';
import { frameFile, type Measurement } from './file-format.ts';
import { writeMeasurementZip, type WriteOptions } from './measurement-zip-writer.ts';

export type ExportedFile = { readonly name: string; readonly content: Blob };

/**
 * The measurement as a file to save. Unknown keys of an imported one are written back as they came.
 * @throws {Error} when the measurement or its person is not in the database, or it has no frame yet.
 */
export async function exportMeasurement(
  database: FoveaDatabase,
  measurementId: string,
  options: WriteOptions = {},
): Promise<ExportedFile> {
  const row = await database.measurements.get(measurementId);
  const person = row && (await database.people.get(row.personId));
  if (!row || !person) throw new Error('This measurement was deleted meanwhile, perhaps in another tab.');
  const frames = await readFrames(database, measurementId);
  if (frames.length === 0)
    throw new Error('This measurement has no photos yet, so there is nothing to export.');
  const photos = new Map(frames.map(({ index, jpeg }) => [frameFile(index), jpeg]));
  const measurement = describeMeasurement(row, person, frames);
  const content = await writeMeasurementZip(measurement, async (file) => photos.get(file) as Blob, options);
  return { name: nameFile(row, person), content };
}

type StoredFrame = Awaited<ReturnType<typeof readFrames>>[number];

function describeMeasurement(
  row: MeasurementRow,
  person: PersonRow,
  frames: readonly StoredFrame[],
): Measurement {
  return {
    id: row.id,
    person: person.id,
    personName: person.name,
    createdAt: row.createdAt,
    screen: row.screen,
    camera: row.camera,
    distanceCm: row.distanceCm,
    synthetic: row.synthetic,
    extra: row.extra ?? {},
    frames: frames.map(({ index, x, y, timestampMs, eyes, extra }) => ({
      file: frameFile(index),
      x,
      y,
      timestampMs,
      eyes,
      extra: extra ?? {},
    })),
  };
}

/** `anna-k3f9x2-2026-11-23-1405.measurement.zip`, in local time. */
function nameFile(row: MeasurementRow, person: PersonRow): string {
  const date = new Date(row.createdAt);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const safeId = person.id.replace(/[^A-Za-z0-9_-]+/g, '-');
  return `${safeId}-${day}-${two(date.getHours())}${two(date.getMinutes())}.measurement.zip`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
