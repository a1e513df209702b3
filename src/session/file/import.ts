// Imports a session file into the database: all of it or nothing.
import { requireRoom } from '../../storage/room.ts';
import type { FoveaDatabase } from '../../storage/database.ts';
import type { SessionChunkRow, SessionRow, SessionShotRow } from '../../storage/sessions.ts';
import type { SampleColumns, Session } from '../session-data.ts';
import { SAMPLE_COLUMNS } from './sample-rows.ts';
import { readSessionZip, type SessionZip } from './session-zip-reader.ts';

export type ImportSessionResult =
  | { outcome: 'imported'; session: SessionRow }
  /** A session of this id is already here; nothing was changed. */
  | { outcome: 'duplicate'; session: SessionRow };

export type ImportSessionOptions = {
  readonly signal?: AbortSignal;
  /** Called after each picture that was read and checked. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Whom to ask for room on the disk. */
  readonly storage?: Pick<StorageManager, 'estimate'>;
};

/** About 5 minutes at 30 Hz: a row of half a megabyte. */
const SAMPLES_A_CHUNK = 10_000;
const SAMPLE_BYTES = 52;
const ITEM_BYTES = 150;

/**
 * Reads the file whole, checks every picture, asks for room, and only then writes, in one transaction.
 *
 * @throws {MeasurementFileError} when the file does not hold what it should; the database is as it was.
 * @throws {RoomError} when the disk is too full; the database is as it was.
 * @throws the signal's reason when aborted; the database is as it was.
 */
export async function importSession(
  database: FoveaDatabase,
  source: Blob,
  name: string,
  { signal, onProgress, storage }: ImportSessionOptions = {},
): Promise<ImportSessionResult> {
  const zip = await readSessionZip(source, name, signal);
  const { id } = zip.session.info;
  const known = await database.sessions.get(id);
  if (known) return { outcome: 'duplicate', session: known };
  const images = await readShots(zip, signal, onProgress);
  const rows = toRows(zip.session, images);
  await requireRoom(rows.session.bytes, storage);
  const tables = [database.sessions, database.sessionChunks, database.sessionShots];
  return database.transaction('rw', tables, async () => {
    // Asked again inside the transaction: the same file may be coming in through another tab.
    const duplicate = await database.sessions.get(id);
    if (duplicate) return { outcome: 'duplicate' as const, session: duplicate };
    await database.sessions.add(rows.session);
    await database.sessionChunks.bulkAdd(rows.chunks);
    await database.sessionShots.bulkAdd(rows.shots);
    signal?.throwIfAborted();
    return { outcome: 'imported' as const, session: rows.session };
  });
}

async function readShots(
  { session, readShot }: SessionZip,
  signal: AbortSignal | undefined,
  onProgress: ImportSessionOptions['onProgress'],
): Promise<Blob[]> {
  const images: Blob[] = [];
  for (const shot of session.shots) {
    signal?.throwIfAborted();
    images.push(await readShot(shot));
    onProgress?.(images.length, session.shots.length);
  }
  return images;
}

/** The session as the rows that a recording of it would have left. */
function toRows({ info, views, elements, events, samples, shots }: Session, images: readonly Blob[]) {
  const count = samples.timestampMs.length;
  const chunks: SessionChunkRow[] = [];
  for (let first = 0; first === 0 || first < count; first += SAMPLES_A_CHUNK) {
    // Views, elements and events are a fraction of the samples.
    const rest = first === 0 ? { views, elements, events } : { views: [], elements: [], events: [] };
    const part = cutSamples(samples, first, first + SAMPLES_A_CHUNK);
    chunks.push({ sessionId: info.id, index: chunks.length, ...rest, samples: part });
  }
  const items = views.length + elements.length + events.length;
  const session: SessionRow = {
    ...info,
    status: 'complete',
    chunkCount: chunks.length,
    shotCount: shots.length,
    sampleCount: count,
    bytes: images.reduce((sum, { size }) => sum + size, count * SAMPLE_BYTES + items * ITEM_BYTES),
  };
  const shotRows = shots.map((shot, index): SessionShotRow => ({
    ...shot,
    sessionId: info.id,
    image: images[index]!,
  }));
  return { session, chunks, shots: shotRows };
}

function cutSamples(samples: SampleColumns, start: number, end: number): SampleColumns {
  const parts = SAMPLE_COLUMNS.map((name) => [name, samples[name].slice(start, end)] as const);
  return Object.fromEntries(parts) as SampleColumns;
}
