// Imports a group's zip: checked whole before anything is written, then merged with what is here.
import { importMeasurement } from '../measurement/import.ts';
import { MeasurementFileError } from '../measurement/measurement-file-error.ts';
import { requireRoom } from '../storage/room.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import { mergeGroup, type MergedGroup } from '../storage/merge-group.ts';
import { addForeignValidations, listKnownValidations } from '../storage/validations.ts';
import type { GroupChecks, GroupMeasurement } from './file-format.ts';
import { readGroupZip, type GroupZip } from './group-zip-reader.ts';

/** Where an import is. Each file of the zip is checked first, measurements before accuracy checks, then each is stored, checks before measurements. */
export type GroupImportProgress = {
  readonly step: 'checking' | 'storing';
  readonly of: 'measurements' | 'checks';
  /** Measurements, or accuracy checks, done in this step. */
  readonly done: number;
  /** Absent while the accuracy checks are counted: the zip does not say how many are in its files. */
  readonly total?: number;
  /** Of all the work, both steps, by the bytes that are behind: 0..1. */
  readonly share: number;
};

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
  /**
   * Called after each measurement and each file of accuracy checks, and once with none done when storing begins: from then on
   * something has changed.
   */
  readonly onProgress?: (progress: GroupImportProgress) => void;
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
  const total = measurements.length;
  const tell = createTeller(zip, onProgress);
  for (const [index, measurement] of measurements.entries()) {
    await zip.checkMeasurement(measurement);
    tell({ step: 'checking', of: 'measurements', done: index + 1, total }, measurement);
  }
  const checkIds = await checkChecks(zip, name, (done, listed) => {
    tell({ step: 'checking', of: 'checks', done }, listed);
    signal?.throwIfAborted();
  });
  const known = await database.measurements.bulkGet(measurements.map(({ id }) => id));
  const knownChecks = await listKnownValidations(database, checkIds);
  if (known.some((row) => row === undefined) || knownChecks.size < checkIds.length) {
    await requireRoom(source.size + zip.checksBytes, storage);
  }
  signal?.throwIfAborted();
  const merged = await mergeGroup(database, zip);
  const hasChecks = checkIds.length > 0;
  tell({
    step: 'storing',
    of: hasChecks ? 'checks' : 'measurements',
    done: 0,
    total: hasChecks ? checkIds.length : total,
  });
  signal?.throwIfAborted();
  const checks = await storeChecks(database, zip, merged, (done, listed) => {
    tell({ step: 'storing', of: 'checks', done, total: checkIds.length }, listed);
    signal?.throwIfAborted();
  });
  const tally: ImportTally = { imported: 0, duplicates: 0, refused: 0 };
  for (const [index, measurement] of measurements.entries()) {
    if (merged.withdrawnPeople.has(measurement.personId)) tally.refused += 1;
    else {
      const content = await zip.readMeasurement(measurement);
      const { outcome } = await importMeasurement(database, content, name, { signal, storage: null });
      if (outcome === 'imported') tally.imported += 1;
      else tally.duplicates += 1;
    }
    tell({ step: 'storing', of: 'measurements', done: index + 1, total }, measurement);
  }
  return { ...merged, measurements: tally, checks };
}

/** Adds the share of all the work to what is told; `behind` is what was just done with. */
function createTeller(zip: GroupZip, onProgress: GroupImportOptions['onProgress']) {
  const sum = [...zip.measurements, ...zip.checks].reduce((bytes, listed) => bytes + zip.sizeOf(listed), 0);
  let bytes = 0;
  return (progress: Omit<GroupImportProgress, 'share'>, behind?: GroupMeasurement | GroupChecks): void => {
    if (behind) bytes += zip.sizeOf(behind);
    onProgress?.({ ...progress, share: bytes / Math.max(1, 2 * sum) });
  };
}

/** Called after each file, with how many checks are done. */
type OnChecks = (done: number, listed: GroupChecks) => void;

/** Reads every accuracy check and keeps none, only what they are called. */
async function checkChecks(zip: GroupZip, name: string, onChecked: OnChecks): Promise<string[]> {
  const ids = new Set<string>();
  for (const listed of zip.checks) {
    for (const { id } of await zip.readChecks(listed)) {
      if (ids.has(id)) throw new MeasurementFileError(name, listed.file, `the check "${id}" is there twice`);
      ids.add(id);
    }
    onChecked(ids.size, listed);
  }
  return [...ids];
}

async function storeChecks(
  database: FoveaDatabase,
  zip: GroupZip,
  { withdrawnPeople }: MergedGroup,
  onStored: OnChecks,
): Promise<ImportTally> {
  const tally: ImportTally = { imported: 0, duplicates: 0, refused: 0 };
  let done = 0;
  for (const listed of zip.checks) {
    const rows = await zip.readChecks(listed);
    if (withdrawnPeople.has(listed.personId)) tally.refused += rows.length;
    else {
      const added = await addForeignValidations(database, listed.personId, rows);
      tally.imported += added;
      tally.duplicates += rows.length - added;
    }
    done += rows.length;
    onStored(done, listed);
  }
  return tally;
}
