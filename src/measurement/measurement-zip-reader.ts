// Reads a `*.measurement.zip`, in the browser and in Node, distrusting every number in it.
import {
  BlobReader,
  ERR_BAD_FORMAT,
  ERR_EOCDR_NOT_FOUND,
  ERR_ENCRYPTED,
  Uint8ArrayReader,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js';
import { MEASUREMENT_ENTRY, parseMeasurement, type Measurement } from './file-format.ts';
import { checkFrameJpeg } from './frame-jpeg.ts';
import { MeasurementFileError } from './measurement-file-error.ts';

const KB = 1024;
const MB = 1024 * KB;
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
  const entries = await readDirectory(source, name, signal);
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

async function readDirectory(
  source: Blob | Uint8Array,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, FileEntry>> {
  const reader = source instanceof Blob ? new BlobReader(source) : new Uint8ArrayReader(source);
  const zip = new ZipReader(reader);
  const files = new Map<string, FileEntry>();
  let totalBytes = 0;
  let count = 0;
  try {
    // Names are judged below, in words, instead of by zip.js.
    for await (const entry of zip.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      signal?.throwIfAborted();
      count += 1;
      totalBytes += entry.uncompressedSize;
      checkEntry(entry, name);
      if (count > ZIP_LIMITS.entries) {
        throw new MeasurementFileError(name, '', `it has more than ${ZIP_LIMITS.entries} entries`);
      }
      if (totalBytes > ZIP_LIMITS.totalBytes) {
        throw new MeasurementFileError(
          name,
          entry.filename,
          `unpacked it would exceed ${size(ZIP_LIMITS.totalBytes)}`,
        );
      }
      if (files.has(entry.filename)) {
        throw new MeasurementFileError(name, entry.filename, 'the zip has two entries of this name');
      }
      if (!entry.directory) files.set(entry.filename, entry);
    }
  } catch (error) {
    throw explain(error, name, '', signal);
  }
  refuseOverlaps(files, name);
  return files;
}

function checkEntry(entry: Entry, source: string): void {
  const { filename } = entry;
  if (/^\/|^[a-z]:|\\/i.test(filename) || filename.split('/').includes('..')) {
    throw new MeasurementFileError(source, filename, 'the name of this entry points outside the file');
  }
  if (entry.encrypted) throw new MeasurementFileError(source, filename, 'it is encrypted');
  const limit = filename === MEASUREMENT_ENTRY ? ZIP_LIMITS.jsonBytes : ZIP_LIMITS.frameBytes;
  if (entry.uncompressedSize > limit) {
    const claim = `it claims to unpack to ${size(entry.uncompressedSize)}`;
    throw new MeasurementFileError(source, filename, `${claim}; at most ${size(limit)} is read`);
  }
}

/**
 * Entries that share bytes are how a small zip unpacks to a huge one.
 * @see https://www.bamsoftware.com/hacks/zipbomb/
 */
function refuseOverlaps(files: ReadonlyMap<string, FileEntry>, source: string): void {
  const inFileOrder = [...files.values()].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const entry of inFileOrder) {
    if (entry.offset < end) {
      throw new MeasurementFileError(source, entry.filename, 'it shares its bytes with another entry');
    }
    end = entry.offset + entry.compressedSize;
  }
}

async function readJson(
  entries: ReadonlyMap<string, FileEntry>,
  source: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const entry = entries.get(MEASUREMENT_ENTRY);
  if (!entry) {
    const nested = [...entries.keys()].some((file) => file.endsWith(`/${MEASUREMENT_ENTRY}`));
    const hint = nested ? '; zip the content of the folder rather than the folder itself' : '';
    throw new MeasurementFileError(source, MEASUREMENT_ENTRY, `it is missing at the top of the zip${hint}`);
  }
  const bytes = await inflate(entry, source, ZIP_LIMITS.jsonBytes, signal);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new MeasurementFileError(source, MEASUREMENT_ENTRY, `it is not JSON (${describe(cause)})`, {
      cause,
    });
  }
}

/** Unpacks one entry into a buffer of the claimed size, and stops at the first byte beyond it. */
async function inflate(
  entry: FileEntry,
  source: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const claimed = Math.min(entry.uncompressedSize, limit);
  const bytes = new Uint8Array(claimed);
  let length = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      if (length + chunk.length > claimed) {
        throw new MeasurementFileError(
          source,
          entry.filename,
          `it unpacks to more than the ${size(claimed)} it claims`,
        );
      }
      bytes.set(chunk, length);
      length += chunk.length;
    },
  });
  try {
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    await entry.getData(sink, { checkCrc32: true, useWebWorkers: false, signal });
  } catch (error) {
    throw explain(error, source, entry.filename, signal);
  }
  if (length !== claimed) {
    throw new MeasurementFileError(
      source,
      entry.filename,
      `it holds ${size(length)} but claims ${size(claimed)}`,
    );
  }
  return bytes;
}

/** What the person reads instead of a zip library's message; an abort stays what it is. */
function explain(error: unknown, source: string, entry: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof MeasurementFileError) return error;
  const code = describe(error);
  const reason =
    code === ERR_EOCDR_NOT_FOUND || code === ERR_BAD_FORMAT
      ? 'it is not a zip file, or its end was cut off'
      : code === ERR_ENCRYPTED
        ? 'it is encrypted'
        : `the zip is damaged (${code})`;
  return new MeasurementFileError(source, entry, reason, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function size(bytes: number): string {
  if (bytes >= MB) return `${Math.round(bytes / MB)} MB`;
  return bytes >= KB ? `${Math.round(bytes / KB)} kB` : `${bytes} bytes`;
}
