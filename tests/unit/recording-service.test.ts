// The recording's course where the disk has no room: nothing that was written is lost, and it goes on from there.
import { afterEach, expect, test } from 'vitest';
import { createRecordingService, type RecordingService } from '../../src/session/recording-service.ts';
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
