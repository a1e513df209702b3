// The overlay, end to end: what it draws, where, when it stays out of the way, and that a person can leave it.
import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { desktopToScreen, viewportToDesktop } from '../../src/screen/spaces.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { sleep, waitUntil } from './harness/wait.ts';

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
  await waitUntil(async () => (await tracker.countPorts()) === 1, 5000, 'the gaze port');
});
afterEach(async () => {
  await fovea.close();
  server.close();
});

/** Looks at one place of the viewport for a second and a half, ten samples a second. */
async function lookAt(xViewportPx: number, yViewportPx: number): Promise<void> {
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
  await tracker.look(
    Array.from({ length: 15 }, (_, i) => ({
      ...gaze,
      confidence: 0.9,
      timestampMs: firstMs + 100 * i,
    })),
  );
  await waitUntil(async () => (await overlay.state()).samples === before.samples + 15, 5000, 'the samples');
  await sleep(150);
}

type Picture = { data: Buffer; width: number; height: number };

async function takePicture(): Promise<Picture> {
  const png = await overlay.page.screenshot();
  return decode(png);
}

async function decode(png: Buffer): Promise<Picture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
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
  const empty = await takePicture();
  await lookAt(640, 420);
  const hot = await takePicture();
  const seen = comparePictures(empty, hot);
  expect(seen.share).toBeGreaterThan(0.05);
  // The page beneath is not even, so the middle of the difference is near the look, not on it.
  expect(Math.hypot(seen.x - 640, seen.y - 420)).toBeLessThan(60);

  for (const [scrollPx, step] of [
    [150, 'within the room drawn ahead'],
    [900, 'out of sight'],
    [300, 'back again'],
  ] as const) {
    await overlay.page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), scrollPx);
    await sleep(150);
    const scrolledHot = await takePicture();
    await overlay.ask('hide');
    await sleep(100);
    const scrolled = await takePicture();
    await overlay.ask('show');
    await sleep(100);
    const difference = comparePictures(scrolled, scrolledHot);
    if (scrollPx === 900) {
      // The toolbar's eye opens and closes, no more.
      expect(difference.share, step).toBeLessThan(0.002);
    } else {
      expect(difference.share, step).toBeGreaterThan(0.02);
      expect(Math.abs(difference.x - 640), step).toBeLessThan(60);
      // What is scrolled off the top is missing from the middle.
      expect(Math.abs(difference.y - (420 - scrollPx)), step).toBeLessThan(scrollPx === 150 ? 70 : 110);
    }
  }
});

test('collects while the person hides it, drawing nothing', async () => {
  await overlay.ask('hide');
  const before = await takePicture();
  await lookAt(640, 420);
  expect((await overlay.state()).samples).toBe(15);
  expect(comparePictures(before, await takePicture()).share).toBe(0);
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
  expect(await tracker.countPorts()).toBe(1);
  await lookAt(640, 420);
  expect((await overlay.state()).samples).toBe(30);
});

test('saves the page with its heat, without its toolbar', async () => {
  await lookAt(640, 420);
  await overlay.page.mouse.move(100, 600);
  const withToolbar = await takePicture();
  await overlay.ask('hide');
  const [download, state] = await Promise.all([
    overlay.page.waitForEvent('download') as Promise<Download>,
    overlay.ask('save'),
  ]);
  expect(state?.problem).toBeUndefined();
  expect(state?.visible).toBe(false);
  expect(download.suggestedFilename()).toMatch(/^fovea localhost-\d+ \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
  const saved = await decode(await readFile(await download.path()));
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
  await waitUntil(async () => !(await overlay.state()).visible, 2000, 'the heatmap to hide');
  await keyboard.press('Enter');
  await waitUntil(async () => (await overlay.state()).visible, 2000, 'the heatmap to show');

  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await waitUntil(async () => (await overlay.state()).samples === 0, 2000, 'the heatmap to clear');
  expect((await overlay.state()).hottestCell).toBeNull();
  await keyboard.press('Enter');
  await waitUntil(async () => (await overlay.state()).samples === 15, 2000, 'the undo');
  expect((await overlay.state()).hottestCell).not.toBeNull();

  await keyboard.press('End');
  await keyboard.press('Enter');
  await waitUntil(async () => (await overlay.ask('state')) === null, 2000, 'the overlay to go');
  expect(await overlay.page.locator('fovea-overlay').count()).toBe(0);
  expect(await tracker.countPorts()).toBe(0);

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
    3000,
    'the document to have its own height again',
  );
});

test('goes when the extension is updated or removed under it', async () => {
  expect(await overlay.page.locator('fovea-overlay').count()).toBe(1);
  await tracker.page.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await waitUntil(
    async () => (await overlay.page.locator('fovea-overlay').count()) === 0,
    10_000,
    'the overlay to remove itself',
  );
});
