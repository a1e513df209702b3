// The main job, end to end: from the webcam's picture to heat on the page where the gaze was, which scrolls with it.
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchGaze } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import { serveFolder } from '../../scripts/serve-folder.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { ViewportPoint } from '../../src/screen/spaces.ts';
import { desktopToViewport, screenToDesktop } from '../../src/screen/spaces.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import type { OverlayPage } from './harness/overlay-page.ts';
import { openOverlay } from './harness/overlay-page.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const SCROLL_PX = 120;
/** A pixel counts as heated when it differs from the bare page by more than this, summed over RGB. */
const HEATED = 12;

let camera: FakeCamera;
let site: FolderServer;
let fovea: Fovea;

beforeAll(async () => {
  camera = await prepareSampleCamera();
});
afterAll(() => removeCamera(camera));
beforeEach(async () => {
  site = await serveFolder(DEMO_FOLDER);
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
});
afterEach(async () => {
  site.close();
  await fovea.close();
});

test('heat lies where the tracker saw the gaze, and follows a scroll', async () => {
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  const overlay = await openOverlay(fovea, popup.page, site.url);
  await overlay.page.bringToFront();
  await overlay.page.mouse.move(200, 200);
  await overlay.page.mouse.move(700, 500);

  const samples: GazeSample[] = [];
  const firstMs = Date.now();
  await watchGaze(popup.page, (message) => {
    if (message.type === 'sample' && message.sample.timestampMs > firstMs) samples.push(message.sample);
  });
  // A handful of dots: after many the recording has looked everywhere, and heat lies everywhere.
  await waitUntil(async () => (await overlay.state()).samples >= 24, 120 * SECOND, '24 samples on the page');
  await popup.stop();

  const points = await locateOnPage(samples, overlay);
  const before = await measureHeat(overlay);
  const centre = centreOf(before);
  const gazeCentre = {
    xViewportPx: mean(points.map(({ xViewportPx }) => xViewportPx)),
    yViewportPx: mean(points.map(({ yViewportPx }) => yViewportPx)),
  };
  const atGaze = mean(points.map((point) => heatAt(before, point)));
  const anywhere = before.values.reduce((sum, value) => sum + value, 0) / before.values.length;
  console.log(
    `heatmap: ${points.length} samples in the viewport; heat there ${atGaze.toFixed(0)}, on average ` +
      `${anywhere.toFixed(0)}; centre of heat ${format(centre)}, of gaze ${format(gazeCentre)}`,
  );
  expect(points.length).toBeGreaterThan(15);
  expect(atGaze).toBeGreaterThan(1.2 * anywhere);
  expect(Math.abs(centre.xViewportPx - gazeCentre.xViewportPx)).toBeLessThan(100);
  expect(Math.abs(centre.yViewportPx - gazeCentre.yViewportPx)).toBeLessThan(100);

  await overlay.page.evaluate((y) => window.scrollTo({ top: y, behavior: 'instant' }), SCROLL_PX);
  const after = await measureHeat(overlay);
  const moved = meanChange(before, after, SCROLL_PX);
  const stayed = meanChange(before, after, 0);
  console.log(
    `heatmap: after a scroll it differs by ${moved.toFixed(2)} where it went, ${stayed.toFixed(2)} in place`,
  );
  expect(stayed).toBeGreaterThan(1);
  expect(moved).toBeLessThan(0.1 * stayed);
});

/** How much each pixel of the viewport differs from the page without its heatmap, summed over RGB. */
type Heat = { values: Uint16Array; widthPx: number; heightPx: number };

async function measureHeat(overlay: OverlayPage): Promise<Heat> {
  await overlay.ask('show');
  const shown = await takePicture(overlay);
  await overlay.ask('hide');
  const bare = await takePicture(overlay);
  await overlay.ask('show');
  const values = new Uint16Array(shown.info.width * shown.info.height);
  for (let i = 0; i < shown.data.length; i += 1) {
    const pixel = Math.floor(i / 3);
    values[pixel] = (values[pixel] ?? 0) + Math.abs((shown.data[i] ?? 0) - (bare.data[i] ?? 0));
  }
  return { values, widthPx: shown.info.width, heightPx: shown.info.height };
}

/** The page without the overlay's own toolbar, which lies in the lower right corner. */
async function takePicture(overlay: OverlayPage) {
  await overlay.page.waitForTimeout(500);
  const png = await overlay.page.screenshot();
  const { width = 0, height = 0 } = await sharp(png).metadata();
  const cover = { create: { width: 420, height: 90, channels: 3 as const, background: '#000' } };
  return sharp(png)
    .composite([{ input: cover, left: width - 420, top: height - 90 }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** Where in the viewport the samples lie that do, outside of the covered corner. */
async function locateOnPage(samples: GazeSample[], overlay: OverlayPage): Promise<ViewportPoint[]> {
  const { placement } = await overlay.state();
  const page = await overlay.page.evaluate(() => ({
    xScreenPx: 0,
    yScreenPx: 0,
    widthScreenPx: screen.width,
    heightScreenPx: screen.height,
    widthPx: document.documentElement.clientWidth,
    heightPx: document.documentElement.clientHeight,
  }));
  return samples
    .map((sample) => desktopToViewport(screenToDesktop(sample, page), placement))
    .filter(
      ({ xViewportPx, yViewportPx }) =>
        xViewportPx >= 0 &&
        yViewportPx >= 0 &&
        xViewportPx < page.widthPx &&
        yViewportPx < page.heightPx &&
        !(xViewportPx > page.widthPx - 440 && yViewportPx > page.heightPx - 90),
    );
}

function heatAt({ values, widthPx }: Heat, { xViewportPx, yViewportPx }: ViewportPoint): number {
  return values[Math.floor(yViewportPx) * widthPx + Math.floor(xViewportPx)] ?? 0;
}

function centreOf({ values, widthPx }: Heat): ViewportPoint {
  let sum = 0;
  let x = 0;
  let y = 0;
  for (const [index, value] of values.entries()) {
    if (value <= HEATED) continue;
    sum += value;
    x += value * (index % widthPx);
    y += value * Math.floor(index / widthPx);
  }
  return { xViewportPx: x / sum, yViewportPx: y / sum };
}

/** Mean difference of two pictures when the second is taken to lie `upPx` higher; the covered corner left out. */
function meanChange(before: Heat, after: Heat, upPx: number): number {
  let sum = 0;
  let count = 0;
  for (let y = upPx; y < before.heightPx - 90; y += 1) {
    for (let x = 0; x < before.widthPx - 20; x += 1) {
      const [one = 0, other = 0] = [
        before.values[y * before.widthPx + x],
        after.values[(y - upPx) * after.widthPx + x],
      ];
      sum += Math.abs(one - other);
      count += 1;
    }
  }
  return sum / count;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function format({ xViewportPx, yViewportPx }: ViewportPoint): string {
  return `(${xViewportPx.toFixed(0)}, ${yViewportPx.toFixed(0)})`;
}
