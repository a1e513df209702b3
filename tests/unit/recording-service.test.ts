// The recording's course where the disk has no room: nothing that was written is lost, and it goes on from there.
import { afterEach, expect, test } from 'vitest';
import { createRecordingService, type RecordingService } from '../../src/session/recording-service.ts';
import type { PageMessage, RecorderOrder } from '../../src/session/page-report.ts';
import type { SessionStart, SessionState } from '../../src/session/session-state.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { deleteSession, listSessions, loadSession } from '../../src/storage/sessions.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

const START: SessionStart = {
  name: 'Shop',
  screenshots: false,
  screen: { id: '1920x1080@1', widthPx: 1920, heightPx: 1080 },
  excludedSites: [],
  foveaVersion: '1.2.3',
};
const SOURCE = { cameraLabel: 'Desk camera', weightsHash: 'abc' };

let service: RecordingService | undefined;
afterEach(async () => {
  await service?.stop().catch(() => undefined);
  service = undefined;
});

function create(database: FoveaDatabase, enough = true) {
  const states: SessionState[] = [];
  const made = createRecordingService({
    database,
    takePicture: () => Promise.reject(new Error('No pictures here.')),
    onState: (state) => states.push(state),
    findRoom: async () =>
      enough ? { enough } : { enough, freeBytes: 1, message: 'There is too little room.' },
  });
  service = made;
  return { made, states };
}

/** A page's recorder at the other end of a port. */
function connectPage(made: RecordingService, senderUrl = 'https://shop.example/') {
  const orders: RecorderOrder[] = [];
  let hear: ((message: PageMessage) => void) | undefined;
  made.connect({
    sender: { url: senderUrl, frameId: 0, tab: { id: 7, windowId: 1, incognito: false } },
    postMessage: (order: RecorderOrder) => void orders.push(order),
    onMessage: { addListener: (listener: (message: PageMessage) => void) => (hear = listener) },
    onDisconnect: { addListener: () => undefined },
  } as unknown as Parameters<RecordingService['connect']>[0]);
  const show = (url: string): void => {
    const timestampMs = Date.now();
    hear!({
      type: 'report',
      views: [{ index: 0, url, title: 'Shop', timestampMs, cause: 'load' }],
      elements: [],
      events: [{ type: 'show', view: 0, timestampMs }],
      samples: [],
      seenMs: timestampMs,
      focused: true,
    });
  };
  return { orders, show };
}

const isQuotaError = Object.assign(new Error('full'), { name: 'QuotaExceededError' });

test('without room none begins, and nothing is stored', async () => {
  const database = openFreshDatabase();
  const { made } = create(database, false);
  await expect(made.start(START, SOURCE)).rejects.toThrow('There is too little room.');
  expect(made.state()).toEqual({ status: 'none' });
  expect(await listSessions(database)).toEqual([]);
});

