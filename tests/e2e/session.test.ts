// Sessions, end to end: what is recorded of gaze that the test plays, over pages, routes, tabs, pauses and a crash.
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import type { Session } from '../../src/session/session-data.ts';
import { launchPlayed, waitForStored, type PlayedSession } from './harness/played-session.ts';
import { sleep } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));
/** In the middle of `#target`, at the left and above. */
const ON_TARGET = { xPx: 250, yPx: 350 };

let site: FolderServer;
let played: PlayedSession;

beforeEach(async () => {
  site = await serveFolder(FOLDER);
  played = await launchPlayed();
});
afterEach(async () => {
  await played?.fovea.close();
  site.close();
});

/** Samples between two times (Unix epoch) by what they are on: view and selector, or `off` and `lost`. */
function countSeen({ info, samples, elements }: Session, fromMs: number, untilMs: number) {
  const startMs = Date.parse(info.createdAt);
  const counts: Record<string, number> = {};
  samples.timestampMs.forEach((timestampMs, i) => {
    if (timestampMs + startMs < fromMs || timestampMs + startMs >= untilMs) return;
    const element = elements[samples.element[i]!];
    const what = Number.isNaN(samples.xScreen[i]) ? 'lost' : (element?.selector ?? 'off');
    const key = `${samples.view[i]} ${what}`;
    counts[key] = (counts[key] ?? 0) + 1;
  });
  return counts;
}

const listKinds = ({ events }: Session, ...types: string[]): string[] =>
  events
    .filter(({ type }) => types.includes(type))
    .map((event) => `${event.type} ${'view' in event ? event.view : ''}`);

test('over two pages, a route of an app, and a second tab, gaze is where it was on each', async () => {
  const page = await played.open(site.url);
  expect(await played.start()).toMatchObject({ status: 'recording', name: 'Played' });
  await played.waitForRecorder(page);
  const first = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await played.play({ gaze: 'lost' });
  const lost = { fromMs: Date.now() + 100, untilMs: Date.now() + 400 };
  await sleep(0.5 * SECOND);
  await page.mouse.click(260, 360);
  await page.goto(`${site.url}second.html`);
  await played.waitForRecorder(page);
  const second = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await page.evaluate(() => {
    history.pushState(null, '', '/app/cart?item=3');
    document.title = 'Cart';
    document.querySelector('#target')!.id = 'cart';
  });
  await played.waitForRecorder(page);
  const route = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  // A place on the page is no other page.
  await page.evaluate(() => (location.hash = 'details'));
  const other = await played.open(`${site.url}?other`);
  await played.waitForRecorder(other);
  const third = await played.look(other, ON_TARGET.xPx, ON_TARGET.yPx);
  await page.bringToFront();
  await played.waitForRecorder(page);
  const back = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  expect(await played.ask('stopSession')).toEqual({ status: 'none' });

  const stored = await played.read();
  const { host } = new URL(site.url);
  expect(stored.views.map(({ url, title, tab, cause }) => [url, title, tab, cause])).toEqual([
    [`http://${host}/`, 'First page', 0, 'load'],
    [`http://${host}/second.html`, 'Second page', 0, 'load'],
    [`http://${host}/app/cart?item=3`, 'Cart', 0, 'route'],
    [`http://${host}/?other`, 'First page', 1, 'load'],
  ]);
  // At its ends a look may be that before or after: frames are some time on their way.
  const seen = ({ fromMs, untilMs }: typeof first) => countSeen(stored, fromMs + 150, untilMs - 60);
  for (const [look, expected] of [
    [first, '0 #target'],
    [second, '1 #target'],
    [route, '2 #cart'],
    [third, '3 #target'],
    [back, '2 #cart'],
  ] as const) {
    const counts = seen(look);
    expect(Object.keys(counts)).toEqual([expected]);
    expect(counts[expected]).toBeGreaterThan(6);
  }
  expect(Object.keys(countSeen(stored, lost.fromMs, lost.untilMs))).toEqual(['0 lost']);
  const { timestampMs } = stored.samples;
  expect(timestampMs.every((ms, i) => i === 0 || ms > timestampMs[i - 1]!)).toBe(true);
  // Of two tabs that change places either may be told first.
  const showings = listKinds(stored, 'show', 'hide');
  const ofView = (view: number): string[] => showings.filter((kind) => kind.endsWith(` ${view}`));
  for (const view of [0, 1, 3]) expect(ofView(view)).toEqual([`show ${view}`, `hide ${view}`]);
  expect(ofView(2)).toEqual(['show 2', 'hide 2', 'show 2', 'hide 2']);
  const clicks = stored.events.filter((event) => event.type === 'click');
  expect(clicks).toMatchObject([{ view: 0, xDocumentPx: 260, yDocumentPx: 360 }]);
  expect(stored.elements[clicks[0]!.element]!.selector).toBe('#target');
  expect(stored.row).toMatchObject({
    status: 'complete',
    sampleCount: timestampMs.length,
    screen: { widthPx: 1280, heightPx: 800 },
    camera: { label: 'Played camera' },
    weightsHash: 'played',
    foveaVersion: '0.1.0',
  });
});

