// The overlay, end to end: what it draws, where, when it stays out of the way, and that a person can leave it.
import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { OverlayState } from '../../src/overlay/overlay-state.ts';
import { desktopToScreen, viewportToDesktop, viewportToDocument } from '../../src/screen/spaces.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { compareHeat, expectHeat } from './harness/expected-heat.ts';
import { readHeat } from './harness/heat-picture.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { decodePicture, takePicture, type Picture } from './harness/paint.ts';
import { readSeat } from './harness/seat.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;

let server: FolderServer;
let fovea: Fovea;
let tracker: Tracker;
let overlay: OverlayPage;

beforeEach(async () => {
  server = await serveFolder(DEMO_FOLDER);
  fovea = await launchFovea({ kind: 'none' });
  tracker = await playTracker(fovea);
  overlay = await openOverlay(fovea, tracker.page, server.url);
  await overlay.page.mouse.move(300, 200);
  await overlay.page.mouse.move(600, 400);
  await tracker.waitForPortsOf(overlay.tabId);
});
afterEach(async () => {
  await fovea.close();
  server.close();
});

/** Looks at one place of the viewport for a second and a half, ten samples a second. */
async function lookAt(xViewportPx: number, yViewportPx: number): Promise<GazeSample[]> {
  const before = await overlay.state();
  const screen = await overlay.page.evaluate(() => ({
    xScreenPx: 0,
    yScreenPx: 0,
    widthScreenPx: window.screen.width,
    heightScreenPx: window.screen.height,
  }));
  const gaze = desktopToScreen(viewportToDesktop({ xViewportPx, yViewportPx }, before.placement), screen);
  // No earlier than the look before.
  const firstMs = Math.max(Date.now() - 1400, (before.lastSample?.timestampMs ?? 0) + 100);
  const samples = Array.from({ length: 15 }, (_, i) => ({
    ...gaze,
    confidence: 0.9,
    timestampMs: firstMs + 100 * i,
  }));
  await tracker.look(samples);
  await waitForState(({ samples: count }) => count === before.samples + 15, 'the samples');
  return samples;
}

async function waitForState(holds: (state: OverlayState) => boolean, what: string): Promise<void> {
  await waitUntil(async () => holds(await overlay.state()), 20 * SECOND, what);
}

/** Where two pictures differ: the share of pixels, and the middle of them, weighted by difference. */
function comparePictures(one: Picture, other: Picture): { share: number; x: number; y: number } {
  expect([other.width, other.height]).toEqual([one.width, one.height]);
  let [count, weight, x, y] = [0, 0, 0, 0];
  for (let i = 0; i < one.width * one.height; i += 1) {
    let difference = 0;
    for (let c = 0; c < 3; c += 1) difference += Math.abs(one.data[3 * i + c]! - other.data[3 * i + c]!);
    if (difference < 12) continue;
    count += 1;
    weight += difference;
    x += difference * ((i % one.width) + 0.5);
    y += difference * (Math.floor(i / one.width) + 0.5);
  }
  return { share: count / (one.width * one.height), x: x / weight, y: y / weight };
}

test('draws heat where the gaze was, and the heat follows a scroll', async () => {
  const seat = await readSeat(overlay.page);
  const expected = expectHeat(await lookAt(640, 420), seat);
  for (const [yScrollPx, step] of [
    [0, 'not scrolled'],
    [150, 'within the room drawn ahead'],
    [900, 'out of sight'],
    [300, 'back again'],
  ] as const) {
    await overlay.page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), yScrollPx);
    const { blocks } = await readHeat(overlay);
    if (yScrollPx === 900) {
      expect(Math.max(...blocks.map(({ heat }) => heat)), step).toBeLessThan(0.02);
      continue;
    }
    const scroll = { ...seat.scroll, yScrollPx };
    const { misplaced } = compareHeat(blocks, (point) => expected.at(viewportToDocument(point, scroll)));
    expect(misplaced, step).toBeLessThan(0.04);
  }
});

