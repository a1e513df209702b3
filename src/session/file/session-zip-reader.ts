// Reads a `*.session.zip`, in the browser and in Node, distrusting every number in it.
import type { FileEntry } from '@zip.js/zip.js';
import { MeasurementFileError } from '../../measurement/measurement-file-error.ts';
import { inflate, readDirectory, readJsonEntry, unpack } from '../../measurement/zip-entries.ts';
import type { Session, Shot } from '../session-data.ts';
import { createEventParser } from './event-lines.ts';
import { EVENTS_ENTRY, MAX_SHOTS, parseSessionHeader, SAMPLES_ENTRY, SESSION_ENTRY } from './file-format.ts';
import { readPictureHeader } from './picture-header.ts';
import { createSampleParser, LEAST_ROW_BYTES } from './sample-rows.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;
/** Bounds on what a file may claim, each far above what a session of an hour needs. */
export const SESSION_ZIP_LIMITS = {
  entries: MAX_SHOTS + 100,
  jsonBytes: 512 * MB,
  samplesBytes: 2 * GB,
  eventsBytes: 2 * GB,
  shotBytes: 64 * MB,
  totalBytes: 16 * GB,
  /** Of an event. */
  lineLength: 4 * MB,
} as const;

export type SessionZip = {
  readonly session: Session;
  /**
   * The picture of one of `session.shots`, unpacked on demand.
   * @throws {MeasurementFileError} when the entry is damaged, or not the picture that `session.json` says it is.
   */
  readShot(shot: Shot): Promise<Blob>;
};

/**
 * Opens a session: the zip's directory, `session.json`, every sample and event, and that every picture is there.
 *
 * @param name What to call the file in errors.
 * @throws {MeasurementFileError} when any of it does not hold; the signal's reason.
 */
export async function readSessionZip(
  source: Blob | Uint8Array,
  name: string,
  signal?: AbortSignal,
): Promise<SessionZip> {
  const entries = await readDirectory(source, name, { ...SESSION_ZIP_LIMITS, entryBytes: getLimit }, signal);
  const find = (file: string, hint = ''): FileEntry => {
    const entry = entries.get(file);
    if (!entry) throw new MeasurementFileError(name, file, `it is missing${hint}`);
    return entry;
  };
  const json = find(SESSION_ENTRY, ' at the top of the zip');
  const header = parseSessionHeader(
    await readJsonEntry(json, name, SESSION_ZIP_LIMITS.jsonBytes, signal),
    name,
  );
  const { sampleCount, eventCount, shotFiles, ...rest } = header;
  const bounds = { views: rest.views.length, elements: rest.elements.length };
  const samplesEntry = find(SAMPLES_ENTRY);
  const eventsEntry = find(EVENTS_ENTRY);
  for (const file of shotFiles) find(file, `, but ${SESSION_ENTRY} names it`);
  if (sampleCount * LEAST_ROW_BYTES > samplesEntry.uncompressedSize) {
    const reason = `it is too small for the ${sampleCount} samples that ${SESSION_ENTRY} tells of`;
    throw new MeasurementFileError(name, SAMPLES_ENTRY, reason);
  }
  const samples = createSampleParser(name, { samples: sampleCount, ...bounds });
  await readLines(samplesEntry, name, (line) => samples.line(line), signal);
  const events = createEventParser(name, { events: eventCount, ...bounds });
  await readLines(eventsEntry, name, (line) => events.line(line), signal);
  return {
    session: { ...rest, samples: samples.finish(), events: events.finish() },
    async readShot(shot) {
      const file = shotFiles[shot.index];
      if (file === undefined) throw new MeasurementFileError(name, '', `it has no picture ${shot.index}`);
      const bytes = await inflate(find(file), name, SESSION_ZIP_LIMITS.shotBytes, signal);
      return checkShot(bytes, shot, name, file);
    },
  };
}

function checkShot(bytes: Uint8Array<ArrayBuffer>, shot: Shot, source: string, file: string): Blob {
  const refuse = (reason: string): never => {
    throw new MeasurementFileError(source, file, reason);
  };
  const header = readPictureHeader(bytes);
  if (!header) return refuse('it is neither a WebP nor a PNG');
  if (header.widthPx !== shot.widthImagePx || header.heightPx !== shot.heightImagePx) {
    const claim = `${SESSION_ENTRY} says ${shot.widthImagePx} x ${shot.heightImagePx}`;
    refuse(`it is ${header.widthPx} x ${header.heightPx} pixels large; ${claim}`);
  }
  if (bytes.length !== shot.bytes) {
    refuse(`it has ${bytes.length} bytes; ${SESSION_ENTRY} says ${shot.bytes}`);
  }
  return new Blob([bytes], { type: header.type });
}

/** Unpacks an entry of text and hands over its lines, CR LF or LF, as they come; the last must end with one too. */
async function readLines(
  entry: FileEntry,
  source: string,
  onLine: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const refuse = (reason: string): never => {
    throw new MeasurementFileError(source, entry.filename, reason);
  };
  let rest = '';
  let bytes = 0;
  const take = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    if (bytes > entry.uncompressedSize) refuse('it unpacks to more than it claims');
    const lines = (rest + decode(decoder, chunk, refuse)).split('\n');
    rest = lines.pop()!;
    if (rest.length > SESSION_ZIP_LIMITS.lineLength) refuse('one of its lines is too long');
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  await unpack(entry, source, take, signal);
  if (rest !== '') refuse('its last line is cut off');
}

function decode(decoder: TextDecoder, chunk: Uint8Array, refuse: (reason: string) => never): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    return refuse('it is not text in UTF-8');
  }
}

function getLimit(filename: string): number {
  if (filename === SESSION_ENTRY) return SESSION_ZIP_LIMITS.jsonBytes;
  if (filename === SAMPLES_ENTRY) return SESSION_ZIP_LIMITS.samplesBytes;
  if (filename === EVENTS_ENTRY) return SESSION_ZIP_LIMITS.eventsBytes;
  return SESSION_ZIP_LIMITS.shotBytes;
}