test('a pause records nothing, a marker is where it was set, and an excluded site leaves no trace', async () => {
  const page = await played.open(site.url);
  await played.start();
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await askExtension(played.control, 'addMarker', { label: 'Asked for the price' });
  expect(await played.ask('pauseSession')).toMatchObject({ status: 'paused' });
  const pausedMs = Date.now();
  await page.goto(`${site.url}second.html`);
  await page.mouse.click(260, 360);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  const resumedMs = Date.now();
  expect(await played.ask('resumeSession')).toMatchObject({ status: 'recording' });
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);

  await played.control.evaluate(() => chrome.storage.local.set({ excludedSites: ['127.0.0.1'] }));
  const secret = `${site.url.replace('localhost', '127.0.0.1')}second.html?secret`;
  const excluded = await serveFolder(FOLDER, '127.0.0.1');
  try {
    await played.waitForExcluded('127.0.0.1');
    await page.goto(`${excluded.url}second.html?secret`);
    await page.bringToFront();
    await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
    await page.mouse.click(260, 360);
    await page.goto(`${site.url}?after`);
    await played.waitForRecorder(page);
    await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
    // Excluded while it is looked at: what is seen from then on is not recorded.
    await played.control.evaluate(() => chrome.storage.local.set({ excludedSites: ['localhost'] }));
    await waitForStored(played, (now) => listKinds(now, 'away').length === 2, 'a second word of being away');
    const away = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
    const stoppedMs = Date.now();
    await played.ask('stopSession');

    const stored = await played.read();
    expect(JSON.stringify(stored)).not.toContain('secret');
    expect(JSON.stringify(stored)).not.toContain(new URL(secret).hostname);
    expect(stored.views.map(({ url }) => url)).toEqual([
      site.url,
      `${site.url}second.html`,
      `${site.url}?after`,
    ]);
    expect(listKinds(stored, 'pause', 'resume', 'away', 'marker', 'click')).toEqual([
      'marker ',
      'pause ',
      'resume ',
      'away ',
      'away ',
    ]);
    expect(stored.events.filter((event) => event.type === 'away' || event.type === 'marker')).toMatchObject([
      { type: 'marker', label: 'Asked for the price' },
      { type: 'away', reason: 'excluded' },
      { type: 'away', reason: 'excluded' },
    ]);
    const startMs = Date.parse(stored.info.createdAt);
    const paused = [...stored.samples.timestampMs].filter(
      (ms) => ms + startMs > pausedMs && ms + startMs < resumedMs,
    );
    expect(paused).toEqual([]);
    expect(Object.keys(countSeen(stored, away.fromMs, away.untilMs))).toEqual(['-1 off']);
    expect(stored.row.durationMs).toBeGreaterThan(stoppedMs - startMs - 2 * SECOND);
  } finally {
    excluded.close();
  }
});

test('a browser that is killed loses no more than two seconds, and the session is closed at the next start', async () => {
  const page = await played.open(site.url);
  await played.start();
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx, 5 * SECOND);
  const killedMs = Date.now();
  played = await played.crash();

  const stored = await waitForStored(played, ({ row }) => row.status === 'interrupted', 'it to be closed');
  const lastMs = Date.parse(stored.info.createdAt) + stored.samples.timestampMs.at(-1)!;
  console.log(`crash: the last sample is ${killedMs - lastMs} ms older than the end`);
  expect(killedMs - lastMs).toBeLessThan(2 * SECOND);
  expect(stored.row.sampleCount).toBe(stored.samples.timestampMs.length);
  expect(stored.samples.element.at(-1)).toBe(0);
  expect(stored.elements[0]!.selector).toBe('#target');
  expect(stored.info.durationMs).toBeGreaterThan(stored.samples.timestampMs.at(-1)!);
  expect(await played.ask('getSession')).toEqual({ status: 'none' });

  // The next one is a session of its own.
  const again = await played.open(site.url);
  expect(await played.start({ name: 'Second' })).toMatchObject({ status: 'recording', name: 'Second' });
  await played.look(again, ON_TARGET.xPx, ON_TARGET.yPx);
  await played.ask('stopSession');
  expect(await played.read()).toMatchObject({ row: { name: 'Second', status: 'complete' } });
});

test('a tracker that fails pauses the session and says why; the next start goes on with it', async () => {
  const page = await played.open(site.url);
  await played.start();
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  const message = 'The camera was unplugged.';
  await played.play({ state: { status: 'failed', code: 'unplugged', message } });
  await waitForStored(played, ({ row }) => row.status === 'paused', 'the pause');
  expect(await played.ask('getSession')).toMatchObject({ status: 'paused', reason: message });
  const resumed = await played.ask('resumeSession');
  expect(resumed).toMatchObject({ status: 'recording' });
  expect(resumed).not.toHaveProperty('reason');
  await played.waitForRecorder(page);
  const look = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  // Turning the camera off ends it, with all that there was.
  await askExtension(played.control, 'stopTracking');
  const stored = await played.read();
  expect(stored.row.status).toBe('complete');
  expect(Object.keys(countSeen(stored, look.fromMs + 150, look.untilMs - 100))).toEqual(['0 #target']);
});

test('a page that comes back from the back/forward cache is recorded again', async () => {
  const page = await played.open(site.url);
  await played.start();
  await page.evaluate(() => Object.assign(globalThis, { kept: true }));
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await page.goto(`${site.url}second.html`);
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.title === 'First page');
  expect(await page.evaluate(() => 'kept' in globalThis)).toBe(true);
  await played.waitForRecorder(page);
  const back = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  await played.ask('stopSession');
  const stored = await played.read();
  expect(stored.views.map(({ title }) => title)).toEqual(['First page', 'Second page', 'First page']);
  expect(Object.keys(countSeen(stored, back.fromMs + 150, back.untilMs - 60))).toEqual(['2 #target']);
});
