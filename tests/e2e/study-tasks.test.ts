// A study's tasks, end to end: how each ends, what is recorded of it, and that it goes on after whatever cut it off.
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { launchPlayed, type PlayedSession } from './harness/played-session.ts';
import { makeStudy, makeTask, storeRun, waitForPage } from './harness/study-run.ts';
import { findTaskBar } from './harness/task-bar.ts';
import { sleep } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/study/', import.meta.url));
const ON_TARGET = { xPx: 250, yPx: 400 };

let shop: FolderServer;
let elsewhere: FolderServer;
let played: PlayedSession;

beforeEach(async () => {
  [shop, elsewhere] = await Promise.all([serveFolder(FOLDER), serveFolder(FOLDER, '127.0.0.1')]);
  played = await launchPlayed();
});
afterEach(async () => {
  await played?.fovea.close();
  shop.close();
  elsewhere.close();
});

test('a route, a click in a shadow root, the bar’s buttons and the time end tasks; only the study’s site is recorded', async () => {
  const study = makeStudy([
    makeTask(shop.url, { id: 'route', success: { kind: 'url', pattern: '*/shop/cart' } }),
    makeTask(shop.url, { id: 'click', success: { kind: 'click', selector: '#widget >>> .chat' } }),
    makeTask(shop.url, { id: 'done' }),
    makeTask(shop.url, { id: 'give-up' }),
    makeTask(shop.url, { id: 'limit', timeLimitS: 3 }),
  ]);
  const run = await storeRun(played.control, study);

  await run.act('begin');
  const page = await waitForPage(played, shop.url);
  const bar = await findTaskBar(page);
  await bar.waitFor(/Task 1 of 5: Task route/);
  const look = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  const other = await played.open(elsewhere.url);
  await played.look(other, ON_TARGET.xPx, ON_TARGET.yPx);
  await other.close();
  await page.bringToFront();
  await page.click('#cart');
  await bar.waitFor(/This task is over/);
  let now = await run.waitFor('instructions');
  expect(now.record.tasks).toMatchObject([{ task: 'route', position: 0, outcome: 'success', pauses: [] }]);
  await expect.poll(() => page.isClosed(), { timeout: 5 * SECOND }).toBe(true);
  expect(await played.ask('getSession')).toMatchObject({ status: 'paused', id: now.sessionId });

  await run.act('begin');
  const second = await waitForPage(played, shop.url);
  await (await findTaskBar(second)).waitFor(/Task 2 of 5/);
  await second.click('#buy');
  await sleep(300);
  expect((await run.read()).course?.phase.kind).toBe('running');
  await second.locator('#widget button b').click();
  await expect.poll(() => second.isClosed(), { timeout: 5 * SECOND }).toBe(true);

  await run.act('begin');
  const third = await waitForPage(played, shop.url);
  await (await findTaskBar(third)).press(/^I’m done$/);
  await expect.poll(() => third.isClosed(), { timeout: 5 * SECOND }).toBe(true);

  await run.act('begin');
  const fourth = await waitForPage(played, shop.url);
  const fourthBar = await findTaskBar(fourth);
  await fourthBar.press(/^Give up$/);
  await fourthBar.press(/^No, go on$/);
  expect((await run.read()).course?.phase.kind).toBe('running');
  await fourthBar.press(/^Give up$/);
  await fourthBar.press(/^Yes, give up$/);
  await expect.poll(() => fourth.isClosed(), { timeout: 5 * SECOND }).toBe(true);

  await run.act('begin');
  const fifth = await waitForPage(played, shop.url);
  await (await findTaskBar(fifth)).waitFor(/0:0[123]/);
  now = await run.waitFor('done');
  expect(now.record.tasks?.map(({ task, outcome }) => [task, outcome])).toEqual([
    ['route', 'success'],
    ['click', 'success'],
    ['done', 'success'],
    ['give-up', 'gave-up'],
    ['limit', 'timed-out'],
  ]);
  const limited = now.record.tasks!.at(-1)!;
  expect(limited.endMs - limited.startMs).toBeGreaterThanOrEqual(2950);
  expect(limited.endMs - limited.startMs).toBeLessThan(5000);
  expect(now.tasksDone).toBe(5);
  // After the last task nothing is held any more.
  await expect.poll(() => played.ask('getSession'), { timeout: 5 * SECOND }).toEqual({ status: 'none' });

  const stored = await played.read();
  expect(stored.info).toMatchObject({ id: now.sessionId, name: 'A shop' });
  const { host } = new URL(shop.url);
  expect(new Set(stored.views.map(({ url }) => new URL(url).host))).toEqual(new Set([host]));
  const markers = stored.events.filter(({ type }) => type === 'marker');
  expect(markers.map((event) => 'label' in event && event.label)).toEqual(
    ['route', 'click', 'done', 'give-up', 'limit'].flatMap((id, i) => [
      `Task ${id} begins`,
      `Task ${id} ends: ${now.record.tasks![i]!.outcome}`,
    ]),
  );
  const away = stored.events.filter(({ type }) => type === 'away');
  expect(away).toContainEqual(expect.objectContaining({ type: 'away', reason: 'excluded' }));
  const startMs = Date.parse(stored.info.createdAt);
  const seen = stored.samples.timestampMs.findIndex((ms) => ms + startMs > look.fromMs + 200);
  expect(stored.elements[stored.samples.element[seen]!]?.selector).toBe('#target');
});
