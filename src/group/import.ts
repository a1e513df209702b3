// Imports a group's zip: checked whole before anything is written, then merged with what is here.
import { importMeasurement } from '../measurement/import.ts';
import { requireRoom } from '../storage/room.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import { mergeGroup, type MergedGroup } from '../storage/merge-group.ts';
import { readGroupZip } from './group-zip-reader.ts';

export type GroupImportStep = 'checking' | 'storing';

export type GroupImportResult = MergedGroup & {
  imported: number;
  /** Measurements that were here already. */
  duplicates: number;
  /** Measurements of people who withdrew here; they stay out. */
  refused: number;
};

export type GroupImportOptions = {
  readonly signal?: AbortSignal;
  /** Called after each measurement. */
  readonly onProgress?: (step: GroupImportStep, done: number, total: number) => void;
  readonly storage?: Pick<StorageManager, 'estimate'>;
};

/**
 * Checks every photo of every measurement first. Then the group and its people are merged in one transaction, and each
 * measurement is stored in one of its own: what an abort or a full disk leaves is whole, and the same file again goes on.
 *
 * @throws {MeasurementFileError} when the file does not hold what it should; the database is as it was.
 * @throws {JoinError} when the group here contradicts it; the database is as it was.
 * @throws {RoomError} when the disk is too full; the database is as it was.
 */
export async function importGroup(
  database: FoveaDatabase,
  source: Blob,
  name: string,
  { signal, onProgress, storage }: GroupImportOptions = {},
): Promise<GroupImportResult> {
  const zip = await readGroupZip(source, name, signal);
  const { measurements } = zip;
  for (const [index, measurement] of measurements.entries()) {
    await zip.checkMeasurement(measurement);
    onProgress?.('checking', index + 1, measurements.length);
  }
  const known = await database.measurements.bulkGet(measurements.map(({ id }) => id));
  if (known.some((row) => row === undefined)) await requireRoom(source.size, storage);
  signal?.throwIfAborted();
  const merged = await mergeGroup(database, zip);
  const result: GroupImportResult = { ...merged, imported: 0, duplicates: 0, refused: 0 };
  for (const [index, measurement] of measurements.entries()) {
    if (merged.withdrawnPeople.has(measurement.personId)) result.refused += 1;
    else {
      const content = await zip.readMeasurement(measurement);
      const { outcome } = await importMeasurement(database, content, name, { signal, storage: null });
      if (outcome === 'imported') result.imported += 1;
      else result.duplicates += 1;
    }
    onProgress?.('storing', index + 1, measurements.length);
  }
  return result;
}
