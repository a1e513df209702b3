// The overlay in tabs that nobody sees, end to end: no port, no samples, no picture.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { launchPlainFovea, type PlainFovea } from './harness/launch-plain.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { sleep, waitUntil } from './harness/wait.ts';

let server: FolderServer;
let fovea: PlainFovea;
let tracker: Tracker;
let overlay: OverlayPage;

beforeEach(async () => {
  server = await serveFolder(DEMO_FOLDER);
  fovea = await launchPlainFovea();
  tracker = await playTracker(fovea);
  overlay = await openOverlay(fovea, tracker.page, server.url);
  await overlay.page.bringToFront();
  await waitForPorts(1);
});
afterEach(async () => {
  await fovea.close();
  server.close();
});

const waitForPorts = (count: number): Promise<void> =>
  waitUntil(async () => (await tracker.countPorts()) === count, 5000, `${count} open gaze ports`);

/** A look at the middle of the page, wherever the window is. */
async function look(page: OverlayPage): Promise<void> {
  const { placement } = await page.state();
  const view = await page.page.evaluate(() => ({
    width: innerWidth,
    height: innerHeight,
    screenWidth: window.screen.width,
    screenHeight: window.screen.height,
  }));
  const sample = {
    xScreen: (placement.xOriginScreenPx + (view.width / 2) * placement.cssScale) / view.screenWidth,
    yScreen: (placement.yOriginScreenPx + (view.height / 2) * placement.cssScale) / view.screenHeight,
    confidence: 1,
    timestampMs: Date.now(),
  };
  await tracker.look([sample]);
  await sleep(200);
}

test('a hidden tab lets go of its port and collects nothing until it is seen again', async () => {
  await look(overlay);
  expect((await overlay.state()).samples).toBe(1);

  await tracker.page.bringToFront();
  expect(await overlay.page.evaluate(() => document.hidden)).toBe(true);
  await waitForPorts(0);
  await look(overlay);
  expect((await overlay.state()).samples).toBe(1);

  await overlay.page.bringToFront();
  await waitForPorts(1);
  await look(overlay);
  expect((await overlay.state()).samples).toBe(2);
});

test('of two tabs with an overlay only the one in front collects', async () => {
  const other = await openOverlay(fovea, tracker.page, `${server.url}?other`);
  await other.page.bringToFront();
  await waitForPorts(1);
  await look(other);
  expect((await other.state()).samples).toBe(1);
  expect((await overlay.state()).samples).toBe(0);
});

test('a hidden tab says in words why it saved no picture', async () => {
  await tracker.page.bringToFront();
  await waitForPorts(0);
  const state = await overlay.ask('save');
  expect(state?.problem).toBe('No picture was saved: its tab is not in front.');
});

test('a hidden tab asks for no frames', async () => {
  await tracker.page.bringToFront();
  await waitForPorts(0);
  const session = await fovea.context.newCDPSession(overlay.page);
  await session.send('Performance.enable');
  const readBusyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration')!.value;
  };
  const before = await readBusyMs();
  await sleep(5000);
  // Looking for its runtime every two seconds is all that it does.
  expect((await readBusyMs()) - before).toBeLessThan(5);
});
