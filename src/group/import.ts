// Imports a group's zip: checked whole before anything is written, then merged with what is here.
import { importMeasurement } from '../measurement/import.ts';
import { MeasurementFileError } from '../measurement/measurement-file-error.ts';
import { requireRoom } from '../storage/room.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import { mergeGroup, type MergedGroup } from '../storage/merge-group.ts';
import { addForeignValidations, listKnownValidations } from '../storage/validations.ts';
import { readGroupZip, type GroupZip } from './group-zip-reader.ts';

export type GroupImportStep = 'checking' | 'storing';

/** What became of those in the file. */
export type ImportTally = {
  imported: number;
  /** Were here already. */
  duplicates: number;
  /** Of people who withdrew; they stay out. */
  refused: number;
};

export type GroupImportResult = MergedGroup & {
  measurements: ImportTally;
  /** Accuracy checks. */
  checks: ImportTally;
};

export type GroupImportOptions = {
  readonly signal?: AbortSignal;
  /** Called after each measurement, and once with none done when storing begins: from then on something has changed. */
  readonly onProgress?: (step: GroupImportStep, done: number, total: number) => void;
  readonly storage?: Pick<StorageManager, 'estimate'>;
};

/**
 * Checks every photo of every measurement and every accuracy check first. Then the group and its people are merged in one
 * transaction, and each measurement, and each file of accuracy checks, is stored in one of its own: what an abort or a full
 * disk leaves is whole, and the same file again goes on.
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
  const checkIds = await checkChecks(zip, name);
  const known = await database.measurements.bulkGet(measurements.map(({ id }) => id));
  const knownChecks = await listKnownValidations(database, checkIds);
  if (known.some((row) => row === undefined) || knownChecks.size < checkIds.length) {
    await requireRoom(source.size + zip.checksBytes, storage);
  }
  signal?.throwIfAborted();
  const merged = await mergeGroup(database, zip);
  onProgress?.('storing', 0, measurements.length);
  const checks = await storeChecks(database, zip, merged);
  const tally: ImportTally = { imported: 0, duplicates: 0, refused: 0 };
  for (const [index, measurement] of measurements.entries()) {
    if (merged.withdrawnPeople.has(measurement.personId)) tally.refused += 1;
    else {
      const content = await zip.readMeasurement(measurement);
      const { outcome } = await importMeasurement(database, content, name, { signal, storage: null });
      if (outcome === 'imported') tally.imported += 1;
      else tally.duplicates += 1;
    }
    onProgress?.('storing', index + 1, measurements.length);
  }
  return { ...merged, measurements: tally, checks };
}

/** Reads every accuracy check and keeps none, only what they are called. */
async function checkChecks(zip: GroupZip, name: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const listed of zip.checks) {
    for (const { id } of await zip.readChecks(listed)) {
      if (ids.has(id)) throw new MeasurementFileError(name, listed.file, `the check "${id}" is there twice`);
      ids.add(id);
    }
  }
  return [...ids];
}

async function storeChecks(
  database: FoveaDatabase,
  zip: GroupZip,
  { withdrawnPeople }: MergedGroup,
): Promise<ImportTally> {
  const tally: ImportTally = { imported: 0, duplicates: 0, refused: 0 };
  for (const listed of zip.checks) {
    const rows = await zip.readChecks(listed);
    if (withdrawnPeople.has(listed.personId)) tally.refused += rows.length;
    else {
      const added = await addForeignValidations(database, listed.personId, rows);
      tally.imported += added;
      tally.duplicates += rows.length - added;
    }
  }
  return tally;
}
