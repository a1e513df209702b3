// A study's tasks, end to end: how each ends, what is recorded of it, and that it goes on after whatever cut it off.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { expectAccessible, openContentWorld } from './harness/accessibility.ts';
import type { Fovea } from './harness/launch.ts';
import { stopServiceWorker } from './harness/lifecycle.ts';
import { lookAtDots } from './harness/look-at-dots.ts';
import { decodePicture } from './harness/paint.ts';
import { launchPlayed, type PlayedSession } from './harness/played-session.ts';
import { followRun, makeStudy, makeTask, storeRun, waitForPage } from './harness/study-run.ts';
import { readShot } from './harness/stored-sessions.ts';
import { findTaskBar } from './harness/task-bar.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/study/', import.meta.url));
/** In `#target` of the shop, away from its middle. */
const ON_TARGET = { xPx: 250, yPx: 400 };

let shop: FolderServer;
let elsewhere: FolderServer;
let played: PlayedSession;

beforeEach(async () => {
  [shop, elsewhere] = await Promise.all([serveFolder(FOLDER), serveFolder(FOLDER, '127.0.0.1')]);
});
afterEach(async () => {
  await played?.fovea.close();
  shop.close();
  elsewhere.close();
});

const waitClosed = (page: Page): Promise<void> =>
  waitUntil(() => page.isClosed(), 20 * SECOND, 'the tab of the task to close');

test('a route, a click in a shadow root, the bar’s buttons and the time end tasks; only the study’s site is recorded', async () => {
  const study = makeStudy([
    makeTask(shop.url, { id: 'route', success: { kind: 'url', pattern: '*/shop/cart' } }),
    makeTask(shop.url, { id: 'click', success: { kind: 'click', selector: '#widget >>> .chat' } }),
    makeTask(shop.url, { id: 'done' }),
    makeTask(shop.url, { id: 'give-up' }),
    makeTask(shop.url, { id: 'limit', timeLimitS: 5 }),
  ]);
  // What a participant lets Fovea into, and no more.
  played = await launchPlayed({ hosts: ['*://localhost/*'] });
  const run = await storeRun(played.control, study);

  await run.act('begin');
  const page = await waitForPage(played, shop.url);
  const bar = await findTaskBar(page);
  await bar.waitFor(/Task 1 of 5: Task route/);
  await played.waitForRecorder(page);
  const look = await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx);
  // That is why a study with pictures asks for all sites.
  const refused = played.control.evaluate(() => chrome.tabs.captureVisibleTab());
  await expect(refused).rejects.toThrow(/<all_urls>/);
  const other = await played.open(elsewhere.url);
  await played.look(other, ON_TARGET.xPx, ON_TARGET.yPx);
  await other.close();
  await page.bringToFront();
  await page.click('#cart');
  await bar.waitFor(/This task is over/);
  let now = await run.waitFor('instructions');
  expect(now.record.tasks).toMatchObject([{ task: 'route', position: 0, outcome: 'success', pauses: [] }]);
  await waitClosed(page);
  await expect.poll(() => played.ask('getSession')).toMatchObject({ status: 'paused', id: now.sessionId });

  await run.act('begin');
  const second = await waitForPage(played, shop.url);
  await (await findTaskBar(second)).waitFor(/Task 2 of 5/);
  await second.click('#buy');
  await sleep(300);
  expect((await run.read()).course?.phase.kind).toBe('running');
  await second.locator('#widget button b').click();
  await waitClosed(second);

  await run.act('begin');
  const third = await waitForPage(played, shop.url);
  const thirdBar = await findTaskBar(third);
  await thirdBar.waitFor(/I’m done/);
  // A tab that the page opens belongs to the task: the bar is there too, and the task goes on in it alone.
  const opening = played.fovea.context.waitForEvent('page');
  await third.click('#other-tab');
  const child = await opening;
  await (await findTaskBar(child)).waitFor(/Task 3 of 5/);
  await child.close();
  await third.bringToFront();
  // By keyboard: the bar comes after all of the page.
  const isOnBar = (): Promise<boolean> =>
    third.evaluate(() => document.activeElement?.localName === 'fovea-task-bar');
  for (let i = 0; i < 12 && !(await isOnBar()); i += 1) await third.keyboard.press('Tab');
  await third.keyboard.press('Enter');
  await thirdBar.waitFor(/Then put it into the cart/);
  await third.keyboard.press('Tab');
  await third.keyboard.press('Enter');
  await waitClosed(third);

  await run.act('begin');
  const fourth = await waitForPage(played, shop.url);
  const fourthBar = await findTaskBar(fourth);
  await fourthBar.press(/^Give up$/);
  await fourthBar.press(/^No, go on$/);
  expect((await run.read()).course?.phase.kind).toBe('running');
  await fourthBar.press(/^Give up$/);
  await fourthBar.press(/^Yes, give up$/);
  await waitClosed(fourth);

  await run.act('begin');
  const fifth = await waitForPage(played, shop.url);
  await (await findTaskBar(fifth)).waitFor(/0:0[1-5]/);
  now = await run.waitFor('done');
  expect(now.record.tasks?.map(({ task, outcome }) => [task, outcome])).toEqual([
    ['route', 'success'],
    ['click', 'success'],
    ['done', 'success'],
    ['give-up', 'gave-up'],
    ['limit', 'timed-out'],
  ]);
  const limited = now.record.tasks!.at(-1)!;
  expect(limited.endMs - limited.startMs).toBeGreaterThanOrEqual(4950);
  expect(limited.endMs - limited.startMs).toBeLessThan(8000);
  expect(now.tasksDone).toBe(5);
  // After the last task nothing is held any more.
  await expect.poll(() => played.ask('getSession'), { timeout: 20 * SECOND }).toEqual({ status: 'none' });

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
  expect(away).toContainEqual(expect.objectContaining({ reason: 'forbidden' }));
  const startMs = Date.parse(stored.info.createdAt);
  const seen = stored.samples.timestampMs.findIndex((ms) => ms + startMs > look.fromMs + 200);
  expect(stored.elements[stored.samples.element[seen]!]?.selector).toBe('#target');
});

