import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSamples, type SessionChunk } from '../../src/session/session-chunks.ts';
import type { SessionInfo } from '../../src/session/session-data.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import {
  addShot,
  appendChunk,
  closeInterruptedSessions,
  createSession,
  createShotImageLoader,
  deleteSession,
  deleteSessions,
  listSessions,
  loadSession,
  loadShotImage,
  renameSession,
  restoreSession,
  SessionMissingError,
  setSessionNotes,
  setSessionStatus,
} from '../../src/storage/sessions.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});
afterEach(() => vi.unstubAllGlobals());

function describeSession(id: string, createdAt = '2026-11-27T10:00:00.000Z'): SessionInfo {
  const screen = { widthPx: 1920, heightPx: 1080 };
  return {
    id,
    name: `Session ${id}`,
    createdAt,
    durationMs: 0,
    screen,
    foveaVersion: '1',
    screenshots: true,
  };
}

/** A second of three samples and one view. */
function makeChunk(second: number): SessionChunk {
  const samples = createSamples(3);
  samples.timestampMs.set([0, 33, 66].map((ms) => 1000 * second + ms));
  samples.xScreen.set([0.25, 0.5, NaN]);
  return {
    views: [{ index: 0, tab: 0, url: 'http://a/', title: `Title ${second}`, timestampMs: 0, cause: 'load' }],
    elements: [],
    events: [{ type: 'marker', timestampMs: 1000 * second, label: String(second) }],
    samples,
  };
}

const SHOT = {
  view: 0,
  timestampMs: 100,
  xDocumentPx: 0,
  yDocumentPx: 300,
  widthPx: 800,
  heightPx: 600,
  widthImagePx: 400,
  heightImagePx: 300,
};

it('gives back what was appended, in order, and counts it', async () => {
  await createSession(database, describeSession('a'));
  for (const second of [0, 1, 2]) await appendChunk(database, 'a', makeChunk(second), 1000 * (second + 1));
  await addShot(database, 'a', SHOT, new Blob(['picture']));
  const session = await loadSession(database, 'a');
  expect(session.info).toEqual({ ...describeSession('a'), durationMs: 3000 });
  expect([...session.samples.timestampMs]).toEqual([0, 33, 66, 1000, 1033, 1066, 2000, 2033, 2066]);
  expect([...session.samples.xScreen].slice(0, 3)).toEqual([0.25, 0.5, NaN]);
  expect(session.events.map((event) => event.timestampMs)).toEqual([0, 1000, 2000]);
  expect(session.shots).toEqual([{ ...SHOT, index: 0, bytes: 7 }]);
  expect(await (await loadShotImage(database, 'a', 0))!.text()).toBe('picture');
  expect(await loadShotImage(database, 'a', 1)).toBeUndefined();
  const [row] = await listSessions(database);
  expect(row).toMatchObject({ chunkCount: 3, shotCount: 1, sampleCount: 9, status: 'recording' });
  expect(row!.bytes).toBeGreaterThan(7 + 9 * 52);
});

it('pictures that are asked for at once are read at once, each given to who asked', async () => {
  await createSession(database, describeSession('a'));
  await createSession(database, describeSession('b'));
  for (const text of ['one', 'two', 'three']) await addShot(database, 'a', SHOT, new Blob([text]));
  await addShot(database, 'b', SHOT, new Blob(['of another session']));
  let transactions = 0;
  const { bulkGet } = database.sessionShots;
  database.sessionShots.bulkGet = function count(this: typeof database.sessionShots, keys: never) {
    transactions += 1;
    return bulkGet.call(this, keys);
  } as typeof bulkGet;
  const load = createShotImageLoader(database, 'a');
  const images = await Promise.all([2, 0, 7, 1].map(load));
  expect(await Promise.all(images.map((image) => image?.text()))).toEqual(['three', 'one', undefined, 'two']);
  expect(transactions).toBe(1);
  expect(await (await load(1))!.text()).toBe('two');
  expect(transactions).toBe(2);
});

it('a view that comes again is replaced', async () => {
  await createSession(database, describeSession('a'));
  for (const second of [0, 1]) await appendChunk(database, 'a', makeChunk(second), 0);
  expect((await loadSession(database, 'a')).views.map(({ title }) => title)).toEqual(['Title 1']);
});

it('chunks and shots that are added at once are all counted', async () => {
  await createSession(database, describeSession('a'));
  await Promise.all([
    ...[0, 1, 2, 3].map((second) => appendChunk(database, 'a', makeChunk(second), 1000)),
    ...[0, 1, 2].map(() => addShot(database, 'a', SHOT, new Blob(['picture']))),
  ]);
  const [row] = await listSessions(database);
  expect(row).toMatchObject({ chunkCount: 4, shotCount: 3, sampleCount: 12 });
  expect((await loadSession(database, 'a')).shots.map(({ index }) => index)).toEqual([0, 1, 2]);
});