test('collects while the person hides it, drawing nothing', async () => {
  await overlay.ask('hide');
  const before = await takePicture(overlay.page);
  await lookAt(640, 420);
  expect((await overlay.state()).samples).toBe(15);
  expect(comparePictures(before, await takePicture(overlay.page)).share).toBe(0);
});

test('a second injection leaves one overlay, with all it had', async () => {
  await lookAt(640, 420);
  await tracker.page.evaluate(
    (tabId) => chrome.scripting.executeScript({ target: { tabId }, files: ['/content-scripts/overlay.js'] }),
    overlay.tabId,
  );
  await askExtension(tracker.page, 'showOverlay', { tabId: overlay.tabId });
  expect(await overlay.page.locator('fovea-overlay').count()).toBe(1);
  expect((await overlay.state()).samples).toBe(15);
  await lookAt(640, 420);
  expect((await overlay.state()).samples).toBe(30);
  await tracker.waitForPortsOf(overlay.tabId);
});

test('saves the page with its heat, without its toolbar', async () => {
  await lookAt(640, 420);
  await overlay.page.mouse.move(100, 600);
  const withToolbar = await takePicture(overlay.page);
  await overlay.ask('hide');
  const [download, state] = await Promise.all([
    overlay.page.waitForEvent('download') as Promise<Download>,
    overlay.ask('save'),
  ]);
  expect(state?.problem).toBeUndefined();
  expect(state?.visible).toBe(false);
  expect(download.suggestedFilename()).toMatch(/^fovea localhost-\d+ \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
  const saved = await decodePicture(await readFile(await download.path()));
  const difference = comparePictures(withToolbar, saved);
  // The heat is in both, though it was hidden; the toolbar, lower right, only in one.
  expect(difference.share).toBeGreaterThan(0.001);
  expect(difference.share).toBeLessThan(0.03);
  expect(difference.x).toBeGreaterThan(0.75 * saved.width);
  expect(difference.y).toBeGreaterThan(0.88 * saved.height);
});

test('is worked by keyboard: hide, clear, undo, close', async () => {
  await lookAt(640, 420);
  await overlay.page.evaluate(() => {
    for (const link of document.querySelectorAll('a')) link.tabIndex = -1;
  });
  const { keyboard } = overlay.page;
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await waitForState(({ visible }) => !visible, 'the heatmap to hide');
  await keyboard.press('Enter');
  await waitForState(({ visible }) => visible, 'the heatmap to show');

  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await waitForState(({ samples }) => samples === 0, 'the heatmap to clear');
  expect((await overlay.state()).hottestCell).toBeNull();
  await keyboard.press('Enter');
  await waitForState(({ samples }) => samples === 15, 'the undo');
  expect((await overlay.state()).hottestCell).not.toBeNull();

  await keyboard.press('End');
  await keyboard.press('Enter');
  await waitUntil(async () => (await overlay.ask('state')) === null, 20 * SECOND, 'the overlay to go');
  expect(await overlay.page.locator('fovea-overlay').count()).toBe(0);
  await tracker.waitForPortsOf();

  await askExtension(tracker.page, 'showOverlay', { tabId: overlay.tabId });
  expect((await overlay.state()).samples).toBe(0);
});

test('does not hold the document open when the page becomes shorter', async () => {
  await overlay.page.evaluate(() =>
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }),
  );
  await lookAt(640, 300);
  const { documentHeightPx } = await overlay.state();
  expect(documentHeightPx).toBe(await overlay.page.evaluate(() => document.documentElement.scrollHeight));
  await overlay.page.evaluate(() => document.querySelector('main')!.remove());
  const alone = await overlay.page.evaluate(() => document.body.offsetHeight);
  expect(alone).toBeLessThan(documentHeightPx - 1000);
  await waitUntil(
    async () => (await overlay.page.evaluate(() => document.documentElement.scrollHeight)) === alone,
    20 * SECOND,
    'the document to have its own height again',
  );
});

test('goes when the extension is updated or removed under it', async () => {
  expect(await overlay.page.locator('fovea-overlay').count()).toBe(1);
  await tracker.page.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await waitUntil(
    async () => (await overlay.page.locator('fovea-overlay').count()) === 0,
    20 * SECOND,
    'the overlay to remove itself',
  );
});
