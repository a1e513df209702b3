// Writes one session's chunks in their order; what could not be written is kept and tried again.
import type { FoveaDatabase } from '../storage/database.ts';
import { appendChunk, estimateChunkBytes } from '../storage/sessions.ts';
import type { SessionChunk } from './session-chunks.ts';

export type SessionWriter = {
  /** Resolves once everything so far is stored. @throws what the database threw; the chunks wait for the next call */
  write(chunk: SessionChunk | null, durationMs: number): Promise<void>;
  /** Of what is stored, about. */
  bytes(): number;
};

export function createSessionWriter(database: FoveaDatabase, sessionId: string): SessionWriter {
  const waiting: { chunk: SessionChunk; durationMs: number }[] = [];
  let writing: Promise<void> = Promise.resolve();
  let bytes = 0;

  const writeWaiting = async (): Promise<void> => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      await appendChunk(database, sessionId, next.chunk, next.durationMs);
      waiting.shift();
      bytes += estimateChunkBytes(next.chunk);
    }
  };
  return {
    write(chunk, durationMs) {
      if (chunk) waiting.push({ chunk, durationMs });
      writing = writing.catch(() => undefined).then(writeWaiting);
      return writing;
    },
    bytes: () => bytes,
  };
}
