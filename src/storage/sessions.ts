// Sessions in the database: a row for each, its chunks, and its shots. Only extension pages and the background worker import it.
import { joinChunks, type SessionChunk } from '../session/session-chunks.ts';
import type { Session, SessionInfo, Shot } from '../session/session-data.ts';
import type { ToldBefore } from '../session/session-log.ts';
import type { FoveaDatabase } from './database.ts';

export type SessionStatus = 'recording' | 'paused' | 'complete' | 'interrupted';

/** A list of sessions needs no scan of what they hold. */
export type SessionRow = SessionInfo & {
  /**
   * `recording` or `paused` while it lasts; one that a crash ended stays so and is found by `closeInterruptedSessions`.
   */
  status: SessionStatus;
  /** Chunks written, and the next one's `index`. */
  chunkCount: number;
  shotCount: number;
  sampleCount: number;
  /** Of chunks and shots together, about. */
  bytes: number;
};

export type SessionChunkRow = SessionChunk & { sessionId: string; index: number };

export type SessionShotRow = Shot & { sessionId: string; image: Blob };

/** What `deleteSession` took out, to be put back by `restoreSession`. */
export type DeletedSession = { row: SessionRow; chunks: SessionChunkRow[]; shots: SessionShotRow[] };

/** The session is not there (any more); `message` is for the person. */
export class SessionMissingError extends Error {
  override readonly name = 'SessionMissingError';
  constructor(id: string) {
    super(`There is no session “${id}” here. It may have been deleted meanwhile, perhaps in another tab.`);
  }
}

/** Columns of one sample: a double, nine floats and two integers. */
const SAMPLE_BYTES = 8 + 9 * 4 + 2 * 4;
/** What IndexedDB adds to a row: keys, the columns' names and their headers. */
const ROW_BYTES = 600;

/** Begins an empty session. */
export async function createSession(database: FoveaDatabase, info: SessionInfo): Promise<void> {
  const empty = { chunkCount: 0, shotCount: 0, sampleCount: 0, bytes: 0 };
  await database.sessions.add({ ...info, status: 'recording', ...empty });
}

/**
 * Appends a chunk and counts it, both or neither. `durationMs`: how long the session has lasted with it.
 * @throws {SessionMissingError} where it was deleted meanwhile
 * @throws {RoomError} where the disk is full
 */
export async function appendChunk(
  database: FoveaDatabase,
  sessionId: string,
  chunk: SessionChunk,
  durationMs: number,
): Promise<void> {
  await database.transaction('rw', database.sessions, database.sessionChunks, async () => {
    const row = await requireRow(database, sessionId);
    await database.sessionChunks.add({ ...chunk, sessionId, index: row.chunkCount });
    await database.sessions.update(sessionId, {
      chunkCount: row.chunkCount + 1,
      sampleCount: row.sampleCount + chunk.samples.timestampMs.length,
      bytes: row.bytes + estimateChunkBytes(chunk),
      durationMs: Math.max(row.durationMs, durationMs),
    });
  });
}

/**
 * Opens a session that ended, to be gone on with; answers what it has told so far.
 * @throws {SessionMissingError} where it was deleted meanwhile
 */
export async function reopenSession(
  database: FoveaDatabase,
  sessionId: string,
): Promise<{ info: SessionInfo; told: ToldBefore }> {
  const { info, views, elements, events } = await loadSession(database, sessionId);
  await database.sessions.update(sessionId, { status: 'recording' });
  const last = events.findLast(({ type }) => type === 'pause' || type === 'resume');
  const tabs = views.reduce((count, { tab }) => Math.max(count, tab + 1), 0);
  return {
    info,
    told: {
      views: views.length,
      elements: elements.length,
      tabs,
      endMs: info.durationMs,
      paused: last?.type === 'pause',
    },
  };
}

/**
 * Adds a picture as the next shot.
 * @throws {SessionMissingError} where the session was deleted meanwhile
 * @throws {RoomError} where the disk is full
 */
export async function addShot(
  database: FoveaDatabase,
  sessionId: string,
  shot: Omit<Shot, 'index' | 'bytes'>,
  image: Blob,
): Promise<Shot> {
  return database.transaction('rw', database.sessions, database.sessionShots, async () => {
    const row = await requireRow(database, sessionId);
    const added: Shot = { ...shot, index: row.shotCount, bytes: image.size };
    await database.sessionShots.add({ ...added, sessionId, image });
    await database.sessions.update(sessionId, {
      shotCount: row.shotCount + 1,
      bytes: row.bytes + image.size,
    });
    return added;
  });
}

/** @throws {SessionMissingError} @throws {RoomError} where the disk is full */
export async function setSessionStatus(
  database: FoveaDatabase,
  sessionId: string,
  status: SessionStatus,
  durationMs: number,
): Promise<void> {
  if ((await database.sessions.update(sessionId, { status, durationMs })) === 0) {
    await requireRow(database, sessionId);
  }
}

/** Newest first. */
export async function listSessions(database: FoveaDatabase): Promise<SessionRow[]> {
  return (await database.sessions.orderBy('createdAt').toArray()).toReversed();
}

/**
 * All of a session but its pictures, which `loadShotImage` gives one at a time; of one that lasts, what is written.
 * @throws {SessionMissingError}
 */