test('a worker that is killed, a tab that is closed and a browser that ends lose nothing; one session holds it all', async () => {
  played = await launchPlayed();
  const study = makeStudy([
    makeTask(shop.url, { id: 'first', success: { kind: 'url', pattern: '*/shop/cart' } }),
    makeTask(shop.url, { id: 'second' }),
    makeTask(shop.url, { id: 'third' }),
  ]);
  let run = await storeRun(played.control, study);
  await run.act('begin');
  const page = await waitForPage(played, shop.url);
  await (await findTaskBar(page)).waitFor(/Task 1 of 3/);
  await stopServiceWorker(played.fovea as unknown as Fovea, played.control);
  await page.click('#cart');
  await waitClosed(page);
  await expect
    .poll(async () => (await run.read()).record.tasks)
    .toMatchObject([{ task: 'first', outcome: 'success' }]);

  await run.act('begin');
  const second = await waitForPage(played, shop.url);
  const bar = await findTaskBar(second);
  await bar.press(/Move this bar to the top/);
  await expect.poll(async () => (await bar.box()).yPx).toBeLessThan(20);
  // Where the participant was is where the task goes on.
  await second.goto(`${shop.url}?offer`);
  await (await findTaskBar(second)).waitFor(/Task 2 of 3/);
  await expect.poll(async () => (await bar.box()).yPx).toBeLessThan(20);
  await second.close();
  let now = await run.waitFor('interrupted');
  expect(now.course?.phase).toMatchObject({ cause: 'tab-closed' });
  await expect.poll(() => played.ask('getSession')).toMatchObject({ status: 'paused' });
  await run.act('go-on');
  const again = await waitForPage(played, '?offer');
  await (await findTaskBar(again)).waitFor(/Task 2 of 3/);
  const { sessionId } = await run.read();
  await played.look(again, ON_TARGET.xPx, ON_TARGET.yPx, 1.5 * SECOND);

  played = await played.crash();
  run = followRun(played.control);
  now = await run.waitFor('interrupted');
  expect(now.course?.phase).toMatchObject({ cause: 'browser-ended' });
  await run.act('go-on');
  const back = await waitForPage(played, '?offer');
  await (await findTaskBar(back)).waitFor(/Task 2 of 3/);
  await played.look(back, ON_TARGET.xPx, ON_TARGET.yPx);
  await (await findTaskBar(back)).press(/^I’m done$/);
  await waitClosed(back);

  await run.act('begin');
  const third = await waitForPage(played, shop.url);
  await (await findTaskBar(third)).waitFor(/Task 3 of 3/);
  // Tracking that is turned off is no end of the study either.
  await played.ask('stopSession');
  now = await run.waitFor('interrupted');
  expect(now.course?.phase).toMatchObject({ cause: 'problem' });
  await run.act('end-task');
  now = await run.waitFor('done');

  expect(now.record.tasks).toMatchObject([
    { task: 'first', outcome: 'success', pauses: [] },
    { task: 'second', outcome: 'success' },
    { task: 'third', outcome: 'interrupted', pauses: [] },
  ]);
  expect(now.record.tasks![1]!.pauses).toHaveLength(2);
  expect(now.sessionId).toBe(sessionId);
  const stored = await played.read();
  expect(stored.row.id).toBe(sessionId);
  // Nothing of the session lies in a pause of its task.
  for (const { startMs, endMs } of now.record.tasks![1]!.pauses) {
    const within = stored.samples.timestampMs.filter((ms) => ms > startMs + 100 && ms < endMs - 100);
    expect([...within]).toEqual([]);
  }
  const kinds = stored.events.filter(({ type }) => type === 'pause' || type === 'resume');
  kinds.forEach(({ type }, i) => expect(type).toBe(i % 2 === 0 ? 'pause' : 'resume'));
});