test('a full disk pauses it in words; with room again it goes on, and no frame is missing', async () => {
  const database = openFreshDatabase();
  const { made, states } = create(database);
  await made.start(START, SOURCE);
  expect(states.at(-1)).toMatchObject({ status: 'recording', name: 'Shop' });
  const firstMs = Date.now();
  made.onFrame(firstMs, null);
  let full = true;
  database.sessionChunks.hook('creating', () => {
    if (full) throw isQuotaError;
  });
  await expect
    .poll(() => made.state(), { timeout: 5000 })
    .toMatchObject({
      status: 'paused',
      reason: expect.stringContaining('no room left on this disk'),
    });
  await expect(made.resume()).rejects.toThrow('no room left on this disk');
  expect(made.state()).toMatchObject({ status: 'paused' });
  // While it is paused nothing is recorded.
  made.onFrame(Date.now(), null);

  full = false;
  expect(await made.resume()).toMatchObject({ status: 'recording' });
  expect(made.state()).not.toHaveProperty('reason');
  const lastMs = Date.now() + 1;
  made.onFrame(lastMs, { timestampMs: lastMs, xScreen: 0.5, yScreen: 0.5, confidence: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await made.stop();
  const [row] = await listSessions(database);
  const { info, samples, events } = await loadSession(database, row!.id);
  expect(row!.status).toBe('complete');
  const startMs = Date.parse(info.createdAt);
  expect([...samples.timestampMs]).toEqual([firstMs - startMs, lastMs - startMs]);
  expect(events.map(({ type }) => type)).toEqual(['pause', 'resume']);
  expect(info).toMatchObject({ camera: { label: 'Desk camera' }, weightsHash: 'abc', foveaVersion: '1.2.3' });
});

test('two starts make one session, and one that is deleted meanwhile ends', async () => {
  const database = openFreshDatabase();
  const { made } = create(database);
  const [one, other] = await Promise.all([made.start(START, SOURCE), made.start(START, SOURCE)]);
  expect(one).toEqual(other);
  const [row, ...rest] = await listSessions(database);
  expect(rest).toEqual([]);
  await deleteSession(database, row!.id);
  made.onFrame(Date.now(), null);
  await expect.poll(() => made.state(), { timeout: 5000 }).toEqual({ status: 'none' });
});

test('what the person was checked with on this screen, and its size, go with the session', async () => {
  const database = openFreshDatabase();
  const { made } = create(database);
  const size = { widthPx: 1920, heightPx: 1080, widthCm: 60, heightCm: 34 };
  await database.screens.put({ id: START.screen.id, ...size, distanceCm: 65, updatedAt: '2026-11-27' });
  const figures = { accuracy: { screenPct: 4 }, precisionRms: { screenPct: 1.5 } };
  for (const [id, screenId, createdAt, ofCheck] of [
    ['a', START.screen.id, '2026-11-20', figures],
    ['b', START.screen.id, '2026-11-25', { accuracy: null, precisionRms: null }],
    ['c', 'another', '2026-11-26', { ...figures, accuracy: { screenPct: 9 } }],
  ] as const) {
    await database.validations.put({
      id,
      personId: 'ada',
      createdAt,
      screen: { id: screenId },
      figures: ofCheck,
    } as never);
  }
  await made.start({ ...START, personId: 'ada' }, SOURCE);
  const [row] = await listSessions(database);
  expect(row).toMatchObject({
    person: 'ada',
    screen: size,
    distanceCm: 65,
    accuracy: { checkedAt: '2026-11-20', errorPct: 4, precisionPct: 1.5 },
  });
});

test('a session that ended is gone on with: one session, the time between a pause, no number taken twice', async () => {
  const database = openFreshDatabase();
  const { made } = create(database);
  const first = await made.start(START, SOURCE);
  if (first.status === 'none') throw new Error('It did not begin.');
  const page = connectPage(made);
  page.show('https://shop.example/');
  made.onFrame(Date.now(), null);
  await made.stop();
  const before = await loadSession(database, first.id);
  expect(before.views).toHaveLength(1);

  const { made: again } = create(database);
  expect(await again.start({ ...START, goOnWith: first.id }, SOURCE)).toMatchObject({
    status: 'recording',
    id: first.id,
    name: 'Shop',
  });
  connectPage(again).show('https://shop.example/cart');
  await new Promise((resolve) => setTimeout(resolve, 20));
  again.onFrame(Date.now(), null);
  await again.stop();
  expect(await listSessions(database)).toHaveLength(1);
  const { info, views, events, samples } = await loadSession(database, first.id);
  expect(info).toMatchObject({ id: first.id, createdAt: before.info.createdAt });
  expect(views.map(({ index, tab, url }) => [index, tab, url])).toEqual([
    [0, 0, 'https://shop.example/'],
    [1, 1, 'https://shop.example/cart'],
  ]);
  const stands = events.filter(({ type }) => type === 'pause' || type === 'resume');
  expect(stands.map(({ type }) => type)).toEqual(['pause', 'resume']);
  expect(stands[0]!.timestampMs).toBe(before.info.durationMs);
  expect(samples.timestampMs).toHaveLength(2);
  expect(samples.timestampMs[1]).toBeGreaterThan(stands[1]!.timestampMs);

  const { made: none } = create(openFreshDatabase());
  await expect(none.start({ ...START, goOnWith: first.id }, SOURCE)).rejects.toThrow('There is no session');
});

test('a study’s session takes in its own sites and its pictures, and no other page', async () => {
  const { made } = create(openFreshDatabase());
  await made.start({ ...START, sites: ['https://*.shop.example/*'] }, SOURCE);
  const orderOf = (url: string) => connectPage(made, url).orders.at(-1);
  expect(orderOf('https://www.shop.example/cart')).toMatchObject({ type: 'record' });
  expect(orderOf('chrome-extension://abc/study-picture.html#run/task')).toMatchObject({ type: 'record' });
  expect(orderOf('https://news.example/')).toEqual({ type: 'end' });
  expect(orderOf('chrome-extension://abc/options.html')).toEqual({ type: 'end' });
  expect(made.state()).toMatchObject({ sites: ['https://*.shop.example/*'] });
});
