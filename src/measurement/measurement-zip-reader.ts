// Reads a `*.measurement.zip`, in the browser and in Node, distrusting every number in it.
import type { FileEntry } from '@zip.js/zip.js';
import { MEASUREMENT_ENTRY, parseMeasurement, type Measurement } from './file-format.ts';
import { checkFrameJpeg } from './frame-jpeg.ts';
import { MeasurementFileError } from './measurement-file-error.ts';
import { inflate, readDirectory, readJsonEntry } from './zip-entries.ts';

const MB = 1024 * 1024;
/** Bounds on what a file may claim, each far above what a measurement of 100 frames needs. */
export const ZIP_LIMITS = {
  entries: 6000,
  jsonBytes: 16 * MB,
  frameBytes: 4 * MB,
  totalBytes: 1024 * MB,
} as const;

export type MeasurementZip = {
  readonly measurement: Measurement;
  /**
   * The JPEG bytes of one of `measurement.frames`, by its `file`. Frames are inflated one at a time, on demand.
   *
   * @throws {MeasurementFileError} when the entry is damaged, larger than it claims, or not a square JPEG.
   */
  readFrame(file: string): Promise<Uint8Array<ArrayBuffer>>;
};

/**
 * Opens a measurement: checks the zip's directory, then reads and checks `measurement.json`, and that every frame is
 * there. Nothing is inflated before its claimed size is known to be small.
 *
 * @param name What to call the file in errors.
 * @throws {MeasurementFileError} when any of it does not hold.
 */
export async function readMeasurementZip(
  source: Blob | Uint8Array,
  name: string,
  signal?: AbortSignal,
): Promise<MeasurementZip> {
  const entries = await readDirectory(source, name, { ...ZIP_LIMITS, entryBytes: getLimit }, signal);
  const json = await readJson(entries, name, signal);
  const measurement = parseMeasurement(json, name);
  const missing = measurement.frames.find(({ file }) => !entries.has(file));
  if (missing) {
    throw new MeasurementFileError(
      name,
      missing.file,
      `${MEASUREMENT_ENTRY} names this photo, but it is missing`,
    );
  }
  return {
    measurement,
    async readFrame(file) {
      const entry = entries.get(file);
      if (!entry) throw new MeasurementFileError(name, file, 'there is no such photo in the file');
      const bytes = await inflate(entry, name, ZIP_LIMITS.frameBytes, signal);
      checkFrameJpeg(bytes, name, file);
      return bytes;
    },
  };
}

function getLimit(filename: string): number {
  return filename === MEASUREMENT_ENTRY ? ZIP_LIMITS.jsonBytes : ZIP_LIMITS.frameBytes;
}

async function readJson(
  entries: ReadonlyMap<string, FileEntry>,
  source: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const entry = entries.get(MEASUREMENT_ENTRY);
  if (entry) return readJsonEntry(entry, source, ZIP_LIMITS.jsonBytes, signal);
  const nested = [...entries.keys()].some((file) => file.endsWith(`/${MEASUREMENT_ENTRY}`));
  const hint = nested ? '; zip the content of the folder rather than the folder itself' : '';
  throw new MeasurementFileError(source, MEASUREMENT_ENTRY, `it is missing at the top of the zip${hint}`);
}