test('checks within a task and between tasks pause it, and the drift that they find is corrected', async () => {
  played = await launchPlayed();
  const study = makeStudy([makeTask(shop.url, { id: 'one' }), makeTask(shop.url, { id: 'two' })], {
    checks: { betweenTasks: true, everyS: 4, correctDrift: true },
  });
  const run = await storeRun(played.control, study);
  await run.act('begin');
  const page = await waitForPage(played, shop.url);
  await played.play({ gaze: { xScreen: 0.5, yScreen: 0.5 } });
  const off = { x: 0.1, y: -0.08 };
  const check = await waitForPage(played, 'study-check.html');
  await expect
    .poll(async () => (await run.read()).course?.phase)
    .toMatchObject({ kind: 'check', within: true });
  await expect.poll(() => played.ask('getSession')).toMatchObject({ status: 'paused' });
  await check.locator('[data-ready=true]').waitFor();
  await expectAccessible(check, 'study check', { tab: false });
  await lookAtDots(played, check, off);
  let now = await run.waitFor('running');
  const [noted] = now.record.checks!;
  expect(noted).toMatchObject({ kind: 'check', task: 'one', figures: { targets: 5, targetsMeasured: 5 } });
  expect(noted!.drift!.xScreen).toBeCloseTo(off.x, 2);
  expect(noted!.drift!.yScreen).toBeCloseTo(off.y, 2);
  expect(noted!.correction!.xScreen).toBeGreaterThan(0.085);
  expect(noted!.correction!.yScreen).toBeLessThan(-0.06);
  expect(noted!.timestampMs).toBeGreaterThan(4 * SECOND);

  // Gaze that is as far off as before now comes out where it belongs.
  await played.waitForRecorder(page);
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx, 0.1 * SECOND);
  const { width, height } = await page.evaluate(() => ({ width: screen.width, height: screen.height }));
  const look = await played.look(page, ON_TARGET.xPx + off.x * width, ON_TARGET.yPx + off.y * height);
  await (await findTaskBar(page)).press(/^I’m done$/);
  await waitClosed(page);
  await run.act('begin');
  const before = await waitForPage(played, 'study-check.html');
  await expect
    .poll(async () => (await run.read()).course?.phase)
    .toMatchObject({ kind: 'check', within: false });
  await before.getByRole('button', { name: 'Leave it out' }).click();
  const second = await waitForPage(played, shop.url);
  expect((await run.read()).record.checks).toHaveLength(1);
  await (await findTaskBar(second)).press(/^I’m done$/);
  now = await run.waitFor('done');
  const [first] = now.record.tasks!;
  expect(first!.pauses).toHaveLength(1);

  await expect.poll(() => played.ask('getSession'), { timeout: 20 * SECOND }).toEqual({ status: 'none' });
  const stored = await played.read();
  const startMs = Date.parse(stored.info.createdAt);
  const { samples } = stored;
  const i = samples.timestampMs.findIndex((ms) => ms + startMs > look.fromMs + 250);
  const left = { x: off.x - noted!.correction!.xScreen, y: off.y - noted!.correction!.yScreen };
  expect(samples.xViewportPx[i]).toBeCloseTo(ON_TARGET.xPx + left.x * width, -1);
  expect(samples.yViewportPx[i]).toBeCloseTo(ON_TARGET.yPx + left.y * height, -1);
  expect(stored.elements[samples.element[i]!]?.selector).toBe('#target');
});

