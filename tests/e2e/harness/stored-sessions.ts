// The sessions that are stored, read past the extension's own queries.
import type { Page } from 'playwright-core';
import { joinChunks, type SessionChunk } from '../../../src/session/session-chunks.ts';
import type { SampleColumns, Session } from '../../../src/session/session-data.ts';
import { toInfo, type SessionRow, type SessionShotRow } from '../../../src/storage/sessions.ts';

export type StoredSession = Session & { row: SessionRow };

/** Columns as lists: that is how they come out of a page. */
type PlainChunk = Omit<SessionChunk, 'samples'> & { samples: Record<keyof SampleColumns, number[]> };
type Stores = {
  sessions: SessionRow[];
  sessionChunks: (PlainChunk & { sessionId: string; index: number })[];
  sessionShots: Omit<SessionShotRow, 'image'>[];
};

/** Newest first. @param page one of the extension's own pages */
export async function readSessions(page: Page): Promise<StoredSession[]> {
  const stores = await page.evaluate(readStores);
  return stores.sessions
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    .map((row) => {
      const chunks = stores.sessionChunks
        .filter(({ sessionId }) => sessionId === row.id)
        .toSorted((a, b) => a.index - b.index)
        .map(({ samples, ...chunk }) => Object.assign(chunk, { samples: toColumns(samples) }));
      const shots = stores.sessionShots.filter(({ sessionId }) => sessionId === row.id);
      return Object.assign(joinChunks(toInfo(row), chunks, shots), { row });
    });
}

/** The bytes of one picture. */
export async function readShot(page: Page, sessionId: string, index: number): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([id, shot]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('fovea');
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(opening.error));
      });
      const row = await new Promise<{ image: Blob }>((resolve, reject) => {
        const getting = database.transaction('sessionShots').objectStore('sessionShots').get([id, shot]);
        getting.addEventListener('success', () => resolve(getting.result));
        getting.addEventListener('error', () => reject(getting.error));
      });
      database.close();
      return [...new Uint8Array(await row.image.arrayBuffer())];
    },
    [sessionId, index] as const,
  );
  return Buffer.from(bytes);
}

/** Runs in the page. */
async function readStores(): Promise<Stores> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('fovea');
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error));
  });
  if (!database.objectStoreNames.contains('sessions')) {
    database.close();
    return { sessions: [], sessionChunks: [], sessionShots: [] };
  }
  const readAll = <T>(name: string): Promise<T[]> =>
    new Promise((resolve, reject) => {
      const getting = database.transaction(name).objectStore(name).getAll();
      getting.addEventListener('success', () => resolve(getting.result as T[]));
      getting.addEventListener('error', () => reject(getting.error));
    });
  const chunks = await readAll<SessionChunk & { sessionId: string; index: number }>('sessionChunks');
  const shots = await readAll<SessionShotRow>('sessionShots');
  const sessions = await readAll<SessionRow>('sessions');
  database.close();
  const toLists = (samples: SampleColumns) =>
    Object.fromEntries(Object.entries(samples).map(([name, column]) => [name, Array.from(column)])) as Record<
      keyof SampleColumns,
      number[]
    >;
  return {
    sessions,
    sessionChunks: chunks.map(({ samples, ...chunk }) => Object.assign(chunk, { samples: toLists(samples) })),
    sessionShots: shots.map(({ image: _, ...shot }) => shot),
  };
}

function toColumns(samples: Record<keyof SampleColumns, number[]>): SampleColumns {
  const { timestampMs, view, element, ...floats } = samples;
  return {
    timestampMs: Float64Array.from(timestampMs),
    view: Int32Array.from(view),
    element: Int32Array.from(element),
    ...(Object.fromEntries(
      Object.entries(floats).map(([name, column]) => [name, Float32Array.from(column)]),
    ) as Omit<SampleColumns, 'timestampMs' | 'view' | 'element'>),
  };
}