it('lists the newest first', async () => {
  await createSession(database, describeSession('old', '2026-11-26T10:00:00.000Z'));
  await createSession(database, describeSession('new', '2026-11-28T10:00:00.000Z'));
  await createSession(database, describeSession('mid', '2026-11-27T10:00:00.000Z'));
  expect((await listSessions(database)).map(({ id }) => id)).toEqual(['new', 'mid', 'old']);
});

it('a crash leaves an interrupted session with what was written of it; ended ones stay as they are', async () => {
  for (const id of ['crashed', 'paused', 'ended']) await createSession(database, describeSession(id));
  await appendChunk(database, 'crashed', makeChunk(0), 1066);
  await setSessionStatus(database, 'paused', 'paused', 10);
  await setSessionStatus(database, 'ended', 'complete', 20);
  expect(await closeInterruptedSessions(database)).toBe(2);
  const rows = await database.sessions.toArray();
  expect(Object.fromEntries(rows.map(({ id, status, durationMs }) => [id, [status, durationMs]]))).toEqual({
    crashed: ['interrupted', 1066],
    paused: ['interrupted', 10],
    ended: ['complete', 20],
  });
});

it('names and notes are changed, and empty notes are none', async () => {
  await createSession(database, describeSession('a'));
  await renameSession(database, 'a', 'Shop, person 3');
  await setSessionNotes(database, 'a', 'Wore glasses.');
  expect((await loadSession(database, 'a')).info).toMatchObject({
    name: 'Shop, person 3',
    notes: 'Wore glasses.',
  });
  await setSessionNotes(database, 'a', '  ');
  expect((await loadSession(database, 'a')).info).not.toHaveProperty('notes');
});

it('deletes one with all that it holds, and puts it back', async () => {
  for (const id of ['a', 'b']) {
    await createSession(database, describeSession(id));
    await appendChunk(database, id, makeChunk(0), 1000);
    await addShot(database, id, SHOT, new Blob(['picture']));
  }
  const before = await loadSession(database, 'a');
  const deleted = await deleteSession(database, 'a');
  expect((await listSessions(database)).map(({ id }) => id)).toEqual(['b']);
  expect(await database.sessionChunks.count()).toBe(1);
  expect(await database.sessionShots.count()).toBe(1);
  await restoreSession(database, deleted!);
  expect(await loadSession(database, 'a')).toEqual(before);
  expect(await deleteSession(database, 'never')).toBeUndefined();
});

it('deletes several, or none where one of them cannot be', async () => {
  for (const id of ['a', 'b', 'c']) await createSession(database, describeSession(id));
  await database.sessionChunks.add({ ...makeChunk(0), sessionId: 'b', index: 0 });
  const failing = vi.fn(() => {
    throw new Error('No.');
  });
  database.sessionChunks.hook('deleting', failing);
  await expect(deleteSessions(database, ['a', 'b'])).rejects.toThrow('No.');
  database.sessionChunks.hook('deleting').unsubscribe(failing);
  expect(await database.sessions.count()).toBe(3);
  const deleted = await deleteSessions(database, ['a', 'b', 'never']);
  expect(deleted.map(({ row, chunks }) => [row.id, chunks.length])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
  expect((await listSessions(database)).map(({ id }) => id)).toEqual(['c']);
});

it.each([
  ['a chunk', () => appendChunk(database, 'gone', makeChunk(0), 0)],
  ['a shot', () => addShot(database, 'gone', SHOT, new Blob(['picture']))],
  ['a status', () => setSessionStatus(database, 'gone', 'complete', 0)],
  ['a name', () => renameSession(database, 'gone', 'x')],
  ['loading', () => loadSession(database, 'gone')],
])('%s of a session that was deleted is refused, and nothing is written', async (_, act) => {
  await expect(act()).rejects.toThrow(SessionMissingError);
  expect(await database.sessionChunks.count()).toBe(0);
  expect(await database.sessionShots.count()).toBe(0);
});

it('nothing of a session is written on a full disk, and it goes on once there is room', async () => {
  await createSession(database, describeSession('a'));
  await appendChunk(database, 'a', makeChunk(0), 1000);
  const before = await listSessions(database);
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e9, usage: 1e9 - 1e6 }) } });
  for (const write of [
    () => appendChunk(database, 'a', makeChunk(1), 2000),
    () => addShot(database, 'a', SHOT, new Blob(['picture'])),
    () => setSessionStatus(database, 'a', 'paused', 2000),
  ]) {
    await expect(write()).rejects.toThrow(/no room left on this disk/);
  }
  expect(await listSessions(database)).toEqual(before);
  vi.unstubAllGlobals();
  await appendChunk(database, 'a', makeChunk(1), 2000);
  expect(await listSessions(database)).toMatchObject([{ chunkCount: 2, durationMs: 2000 }]);
});