test('a picture is recorded as a page, until its time is up; the bar is in no picture, and everybody can use it', async () => {
  played = await launchPlayed();
  const png = await sharp({
    create: { width: 400, height: 200, channels: 3, background: { r: 40, g: 90, b: 160 } },
  })
    .png()
    .toBuffer();
  const study = makeStudy(
    [
      makeTask(shop.url, {
        id: 'picture',
        start: { picture: { dataUrl: `data:image/png;base64,${png.toString('base64')}`, alt: 'A poster' } },
        success: { kind: 'time', afterS: 8 },
      }),
      makeTask(shop.url, { id: 'page', timeLimitS: 300 }),
    ],
    { recording: { detail: 'screenshots', sites: [] } },
  );
  const run = await storeRun(played.control, study);
  await run.act('begin');
  const picture = await waitForPage(played, 'study-picture.html');
  await picture.getByRole('img', { name: 'A poster' }).waitFor();
  await played.look(picture, 640, 300, 1.5 * SECOND);
  await (await findTaskBar(picture)).waitFor(/Task 1 of 2: Task picture/);
  const shown = await picture.getByRole('img').boundingBox();
  expect(shown!.y + shown!.height).toBeLessThanOrEqual((await (await findTaskBar(picture)).box()).yPx);
  await picture.screenshot(
    process.env['FOVEA_PICTURES'] ? { path: `${process.env['FOVEA_PICTURES']}/study-picture.png` } : {},
  );
  await waitClosed(picture);

  await run.act('begin');
  const page = await waitForPage(played, shop.url);
  const bar = await findTaskBar(page);
  await bar.waitFor(/I’m done/);
  const box = await bar.box();
  await played.waitForRecorder(page);
  // Gaze on the bar is on no element of the page.
  const look = await played.look(page, box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2, 0.8 * SECOND);
  const other = await played.open(elsewhere.url);
  await played.look(other, ON_TARGET.xPx, ON_TARGET.yPx);
  await other.close();
  await page.bringToFront();
  await played.look(page, ON_TARGET.xPx, ON_TARGET.yPx, 3 * SECOND);
  // Its clicks are none of the page's.
  await bar.press(/Task 2 of 2/);
  await bar.waitFor(/Then put it into the cart/);
  const evaluate = await openContentWorld(page, played.fovea.extensionId);
  const looks = { evaluate, within: 'fovea-task-bar', tab: false };
  await expectAccessible(page, 'study bar', looks);
  await bar.press(/^Give up$/);
  await bar.waitFor(/Give up this task\?/);
  await expectAccessible(page, 'study bar give up', looks);
  await bar.press(/^Yes, give up$/);
  const now = await run.waitFor('done');
  expect(now.record.tasks?.map(({ outcome }) => outcome)).toEqual(['success', 'gave-up']);
  const [first] = now.record.tasks!;
  expect(first!.endMs - first!.startMs).toBeGreaterThanOrEqual(7950);
  expect(first!.endMs - first!.startMs).toBeLessThan(11_000);

  await expect.poll(() => played.ask('getSession'), { timeout: 20 * SECOND }).toEqual({ status: 'none' });
  const stored = await played.read();
  const view = stored.views.find(({ url }) => url === 'fovea-study://shop/picture/picture');
  const seen = stored.elements.find((element) => element.view === view?.index);
  expect(seen).toMatchObject({ selector: '#picture', tag: 'img' });
  // The element is as large as the picture that is seen of it.
  expect(seen!.box.widthPx / seen!.box.heightPx).toBeCloseTo(2, 1);
  const hosts = stored.views.map(({ url }) => new URL(url).host);
  expect(new Set(hosts)).toEqual(new Set(['shop', new URL(shop.url).host]));
  expect(stored.events).toContainEqual(expect.objectContaining({ type: 'away', reason: 'excluded' }));
  expect(stored.events.filter(({ type }) => type === 'click')).toEqual([]);
  const startMs = Date.parse(stored.info.createdAt);
  const { samples } = stored;
  const i = samples.timestampMs.findIndex((ms) => ms + startMs > look.fromMs + 350);
  expect(samples.view[i]).toBe(stored.views.findLast(({ url }) => url === shop.url)?.index);
  expect(samples.element[i]).toBe(-1);
  const shot = stored.shots.find(({ view: of }) => stored.views[of]?.url === shop.url);
  const pixels = await decodePicture(await readShot(played.control, stored.info.id, shot!.index));
  const scale = pixels.width / shot!.widthPx;
  const at = (xPx: number, yPx: number): number[] => {
    const start = 3 * (Math.round(yPx * scale) * pixels.width + Math.round(xPx * scale));
    return [...pixels.data.subarray(start, start + 3)];
  };
  // The page's own footer lies under it.
  for (const channel of at(box.xPx + box.widthPx - 60, box.yPx + 4)) {
    expect(Math.abs(channel - 0xee)).toBeLessThan(6);
  }
});
