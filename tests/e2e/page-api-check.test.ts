// A check of Fovea's own while a page has the camera on: it goes on where the page goes, and what the page began ends with it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

  await control.keyboard.press('Escape');
  await control.getByTestId('check-problem').filter({ hasText: 'cancelled' }).waitFor();
  await waitUntil(async () => !(await isCameraInUse(camera.path)), 15 * SECOND, 'the camera to be off');
});
