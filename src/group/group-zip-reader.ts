// Reads a `*.group.zip`: which group, its measurements one by one, and its accuracy checks, distrusting all of it.
import { BlobReader, BlobWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { MeasurementFileError } from '../measurement/measurement-file-error.ts';
import { readMeasurementZip, ZIP_LIMITS } from '../measurement/measurement-zip-reader.ts';
import { explain, readDirectory, readJsonEntry } from '../measurement/zip-entries.ts';
import type { ValidationRow } from '../storage/validations.ts';
import { parseAccuracyFile } from '../validation/file-format.ts';
import {
  CHECKS_FOLDER,
  GROUP_ENTRY,
  MAX_CHECKS_IN_FILE,
  MAX_GROUP_CHECK_FILES,
  MAX_GROUP_MEASUREMENTS,
  parseGroupFile,
  type GroupChecks,
  type GroupFile,
  type GroupMeasurement,
} from './file-format.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;
/** Bounds on what a file may claim. Measurements are stored as they are, so they unpack to no more than the file itself. */
export const GROUP_ZIP_LIMITS = {
  entries: MAX_GROUP_MEASUREMENTS + MAX_GROUP_CHECK_FILES + 1,
  jsonBytes: 16 * MB,
  /** Of one file of accuracy checks. */
  checksBytes: 32 * MB,
  /** Of all of them: the checks of 500 people, 80 of 13 dots each. */
  allChecksBytes: 2 * GB,
  measurementBytes: ZIP_LIMITS.totalBytes,
  totalBytes: 64 * GB,
} as const;

export type GroupZip = GroupFile & {
  /**
   * One of `measurements` as the file that it is.
   * @throws {MeasurementFileError} where it is damaged.
   */
  readMeasurement(measurement: GroupMeasurement): Promise<Blob>;
  /**
   * Reads one whole, every photo, and keeps nothing.
   * @throws {MeasurementFileError} where it is damaged, or not the one that the group names.
   */
  checkMeasurement(measurement: GroupMeasurement): Promise<void>;
  /**
   * One of `checks`, read and checked whole.
   * @throws {MeasurementFileError} where it is damaged, or not of whom the group says.
   */
  readChecks(checks: GroupChecks): Promise<ValidationRow[]>;
  /** Of all `checks`, unpacked. */
  readonly checksBytes: number;
  /** Of one of the zip's files, unpacked. */
  sizeOf(listed: GroupMeasurement | GroupChecks): number;
};

/** Whether a zip is a group's: it has a `group.json` at its top. False where it cannot be read; its reader says why. */
export async function isGroupZip(source: Blob): Promise<boolean> {
  const zip = new ZipReader(new BlobReader(source));
  let looked = 0;
  try {
    for await (const { filename } of zip.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      if (filename === GROUP_ENTRY || filename.startsWith('measurements/')) return true;
      looked += 1;
      if (looked > GROUP_ZIP_LIMITS.entries) return false;
    }
  } catch {
    return false;
  }
  return false;
}

/**
 * Opens a group's zip: its directory, `group.json`, and that every file which it names is there.
 *
 * @param name What to call the file in errors.
 * @throws {MeasurementFileError} when any of it does not hold.
 */
export async function readGroupZip(source: Blob, name: string, signal?: AbortSignal): Promise<GroupZip> {
  const limits = { ...GROUP_ZIP_LIMITS, entryBytes: getLimit };
  const entries = await readDirectory(source, name, limits, signal);
  const json = entries.get(GROUP_ENTRY);
  if (!json) throw new MeasurementFileError(name, GROUP_ENTRY, 'it is missing at the top of the zip');
  const group = parseGroupFile(await readJsonEntry(json, name, GROUP_ZIP_LIMITS.jsonBytes, signal), name);
  for (const { file } of group.measurements) checkMeasurementEntry(entries.get(file), file, name);
  const checksBytes = sumChecks(group, entries, name);

  const readMeasurement = async ({ file }: GroupMeasurement): Promise<Blob> => {
    try {
      const options = { checkCrc32: true, useWebWorkers: false, signal };
      return await entries.get(file)!.getData(new BlobWriter('application/zip'), options);
    } catch (error) {
      throw explain(error, name, file, signal);
    }
  };
  return {
    ...group,
    readMeasurement,
    async checkMeasurement(listed) {
      const content = await readMeasurement(listed);
      try {
        const { measurement, readFrame } = await readMeasurementZip(content, name, signal);
        if (measurement.id !== listed.id || measurement.person !== listed.personId) {
          throw new MeasurementFileError(name, '', 'it is not the measurement that the group names');
        }
        for (const { file } of measurement.frames) {
          signal?.throwIfAborted();
          await readFrame(file);
        }
      } catch (error) {
        if (!(error instanceof MeasurementFileError)) throw error;
        const place = error.entry === '' ? listed.file : `${listed.file} › ${error.entry}`;
        throw new MeasurementFileError(name, place, error.reason, { cause: error });
      }
    },
    async readChecks({ file, personId }) {
      const content = await readJsonEntry(entries.get(file)!, name, GROUP_ZIP_LIMITS.checksBytes, signal);
      const { person, checks } = parseAccuracyFile(content, name, file, MAX_CHECKS_IN_FILE);
      if (person !== personId) {
        throw new MeasurementFileError(
          name,
          file,
          `it is of "${person}", but ${GROUP_ENTRY} says "${personId}"`,
        );
      }
      return checks;
    },
    checksBytes,
    sizeOf: ({ file }) => entries.get(file)!.uncompressedSize,
  };
}

function sumChecks({ checks }: GroupFile, entries: ReadonlyMap<string, FileEntry>, name: string): number {
  let bytes = 0;
  for (const { file } of checks) {
    const entry = entries.get(file);
    if (!entry) {
      throw new MeasurementFileError(name, file, `${GROUP_ENTRY} names these checks, but they are missing`);
    }
    bytes += entry.uncompressedSize;
  }
  if (bytes > GROUP_ZIP_LIMITS.allChecksBytes) {
    throw new MeasurementFileError(name, CHECKS_FOLDER, 'the accuracy checks would unpack to more than 2 GB');
  }
  return bytes;
}

function checkMeasurementEntry(entry: FileEntry | undefined, file: string, name: string): void {
  if (!entry) {
    throw new MeasurementFileError(name, file, `${GROUP_ENTRY} names this measurement, but it is missing`);
  }
  if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize) {
    throw new MeasurementFileError(name, file, 'it is packed a second time, which no group’s measurement is');
  }
}

function getLimit(filename: string): number {
  if (filename === GROUP_ENTRY) return GROUP_ZIP_LIMITS.jsonBytes;
  return filename.startsWith(CHECKS_FOLDER)
    ? GROUP_ZIP_LIMITS.checksBytes
    : GROUP_ZIP_LIMITS.measurementBytes;
}
