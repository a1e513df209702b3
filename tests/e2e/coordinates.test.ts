// Coordinates, end to end: real pointer events of a real Chromium at several zooms and densities map back to themselves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyBuiltExtension } from '../../scripts/extension-copy.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { launchExtension, type LaunchedExtension } from '../../scripts/launch-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { guessPlacement, locatePlacement } from '../../src/screen/learn-placement.ts';
import { desktopToViewport } from '../../src/screen/spaces.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { movePointer, type PointerPoint } from './harness/pointer.ts';
import { waitUntil } from './harness/wait.ts';

/** Nowhere near the corner of the screen, and no multiple of anything. */
const WINDOW_PLACE = { xPx: 131, yPx: 73 };

/** How far, in CSS px, the overlay's placement takes an event's screen point from its own client point. */
async function measureMiss(overlay: OverlayPage, point: PointerPoint): Promise<number> {
  const { placement } = await overlay.state();
  const desktop = { xScreenPx: point.screenX, yScreenPx: point.screenY };
  const { xViewportPx, yViewportPx } = desktopToViewport(desktop, placement);
  return Math.max(Math.abs(xViewportPx - point.clientX), Math.abs(yViewportPx - point.clientY));
}

describe.each([1, 1.25, 2])('at a device scale factor of %d', (deviceScale) => {
  let folders: string[];
  let server: FolderServer;
  let fovea: LaunchedExtension;
  let tracker: Tracker;
  let overlay: OverlayPage;

  beforeAll(async () => {
    const extensionPath = await copyBuiltExtension();
    const profilePath = await mkdtemp(join(tmpdir(), 'fovea-profile-'));
    folders = [extensionPath, profilePath];
    server = await serveFolder(DEMO_FOLDER);
    fovea = await launchExtension({
      executablePath: findChromium(),
      extensionPath,
      profilePath,
      camera: { kind: 'none' },
      headless: true,
      window: { widthPx: 1100, heightPx: 700 },
      extraFlags: [
        `--force-device-scale-factor=${deviceScale}`,
        `--window-position=${WINDOW_PLACE.xPx},${WINDOW_PLACE.yPx}`,
        `--screen-info={${1600 * deviceScale}x${1000 * deviceScale}}`,
      ],
    });
    tracker = await playTracker(fovea);
    overlay = await openOverlay(fovea, tracker.page, server.url);
  });
  afterAll(async () => {
    await fovea?.context.close();
    server?.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  test.each([1, 0.5, 0.67, 0.9, 1.1, 1.25, 1.5, 2, 3])(
    'a zoom of %d maps back to within 1 px',
    async (zoom) => {
      await overlay.setZoom(zoom);
      const { width, height } = await overlay.page.evaluate(() => ({
        width: innerWidth,
        height: innerHeight,
      }));
      const at = (x: number, y: number) => [Math.round(width * x), Math.round(height * y)] as const;

      const first = await movePointer(overlay.page, ...at(0.2, 0.3));
      expect(await measureMiss(overlay, first)).toBeLessThan(1);
      expect((await overlay.state()).placement.learnt).toBe(true);
      await movePointer(overlay.page, ...at(0.85, 0.6));
      await movePointer(overlay.page, ...at(0.5, 0.9));
      expect((await overlay.state()).placement.cssScale).toBeCloseTo(zoom, 3);

      // Points never seen by it, in all corners: where the page says they are without the overlay's help.
      const { placement } = await overlay.state();
      for (const [x, y] of [at(0.02, 0.02), at(0.97, 0.03), at(0.03, 0.96), at(0.95, 0.97)]) {
        const point = await movePointer(overlay.page, x, y);
        const desktop = { xScreenPx: point.screenX, yScreenPx: point.screenY };
        const mapped = desktopToViewport(desktop, placement);
        expect(Math.abs(mapped.xViewportPx - point.clientX)).toBeLessThan(1);
        expect(Math.abs(mapped.yViewportPx - point.clientY)).toBeLessThan(1);
      }
    },
  );

  test.each([0.75, 1.75, 1])('a zoom to %d is followed before the pointer moves again', async (zoom) => {
    await movePointer(overlay.page, 60, 40);
    await overlay.setZoom(zoom);
    const { placement } = await overlay.state();
    const point = await movePointer(overlay.page, 180, 90);
    const mapped = desktopToViewport({ xScreenPx: point.screenX, yScreenPx: point.screenY }, placement);
    expect(Math.abs(mapped.xViewportPx - point.clientX)).toBeLessThan(1);
    expect(Math.abs(mapped.yViewportPx - point.clientY)).toBeLessThan(1);
  });

  test.each([
    [1, 0],
    [0.5, 700],
    [2, 1500],
  ])(
    'gaze lands in the document where it points, at a zoom of %d, scrolled by %d',
    async (zoom, scrollPx) => {
      await overlay.setZoom(zoom);
      await overlay.page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), scrollPx);
      await movePointer(overlay.page, 50, 60);
      const point = await movePointer(overlay.page, 240, 150);
      const screen = await overlay.page.evaluate(() => ({
        width: window.screen.width,
        height: window.screen.height,
      }));
      expect(screen).toEqual({ width: 1600, height: 1000 });

      await overlay.ask('clear');
      const gaze = { xScreen: point.screenX / screen.width, yScreen: point.screenY / screen.height };
      await tracker.waitForPortsOf(overlay.tabId);
      await tracker.look([{ ...gaze, confidence: 0.9, timestampMs: Date.now() }]);
      await waitUntil(async () => (await overlay.state()).samples === 1, 20_000, 'the sample');

      // The hottest cell is the one that holds the point, but for a point on a cell's edge.
      const { hottestCell } = await overlay.state();
      const scrolled = await overlay.page.evaluate(() => ({ x: scrollX, y: scrollY }));
      expect(Math.abs(hottestCell!.xDocumentPx - (point.clientX + scrolled.x))).toBeLessThanOrEqual(9);
      expect(Math.abs(hottestCell!.yDocumentPx - (point.clientY + scrolled.y))).toBeLessThanOrEqual(9);
    },
  );

  test('one event corrects a guess that the window has misled', async () => {
    // Chromium keeps one zoom per site.
    await overlay.setZoom(1);
    // Another address than the first tab's: tabs are told apart by it.
    const misled = await openOverlay(fovea, tracker.page, `${server.url}#misled`);
    // As with a panel docked beside the page: the viewport is smaller than the window's sizes explain.
    const session = await fovea.context.newCDPSession(misled.page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1000,
      height: 600,
      deviceScaleFactor: deviceScale,
      mobile: false,
    });
    await misled.page.waitForFunction(() => innerHeight === 600);
    const window = await misled.page.evaluate(() => ({
      xWindowScreenPx: screenX,
      yWindowScreenPx: screenY,
      outerWidthScreenPx: outerWidth,
      outerHeightScreenPx: outerHeight,
      innerWidthPx: innerWidth,
      innerHeightPx: innerHeight,
      devicePixelRatio,
    }));
    const guess = locatePlacement(guessPlacement(window));
    const point = await movePointer(misled.page, 400, 300);
    const guessed = desktopToViewport({ xScreenPx: point.screenX, yScreenPx: point.screenY }, guess);
    expect(Math.abs(guessed.xViewportPx - point.clientX)).toBeGreaterThan(20);
    expect(await measureMiss(misled, point)).toBeLessThan(1);
    expect(await measureMiss(misled, await movePointer(misled.page, 990, 20))).toBeLessThan(1);
    await misled.page.close();
  });
});