export async function loadSession(database: FoveaDatabase, sessionId: string): Promise<Session> {
  return database.transaction(
    'r',
    [database.sessions, database.sessionChunks, database.sessionShots],
    async () => {
      const row = await requireRow(database, sessionId);
      const chunks = await database.sessionChunks
        .where('[sessionId+index]')
        .between(...keysOf(row))
        .toArray();
      const shots: Shot[] = [];
      // One row at a time: the pictures of a long session would not fit into memory together.
      await database.sessionShots
        .where('[sessionId+index]')
        .between(...keysOf(row))
        .each(({ sessionId: _, image: __, ...shot }) => shots.push(shot));
      return joinChunks(toInfo(row), chunks, shots);
    },
  );
}

/** The picture of one shot; undefined where there is none. */
export async function loadShotImage(
  database: FoveaDatabase,
  sessionId: string,
  index: number,
): Promise<Blob | undefined> {
  return (await database.sessionShots.get([sessionId, index]))?.image;
}

/**
 * Gives pictures as `loadShotImage` does, but those that are asked for at once in one transaction: each by itself costs a
 * round trip to the browser's process, which takes longer than reading the picture.
 */
export function createShotImageLoader(
  database: FoveaDatabase,
  sessionId: string,
): (index: number) => Promise<Blob | undefined> {
  let asked: number[] = [];
  let loading: Promise<Map<number, Blob>> | undefined;
  const load = async (): Promise<Map<number, Blob>> => {
    // Whoever asks in the same turn is in.
    await Promise.resolve();
    const keys = asked.map((index): [string, number] => [sessionId, index]);
    [asked, loading] = [[], undefined];
    const rows = await database.sessionShots.bulkGet(keys);
    return new Map(rows.flatMap((row) => (row ? [[row.index, row.image]] : [])));
  };
  return async (index) => {
    asked.push(index);
    loading ??= load();
    return (await loading).get(index);
  };
}

/** @throws {SessionMissingError} */
export async function renameSession(database: FoveaDatabase, sessionId: string, name: string): Promise<void> {
  if ((await database.sessions.update(sessionId, { name })) === 0) await requireRow(database, sessionId);
}

/** Empty notes are none. @throws {SessionMissingError} */
export async function setSessionNotes(
  database: FoveaDatabase,
  sessionId: string,
  notes: string,
): Promise<void> {
  await database.transaction('rw', database.sessions, async () => {
    const { notes: _, ...row } = await requireRow(database, sessionId);
    await database.sessions.put(notes.trim() === '' ? row : { ...row, notes });
  });
}

/** Deletes it with all it holds; answers what was there, for `restoreSession`, or undefined where nothing was. */
export async function deleteSession(
  database: FoveaDatabase,
  sessionId: string,
): Promise<DeletedSession | undefined> {
  const { sessions, sessionChunks, sessionShots } = database;
  return database.transaction('rw', sessions, sessionChunks, sessionShots, async () => {
    const row = await sessions.get(sessionId);
    const chunks = await sessionChunks.where({ sessionId }).sortBy('index');
    const shots = await sessionShots.where({ sessionId }).sortBy('index');
    await sessions.delete(sessionId);
    await sessionChunks.where({ sessionId }).delete();
    await sessionShots.where({ sessionId }).delete();
    return row && { row, chunks, shots };
  });
}

/** {@link deleteSession} for several: all of them or none. Answers what was there. */
export function deleteSessions(
  database: FoveaDatabase,
  sessionIds: readonly string[],
): Promise<DeletedSession[]> {
  const { sessions, sessionChunks, sessionShots } = database;
  return database.transaction('rw', sessions, sessionChunks, sessionShots, async () => {
    const deleted = await Promise.all(sessionIds.map((id) => deleteSession(database, id)));
    return deleted.filter((one) => one !== undefined);
  });
}

/** Puts a deleted session back as it was. */
export async function restoreSession(
  database: FoveaDatabase,
  { row, chunks, shots }: DeletedSession,
): Promise<void> {
  const { sessions, sessionChunks, sessionShots } = database;
  await database.transaction('rw', sessions, sessionChunks, sessionShots, async () => {
    await sessions.put(row);
    await sessionChunks.bulkPut(chunks);
    await sessionShots.bulkPut(shots);
  });
}

/**
 * Marks sessions that nothing records any more as interrupted, with all that was written of them; answers how many. Called
 * where no session can be going on: before the first one after a start.
 */
export async function closeInterruptedSessions(database: FoveaDatabase): Promise<number> {
  return database.sessions
    .filter(({ status }) => status === 'recording' || status === 'paused')
    .modify({ status: 'interrupted' });
}

/** Bytes of a chunk on the disk, about: text counts as its JSON. */
export function estimateChunkBytes({ views, elements, events, samples }: SessionChunk): number {
  const text = JSON.stringify([views, elements, events]).length;
  return ROW_BYTES + text + SAMPLE_BYTES * samples.timestampMs.length;
}

/** What of a row goes with the session wherever it goes. */
export function toInfo(row: SessionRow): SessionInfo {
  const { status: _, chunkCount: __, shotCount: ___, sampleCount: ____, bytes: _____, ...info } = row;
  return info;
}

function keysOf({ id }: SessionRow): [[string, number], [string, number]] {
  return [
    [id, 0],
    [id, Infinity],
  ];
}

async function requireRow(database: FoveaDatabase, sessionId: string): Promise<SessionRow> {
  const row = await database.sessions.get(sessionId);
  if (!row) throw new SessionMissingError(sessionId);
  return row;
}
