// Learning from clicks, end to end: turned on, clicked where the gaze is, counted in the popup, forgotten, turned off.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchGaze } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { desktopToViewport, screenToDesktop } from '../../src/screen/spaces.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { openOverlay } from './harness/overlay-page.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { readSeat } from './harness/seat.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** Places clicked beside the gaze, in CSS px. */
const BESIDE_PX = 40;
/** In cells of their own. */
const LEAST_LEARNED = 2;

let camera: FakeCamera;
let server: FolderServer;
let fovea: Fovea;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  server = await serveFolder(DEMO_FOLDER);
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
});
afterAll(async () => {
  await fovea?.close();
  server?.close();
  await removeCamera(camera);
});

test('clicks are learned from once that is turned on, counted, and forgotten', async () => {
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  const fact = popup.page.locator('[data-fact="clicks-learned"]');
  const samples: GazeSample[] = [];
  let state: TrackingState = { status: 'starting' };
  await watchGaze(popup.page, (message) => {
    if (message.type === 'sample') samples.push(message.sample);
    else state = message.state;
  });
  const learned = (): number | undefined => (state.status === 'tracking' ? state.clicksLearned : undefined);
  await waitUntil(() => samples.length > 1, 60 * SECOND, 'a first sample');
  // Off, until somebody turns it on.
  expect(learned()).toBeUndefined();
  expect(await fact.count()).toBe(0);

  const options = await fovea.open('/options.html#settings');
  const setting = options.getByLabel('Learn from clicks');
  expect(await setting.isChecked()).toBe(false);
  await setting.check();
  await waitUntil(() => learned() === 0, 20 * SECOND, 'clicks to be learned from');
  await fact.getByText('Learned from 0 clicks').waitFor();
  await expect.poll(() => fact.getByRole('button', { name: 'Forget clicks' }).isDisabled()).toBe(true);

  const overlay = await openOverlay(fovea, popup.page, server.url);
  const { page } = overlay;
  await page.bringToFront();
  // Of links the clicks are all that is wanted.
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault(), true));
  const seat = await readSeat(page);
  await waitUntil(async () => (await overlay.state()).samples > 0, 60 * SECOND, 'gaze on the page');

  /** Clicks beside where the gaze is; false where that is not on the page. */
  const clickAtGaze = async (): Promise<boolean> => {
    const [before, now] = samples.slice(-2);
    // Only where the eyes rest.
    if (Math.hypot(now!.xScreen - before!.xScreen, now!.yScreen - before!.yScreen) > 0.05) return false;
    const place = desktopToViewport(screenToDesktop(now!, seat.screen), seat.placement);
    const [x, y] = [place.xViewportPx + BESIDE_PX, place.yViewportPx];
    if (x < 10 || y < 10 || x > seat.widthPx - 10 || y > seat.heightPx - 10) return false;
    await page.mouse.click(x, y);
    return true;
  };
  let clicks = 0;
  const isLearned = async (): Promise<boolean> => {
    if (await clickAtGaze()) clicks += 1;
    await sleep(0.4 * SECOND);
    return (learned() ?? 0) >= LEAST_LEARNED;
  };
  await waitUntil(isLearned, 90 * SECOND, 'two places to be learned');
  await fact.getByText(/^Learned from \d+ clicks$/).waitFor();
  expect(Number(await fact.getAttribute('data-count'))).toBeGreaterThanOrEqual(LEAST_LEARNED);
  console.log(`clicks: ${learned()} places learned from ${clicks} clicks`);

  // A page's own clicks are nobody's, and movement tells nothing.
  await fact.getByRole('button', { name: 'Forget clicks' }).click();
  await fact.getByText('Learned from 0 clicks').waitFor();
  await page.bringToFront();
  for (let i = 0; i < 10; i += 1) {
    const { xViewportPx: x, yViewportPx: y } = desktopToViewport(
      screenToDesktop(samples.at(-1)!, seat.screen),
      seat.placement,
    );
    await page.mouse.move(x, y);
    await page.evaluate(
      (at) => {
        for (const type of ['pointerdown', 'click'])
          document.body.dispatchEvent(
            new PointerEvent(type, { bubbles: true, isPrimary: true, detail: 1, ...at }),
          );
      },
      {
        clientX: x,
        clientY: y,
        screenX: seat.placement.xOriginScreenPx + x,
        screenY: seat.placement.yOriginScreenPx + y,
      },
    );
    await sleep(0.3 * SECOND);
  }
  expect(learned()).toBe(0);

  await setting.uncheck();
  await waitUntil(() => learned() === undefined, 20 * SECOND, 'clicks to be learned from no more');
  await fact.waitFor({ state: 'detached' });
});
