// Writes a `*.session.zip` into a stream, in the browser and in Node; however large it is, no more than some pictures are held.
import { TextReader, Uint8ArrayReader, ZipWriter, type ZipWriterAddDataOptions } from '@zip.js/zip.js';
import { streamText } from '../export/export-file.ts';
import { mapAhead } from '../map-ahead.ts';
import type { Session, Shot } from '../session-data.ts';
import { writeEventLines } from './event-lines.ts';
import { EVENTS_ENTRY, formatSessionHeader, SAMPLES_ENTRY, SESSION_ENTRY, shotFile } from './file-format.ts';
import { writeSampleRows } from './sample-rows.ts';

export type ReadShot = (shot: Shot) => Promise<Blob>;

/** So many pictures are read while one is written: about as long as one takes, several take together. */
const READ_AHEAD = 32;

export type WriteOptions = {
  readonly signal?: AbortSignal;
  /** Called after each picture. */
  readonly onProgress?: (shotsWritten: number) => void;
  /** Of every entry. Without them entries carry the moment of writing. */
  readonly entryOptions?: Pick<ZipWriterAddDataOptions, 'rawLastModDate' | 'extendedTimestamp'>;
};

/**
 * Packs a session, closes the sink, and aborts it where that fails, so that no half of a file is left.
 *
 * @param readShot Gives the picture of one of `session.shots`. A WebP or PNG does not shrink: it is stored as it is.
 * @throws what `readShot` throws; the signal's reason.
 */
export async function writeSessionZip(
  session: Session,
  readShot: ReadShot,
  sink: WritableStream<Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  try {
    await write(session, readShot, sink, options);
  } catch (error) {
    await sink.abort(error).catch(() => undefined);
    throw options.signal?.aborted ? options.signal.reason : error;
  }
}

async function write(
  session: Session,
  readShot: ReadShot,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress, entryOptions }: WriteOptions,
): Promise<void> {
  signal?.throwIfAborted();
  // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
  const zip = new ZipWriter(sink, { useWebWorkers: false, signal, ...entryOptions });
  const { samples, events, ...rest } = session;
  await zip.add(SAMPLES_ENTRY, streamText(writeSampleRows(samples)));
  await zip.add(EVENTS_ENTRY, streamText(writeEventLines(events)));
  const shotFiles: string[] = [];
  const shots: Shot[] = [];
  const read = async (shot: Shot) => {
    const image = await readShot(shot);
    return { shot, type: image.type, bytes: new Uint8Array(await image.arrayBuffer()) };
  };
  for await (const { shot, type, bytes } of mapAhead(session.shots, READ_AHEAD, read)) {
    signal?.throwIfAborted();
    const file = shotFile(shot.index, type);
    await zip.add(file, new Uint8ArrayReader(bytes), { level: 0 });
    shotFiles.push(file);
    shots.push({ ...shot, bytes: bytes.length });
    onProgress?.(shotFiles.length);
  }
  const counts = { sampleCount: samples.timestampMs.length, eventCount: events.length, shotFiles };
  const json = JSON.stringify(formatSessionHeader({ ...rest, shots, ...counts }), null, 1);
  await zip.add(SESSION_ENTRY, new TextReader(`${json}\n`));
  await zip.close();
}

/** `Checkout-2026-11-23.session.zip`, in local time. */
export function nameSessionFile({ name, createdAt }: Session['info']): string {
  const safe = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const at = new Date(createdAt);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${safe === '' ? 'session' : safe}-${day}.session.zip`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
