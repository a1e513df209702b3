// Sessions from the popup, end to end; with one tab only; and of the real tracker.
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askExtension, findTabId } from '../../scripts/ask-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { doWithoutWorker } from './harness/lifecycle.ts';
import { launchPlainFovea, type PlainFovea } from './harness/launch-plain.ts';
import { launchPlayed, waitForStored, WINDOW, type PlayedSession } from './harness/played-session.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { readSessions, type StoredSession } from './harness/stored-sessions.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));

let site: FolderServer;
let fovea: PlainFovea | undefined;

beforeEach(async () => {
  site = await serveFolder(FOLDER);
});
afterEach(async () => {
  await fovea?.close();
  fovea = undefined;
  site.close();
});

async function play(hosts?: readonly string[]): Promise<PlayedSession> {
  const played = await launchPlayed(hosts ? { hosts } : {});
  fovea = played.fovea;
  return played;
}

test('a session from its name to its report', async () => {
  const played = await play();
  const tabId = await findTabId(played.control, await played.open(site.url));
  const popup = await played.fovea.open(`/popup.html?tab=${tabId}`);
  await popup.setViewportSize({ width: 344, height: 600 });
  const press = (name: string | RegExp): Promise<void> => popup.getByRole('button', { name }).click();
  const readBadge = (): Promise<string> => popup.evaluate(() => chrome.action.getBadgeText({}));
  const readTitle = (): Promise<string> => popup.evaluate(() => chrome.action.getTitle({}));

  await press('New session…');
  await expectAccessible(popup, 'popup session form');
  await popup.getByRole('textbox', { name: 'Name' }).fill('Shop, person 3');
  await popup.getByRole('checkbox', { name: 'With pictures of the pages' }).uncheck();
  await press('Start recording');
  const state = popup.getByTestId('session');
  await state.and(popup.locator('[data-status="recording"]')).waitFor();
  await waitUntil(async () => (await readBadge()) === 'rec', 15 * SECOND, 'the badge');
  await expect.poll(readTitle).toBe('Fovea: recording “Shop, person 3”; tracking, the camera is on');
  // By keyboard alone.
  await popup.getByRole('textbox', { name: /^Label of the marker/ }).fill('Asked for the price');
  await popup.keyboard.press('Enter');
  await popup.getByText(/^Marked at \d+:\d\d: Asked for the price$/).waitFor();
  await expectAccessible(popup, 'popup session recorded');
  // Time goes on in the popup without the worker, which it lets sleep.
  const clock = state.locator('.numbers').first();
  await doWithoutWorker(played.fovea, popup, async () => {
    const killedAt = await clock.textContent();
    await waitUntil(async () => (await clock.textContent()) !== killedAt, 15 * SECOND, 'the clock to go on');
  });
  await press('Never record localhost');
  await popup.getByTestId('site-excluded').waitFor();
  await expect
    .poll(() => popup.evaluate(() => chrome.storage.local.get('excludedSites')))
    .toEqual({ excludedSites: ['localhost'] });

  const message = 'The camera was unplugged.';
  await played.play({ state: { status: 'failed', code: 'unplugged', message } });
  await popup.getByText(`Paused by itself: ${message}`).waitFor();
  await waitUntil(async () => (await readBadge()) === '||', 15 * SECOND, 'the badge of a pause');
  await expectAccessible(popup, 'popup session paused by itself');
  await press('Go on');
  await state.and(popup.locator('[data-status="recording"]')).waitFor();
  await press('End session');
  await popup.getByTestId('last-session').getByText('Shop, person 3').waitFor();
  await waitUntil(async () => (await readBadge()) === 'on', 15 * SECOND, 'the badge of tracking alone');
  await expectAccessible(popup, 'popup session ended');

  const stored = await waitForStored(played, ({ row }) => row.status === 'complete', 'it to be ended');
  expect(stored.row).toMatchObject({ name: 'Shop, person 3', status: 'complete', screenshots: false });
  expect(stored.events.find((event) => event.type === 'marker')).toMatchObject({
    label: 'Asked for the price',
  });
  const report = played.fovea.context.waitForEvent('page');
  await press('Open the report of Shop, person 3');
  const opened = await report;
  await expect.poll(() => opened.url()).toContain(`/report.html#session/${stored.info.id}`);
});

test('where the browser lets it into one site only, the one tab is recorded until it leaves', async () => {
  const played = await play(['http://localhost/*']);
  const page = await played.open(site.url);
  const onlyTab = await findTabId(played.control, page);
  await played.start({ onlyTab });
  expect(await played.ask('getSession')).toMatchObject({ onlyTab });
  await played.waitForRecorder(page);
  await played.look(page, 250, 350);
  await page.goto(`${site.url}second.html`);
  await played.waitForRecorder(page);
  await played.look(page, 250, 350);
  const other = await played.open(`${site.url}?other`);
  await played.look(other, 250, 350);
  await page.bringToFront();
  await page.goto('about:blank');
  await waitForStored(played, isAwayTwice, 'two words of being away');
  await played.ask('stopSession');
  const stored = await played.read();
  expect(stored.views.map(({ url }) => url)).toEqual([site.url, `${site.url}second.html`]);
  expect(stored.events.filter((event) => event.type === 'away')).toMatchObject([
    { reason: 'forbidden' },
    { reason: 'forbidden' },
  ]);
});

test('the real tracker’s samples are recorded with what they were read with', async () => {
  const camera = await prepareSampleCamera();
  try {
    fovea = await launchPlainFovea({ camera: { kind: 'recording', path: camera.path }, window: WINDOW });
    const control = await fovea.open('/popup.html');
    const page = await fovea.context.newPage();
    await page.goto(site.url);
    await page.bringToFront();
    const screen = { id: '1280x800@1', widthPx: 1280, heightPx: 800 };
    const wish = { name: 'Real', screenshots: true, screen };
    expect(await askExtension(control, 'startSession', wish)).toMatchObject({ status: 'recording' });
    await page.mouse.move(100, 100);
    await page.mouse.move(600, 400);
    const hasEnough = async (): Promise<boolean> => {
      const [now] = await readSessions(control);
      return (
        now !== undefined && now.row.shotCount > 0 && now.samples.element.some((element) => element >= 0)
      );
    };
    await waitUntil(hasEnough, 90 * SECOND, 'a sample on an element, and a picture').catch(
      async (cause: Error) => {
        const [now] = await readSessions(control);
        const elements = now && Array.from(now.samples.element);
        const { row, views, events } = now ?? {};
        const tracking = await askExtension(control, 'getTrackingState');
        throw new Error(`${cause.message} ${JSON.stringify({ row, views, events, elements, tracking })}`, {
          cause,
        });
      },
    );
    // Turns the camera off, and ends the session.
    await askExtension(control, 'stopTracking');
    const [stored] = await readSessions(control);
    expect(stored!.row.status).toBe('complete');
    expect(stored!.info.camera!.label).not.toBe('');
    expect(stored!.info.weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(stored!.views.map(({ url, title }) => [url, title])).toEqual([[site.url, 'First page']]);
  } finally {
    await removeCamera(camera);
  }
});

function isAwayTwice({ events }: StoredSession): boolean {
  return events.filter(({ type }) => type === 'away').length === 2;
}
