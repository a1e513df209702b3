// The overlay in tabs that nobody sees, end to end: no port, no samples, no picture.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { openContentWorld } from './harness/accessibility.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { launchPlainFovea, type PlainFovea } from './harness/launch-plain.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { PLAYED_TRACKING } from './harness/played-state.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** In five seconds: looking for its runtime every two is all that it does. */
const MOST_BUSY_MS = 5;

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
  await tracker.waitForPortsOf(overlay.tabId);
});
afterEach(async () => {
  await fovea.close();
  server.close();
});

/** Brings another tab to the front. */
async function hide({ page }: OverlayPage): Promise<void> {
  await tracker.page.bringToFront();
  await page.waitForFunction(() => document.hidden, undefined, { polling: 50 });
  await tracker.waitForPortsOf();
}

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
}

const waitForSamples = (page: OverlayPage, count: number): Promise<void> =>
  waitUntil(async () => (await page.state()).samples === count, 20 * SECOND, `${count} samples`);

test('a hidden tab lets go of its port and collects nothing until it is seen again', async () => {
  await look(overlay);
  await waitForSamples(overlay, 1);

  await hide(overlay);
  await look(overlay);
  // Nothing tells that a sample did not come.
  await sleep(0.5 * SECOND);
  expect((await overlay.state()).samples).toBe(1);

  await overlay.page.bringToFront();
  await tracker.waitForPortsOf(overlay.tabId);
  await look(overlay);
  await waitForSamples(overlay, 2);
});

test('of two tabs with an overlay only the one in front collects', async () => {
  const other = await openOverlay(fovea, tracker.page, `${server.url}?other`);
  await other.page.bringToFront();
  await tracker.waitForPortsOf(other.tabId);
  await look(other);
  await waitForSamples(other, 1);
  expect((await overlay.state()).samples).toBe(0);
});

test('a tab that is seen again after tracking ended meanwhile says so', async () => {
  const evaluate = await openContentWorld(overlay.page, fovea.extensionId);
  const waitForWords = (words: string): Promise<void> =>
    waitUntil(
      async () =>
        (await evaluate(
          `document.querySelector('fovea-overlay').shadowRoot.querySelector('.text').textContent`,
        )) === words,
      20 * SECOND,
      `the toolbar to say “${words}”`,
    );
  await tracker.tell(PLAYED_TRACKING);
  await waitForWords('Tracking');
  await hide(overlay);
  await tracker.page.close();
  await overlay.page.bringToFront();
  await waitForWords('Camera off');
});

test('a hidden tab says in words why it saved no picture', async () => {
  await hide(overlay);
  const state = await overlay.ask('save');
  expect(state?.problem).toBe('No picture was saved: its tab is not in front.');
});

test('a hidden tab asks for no frames', async () => {
  await hide(overlay);
  const session = await fovea.context.newCDPSession(overlay.page);
  await session.send('Performance.enable');
  const readBusyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration')!.value;
  };
  // A script that is held up by others seems to be busy for longer, but not each time.
  let leastMs = Infinity;
  for (let tries = 0; tries < 3 && leastMs >= MOST_BUSY_MS; tries += 1) {
    const before = await readBusyMs();
    await sleep(5 * SECOND);
    leastMs = Math.min(leastMs, (await readBusyMs()) - before);
  }
  expect(leastMs).toBeLessThan(MOST_BUSY_MS);
});
