// Sessions in the database: a row for each, its chunks, and its shots. Only extension pages and the background worker import it.
import type { SessionChunk } from '../session/session-chunks.ts';
import type { SessionInfo, Shot } from '../session/session-data.ts';

/** A list of sessions needs no scan of what they hold. */
export type SessionRow = SessionInfo & {
  /**
   * `recording` or `paused` while it lasts; one that a crash ended stays so and is found by `closeInterruptedSessions`.
   */
  status: 'recording' | 'paused' | 'complete' | 'interrupted';
  /** Chunks written, and the next one's `index`. */
  chunkCount: number;
  shotCount: number;
  sampleCount: number;
  /** Of chunks and shots together, about. */
  bytes: number;
};

export type SessionChunkRow = SessionChunk & { sessionId: string; index: number };

export type SessionShotRow = Shot & { sessionId: string; image: Blob };
