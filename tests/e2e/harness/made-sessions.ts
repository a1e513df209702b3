// Puts sessions into the extension's real database as a recording leaves them: a row, chunks of two seconds, pictures.
import type { Page } from 'playwright-core';
import type { MadeSession } from '../../../scripts/sessions/make-session.ts';
import type { SampleColumns, Session } from '../../../src/session/session-data.ts';
import type { SessionRow } from '../../../src/storage/sessions.ts';

const CHUNK_MS = 2000;

/** Everything as text, since that is what travels into a page. */
type Parcel = {
  row: SessionRow;
  chunks: { first: number; last: number; views: unknown[]; elements: unknown[]; events: unknown[] }[];
  /** Base64 of each column's bytes. */
  columns: Record<string, { type: string; base64: string }>;
  shots: { shot: unknown; base64: string }[];
};

export type StoreOptions = {
  name?: string;
  status?: SessionRow['status'];
  notes?: string;
};

/** Stores a session through a page of the extension's, whose database must be there already. Answers its id. */
export async function storeSession(
  page: Page,
  { session, drawShot }: Pick<MadeSession, 'session' | 'drawShot'>,
  { name = session.info.name, status = 'complete', notes }: StoreOptions = {},
): Promise<string> {
  const chunks = cutChunks(session);
  const images = await Promise.all(session.shots.map(({ index }) => drawShot(index)));
  const shots = session.shots.map((shot, index) => ({
    shot: { ...shot, bytes: images[index]!.length },
    base64: images[index]!.toString('base64'),
  }));
  const row: SessionRow = {
    ...session.info,
    name,
    ...(notes === undefined ? {} : { notes }),
    status,
    chunkCount: chunks.length,
    shotCount: shots.length,
    sampleCount: session.samples.timestampMs.length,
    bytes: images.reduce((sum, image) => sum + image.length, 52 * session.samples.timestampMs.length),
  };
  const columns = Object.fromEntries(
    Object.entries(session.samples).map(([key, column]) => [
      key,
      { type: column.constructor.name, base64: Buffer.from(column.buffer).toString('base64') },
    ]),
  );
  await page.evaluate(unpack, { row, chunks, columns, shots } satisfies Parcel);
  return row.id;
}

function cutChunks({ views, elements, events, samples, info }: Session): Parcel['chunks'] {
  const chunks: Parcel['chunks'] = [];
  let first = 0;
  for (let fromMs = 0; fromMs < info.durationMs; fromMs += CHUNK_MS) {
    const untilMs = fromMs + CHUNK_MS;
    const last = countBefore(samples, untilMs);
    const isIn = ({ timestampMs }: { timestampMs: number }) => timestampMs >= fromMs && timestampMs < untilMs;
    const end = untilMs >= info.durationMs;
    chunks.push({
      first,
      last: end ? samples.timestampMs.length : last,
      views: views.filter(isIn),
      // When an element was first met is not said: all of them come with the first chunk.
      elements: fromMs === 0 ? elements : [],
      events: events.filter((event) => isIn(event) || (end && event.timestampMs >= untilMs)),
    });
    first = last;
  }
  return chunks;
}

function countBefore({ timestampMs }: SampleColumns, untilMs: number): number {
  const found = timestampMs.findIndex((ms) => ms >= untilMs);
  return found === -1 ? timestampMs.length : found;
}

/** Runs in the page. */
async function unpack({ row, chunks, columns, shots }: Parcel): Promise<void> {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- out of here it would not travel to the page.
  const toBytes = (base64: string): Uint8Array<ArrayBuffer> => {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    return bytes;
  };
  const kinds: Record<string, new (buffer: ArrayBuffer) => Float64Array | Float32Array | Int32Array> = {
    Float64Array,
    Float32Array,
    Int32Array,
  };
  const whole = Object.fromEntries(
    Object.entries(columns).map(([key, { type, base64 }]) => [key, new kinds[type]!(toBytes(base64).buffer)]),
  );
  const opening = indexedDB.open('fovea');
  await new Promise((resolve, reject) => {
    opening.addEventListener('success', resolve);
    opening.addEventListener('error', reject);
  });
  const database = opening.result;
  const transaction = database.transaction(['sessions', 'sessionChunks', 'sessionShots'], 'readwrite');
  transaction.objectStore('sessions').put(row);
  for (const [index, { first, last, views, elements, events }] of chunks.entries()) {
    const samples = Object.fromEntries(
      Object.entries(whole).map(([key, column]) => [key, column.slice(first, last)]),
    );
    transaction
      .objectStore('sessionChunks')
      .put({ sessionId: row.id, index, views, elements, events, samples });
  }
  for (const { shot, base64 } of shots) {
    const image = new Blob([toBytes(base64)], { type: 'image/webp' });
    transaction.objectStore('sessionShots').put({ ...(shot as object), sessionId: row.id, image });
  }
  await new Promise((resolve, reject) => {
    transaction.addEventListener('complete', resolve);
    for (const failure of ['error', 'abort']) transaction.addEventListener(failure, reject);
  });
  database.close();
}
