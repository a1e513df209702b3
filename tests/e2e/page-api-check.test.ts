// Checks of Fovea's own beside pages that ask for tracking: whoever wants it still has it when others end, and the camera goes off
// with the last of them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import { openAskingPage, pressInPopup } from './harness/asking-page.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import { serveExperiment } from './harness/experiment-server.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { beginCheck, takeCheckDot } from './harness/take-dots.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** A second or less, but for a busy machine. */
const OFF_WITHIN_MS = 15 * SECOND;
const SCREEN = { id: '1280x720@1', widthPx: 1280, heightPx: 720 };
/** The page's hold goes with it; what nobody held would be off by then. */
const WOULD_BE_OFF_MS = 2 * SECOND;

let camera: FakeCamera;
let server: FolderServer;
let fovea: Fovea;
let control: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  server = await serveExperiment();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  control = await fovea.open('/options.html#accuracy');
});
afterAll(async () => {
  await fovea?.close();
  server?.close();
  await removeCamera(camera);
});

test('a check goes on where the page that had the camera turned on is closed, and the camera goes off at its end', async () => {
  await control.getByLabel('Name').fill('Ada');
  await control.keyboard.press('Enter');
  await control.getByTestId('no-checks').waitFor();
  const { ask, page } = await openAskingPage(fovea, `${server.url}bare.html`);
  await pressInPopup(fovea, page, 'Allow this site');
  expect(await ask('start')).toMatchObject({ tracking: 'tracking' });

  await control.bringToFront();
  await control.getByRole('button', { name: 'Quick check' }).click();
  await beginCheck(control);
  await control.locator('[data-phase="look"][data-index="0"]').waitFor();
  await page.close();
  await sleep(WOULD_BE_OFF_MS);
  expect(await isCameraInUse(camera.path)).toBe(true);
  await takeCheckDot(control, 0);
  await control.locator('[data-phase="look"][data-index="1"]').waitFor();

  await cancelCheck();
  await waitUntilOff();
});

test('the camera that a check turned on goes off at its end, also while it was still coming on', async () => {
  await openCheck();
  await cancelCheck();
  await waitUntilOff();

  await control.getByRole('button', { name: 'Quick check' }).click();
  await waitUntil(() => isCameraInUse(camera.path), 10 * SECOND, 'the camera to be on');
  await cancelCheck();
  await waitUntilOff();
  await sleep(WOULD_BE_OFF_MS);
  expect(await isCameraInUse(camera.path)).toBe(false);
});

test('what a page asked for during a check that had turned the camera on goes on after it, as long as the page wants it', async () => {
  const { ask, page } = await openAskingPage(fovea, `${server.url}bare.html`, await openWindow());
  await control.bringToFront();
  await openCheck();
  expect(await ask('start')).toMatchObject({ tracking: 'tracking' });

  await cancelCheck();
  await sleep(WOULD_BE_OFF_MS);
  expect(await isCameraInUse(camera.path)).toBe(true);
  expect(await ask('hello')).toMatchObject({ tracking: 'tracking' });
  await page.close();
  await waitUntilOff();
});

test('a page that asks in the moment in which a check ends has the camera all the same', async () => {
  const { ask, page } = await openAskingPage(fovea, `${server.url}bare.html`, await openWindow());
  await control.bringToFront();
  await openCheck();
  const [started] = await Promise.all([ask('start'), cancelCheck()]);
  expect(started).toMatchObject({ tracking: 'tracking' });
  await sleep(WOULD_BE_OFF_MS);
  expect(await isCameraInUse(camera.path)).toBe(true);
  expect(await ask('hello')).toMatchObject({ tracking: 'tracking' });
  expect(await ask('stop')).toMatchObject({ cameraOn: false });
  await waitUntilOff();
  await page.close();
});

test.each([
  ['what the person started in the popup', 'startTracking', undefined],
  ['a session', 'startSession', { name: 'Shop', screenshots: false, screen: SCREEN }],
] as const)('%s during a check goes on after it', async (_, type, wish) => {
  await control.bringToFront();
  await openCheck();
  await askExtension(control, type, wish);
  await cancelCheck();
  await sleep(WOULD_BE_OFF_MS);
  expect(await isCameraInUse(camera.path)).toBe(true);
  expect(await askExtension(control, 'getTrackingState')).toMatchObject({ status: 'tracking' });
  await askExtension(control, 'stopTracking');
  await waitUntilOff();
});

/** Waits for the first press; the camera is on. */
async function openCheck(): Promise<void> {
  await control.getByRole('button', { name: 'Quick check' }).click();
  await control.getByTestId('check-wait').waitFor();
  // While the tracker is being made it does not answer.
  const isTracking = async (): Promise<boolean> =>
    (await askExtension(control, 'getTrackingState').catch(() => null))?.status === 'tracking';
  await waitUntil(isTracking, 40 * SECOND, 'the check to track');
}

async function cancelCheck(): Promise<void> {
  await control.keyboard.press('Escape');
  await control.getByTestId('check-problem').filter({ hasText: 'cancelled' }).waitFor();
}

async function waitUntilOff(): Promise<void> {
  await waitUntil(async () => !(await isCameraInUse(camera.path)), OFF_WITHIN_MS, 'the camera to be off');
}

/** Beside the check's: a page in it is seen while the check goes on. */
async function openWindow(): Promise<Page> {
  const opened = fovea.context.waitForEvent('page');
  await control.evaluate(() => chrome.windows.create({ url: 'about:blank', focused: false }));
  return opened;
}
