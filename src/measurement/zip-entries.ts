// Entries of a zip, in the browser and in Node: its directory and its bytes, distrusting every number in it.
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
import { MeasurementFileError } from './measurement-file-error.ts';

const KB = 1024;
const MB = 1024 * KB;

/** What a zip may claim at most. */
export type ZipLimits = {
  readonly entries: number;
  readonly totalBytes: number;
  /** Of one entry, by its name. */
  readonly entryBytes: (filename: string) => number;
};

/**
 * The zip's files by their names. Nothing is inflated.
 *
 * @param name What to call the zip in errors.
 * @throws {MeasurementFileError} where it is no zip, points outside, shares bytes, or exceeds the limits.
 */
export async function readDirectory(
  source: Blob | Uint8Array,
  name: string,
  limits: ZipLimits,
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
      checkEntry(entry, name, limits);
      if (count > limits.entries) {
        throw new MeasurementFileError(name, '', `it has more than ${limits.entries} entries`);
      }
      if (totalBytes > limits.totalBytes) {
        throw new MeasurementFileError(
          name,
          entry.filename,
          `unpacked it would exceed ${size(limits.totalBytes)}`,
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

function checkEntry(entry: Entry, source: string, limits: ZipLimits): void {
  const { filename } = entry;
  if (/^\/|^[a-z]:|\\/i.test(filename) || filename.split('/').includes('..')) {
    throw new MeasurementFileError(source, filename, 'the name of this entry points outside the file');
  }
  if (entry.encrypted) throw new MeasurementFileError(source, filename, 'it is encrypted');
  const limit = limits.entryBytes(filename);
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
  const first = inFileOrder[0];
  // A group's zip whose end is cut off ends with another zip's end: that of the measurement before.
  if (first && first.offset > 0) {
    throw new MeasurementFileError(source, '', 'it is not a zip file, or its end was cut off');
  }
  let end = 0;
  for (const entry of inFileOrder) {
    if (entry.offset < end) {
      throw new MeasurementFileError(source, entry.filename, 'it shares its bytes with another entry');
    }
    end = entry.offset + entry.compressedSize;
  }
}

/** @throws {MeasurementFileError} where the entry is damaged, larger than `limit`, or no JSON. */
export async function readJsonEntry(
  entry: FileEntry,
  source: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const bytes = await inflate(entry, source, limit, signal);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new MeasurementFileError(source, entry.filename, `it is not JSON (${describe(cause)})`, { cause });
  }
}

/** Unpacks one entry into a buffer of the claimed size, and stops at the first byte beyond it. */
export async function inflate(
  entry: FileEntry,
  source: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const claimed = Math.min(entry.uncompressedSize, limit);
  const bytes = new Uint8Array(claimed);
  let length = 0;
  const take = (chunk: Uint8Array): void => {
    if (length + chunk.length > claimed) {
      throw new MeasurementFileError(
        source,
        entry.filename,
        `it unpacks to more than the ${size(claimed)} it claims`,
      );
    }
    bytes.set(chunk, length);
    length += chunk.length;
  };
  await unpack(entry, source, take, signal);
  if (length !== claimed) {
    throw new MeasurementFileError(
      source,
      entry.filename,
      `it holds ${size(length)} but claims ${size(claimed)}`,
    );
  }
  return bytes;
}

/**
 * Unpacks one entry, and hands it over piece by piece.
 *
 * @throws {MeasurementFileError} where the entry is damaged; what `take` throws, which ends it
 */
export async function unpack(
  entry: FileEntry,
  source: string,
  take: (chunk: Uint8Array) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  // What a stream throws while it fails hides why it failed.
  let failure: { error: unknown } | undefined;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      try {
        take(chunk);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
  });
  try {
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    await entry.getData(sink, { checkCrc32: true, useWebWorkers: false, signal });
  } catch (error) {
    throw failure ? failure.error : explain(error, source, entry.filename, signal);
  }
}

/** What the person reads instead of a zip library's message; an abort stays what it is. */
export function explain(
  error: unknown,
  source: string,
  entry: string,
  signal: AbortSignal | undefined,
): unknown {
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
