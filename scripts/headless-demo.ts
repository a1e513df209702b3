// Tracks without a window: prints gaze samples and saves the heatmap that they make on the demo page.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GazeSample } from '../src/gaze/gaze-sample.ts';
import { askExtension, findTabId, sendOverlayAction, watchGaze } from './ask-extension.ts';
import type { CameraSetup } from './chromium-flags.ts';
import { copyBuiltExtension } from './extension-copy.ts';
import { launchExtension } from './launch-extension.ts';

const SECOND = 1000;
const PRINT_EVERY_MS = 0.5 * SECOND;
const HEATMAP = fileURLToPath(new URL('../.output/heatmap.png', import.meta.url));
const WINDOW = { widthPx: 1280, heightPx: 800 };

export type HeadlessDemoOptions = {
  executablePath: string;
  camera: CameraSetup;
  /** The page to look at. */
  address: string;
  /** How long to track. */
  seconds: number;
};

/**
 * Runs the demo and leaves `.output/heatmap.png` behind.
 * @throws {Error} in plain words where tracking fails, or no sample came
 */
export async function runHeadlessDemo({
  executablePath,
  camera,
  address,
  seconds,
}: HeadlessDemoOptions): Promise<void> {
  const extensionPath = await copyBuiltExtension();
  const profilePath = await mkdtemp(join(tmpdir(), 'fovea-profile-'));
  const { context, open } = await launchExtension({
    executablePath,
    extensionPath,
    profilePath,
    camera,
    headless: true,
    window: WINDOW,
    extraFlags: [`--screen-info={${WINDOW.widthPx}x${WINDOW.heightPx}}`],
  });
  try {
    const control = await open('/popup.html');
    const state = await askExtension(control, 'startTracking');
    if (state.status === 'failed') throw new Error(state.message);
    if (state.status === 'tracking') console.log(`\n${state.backendReason}`);

    const page = await context.newPage();
    await page.goto(address);
    const tabId = await findTabId(control, page);
    await askExtension(control, 'showOverlay', { tabId });
    // The overlay learns from the pointer where the page lies on the screen.
    await page.mouse.move(200, 200);
    await page.mouse.move(600, 500);

    let count = 0;
    let printedMs = 0;
    await watchGaze(control, (message) => {
      if (message.type !== 'sample') return;
      count += 1;
      if (message.sample.timestampMs - printedMs < PRINT_EVERY_MS) return;
      printedMs = message.sample.timestampMs;
      console.log(formatSample(message.sample));
    });
    await new Promise((resolve) => setTimeout(resolve, seconds * SECOND));
    if (count === 0)
      throw new Error('No gaze sample came: the network found no open eyes in the camera’s picture.');

    const download = page.waitForEvent('download');
    await page.bringToFront();
    await sendOverlayAction(control, tabId, 'save');
    await (await download).saveAs(HEATMAP);
    await askExtension(control, 'stopTracking');
    console.log(`\n${count} gaze samples in ${seconds} s, ${(count / seconds).toFixed(1)} a second.`);
    console.log(`The heatmap is in ${relative(process.cwd(), HEATMAP)}`);
  } finally {
    await context.close();
    for (const folder of [extensionPath, profilePath]) await rm(folder, { recursive: true, force: true });
  }
}

function formatSample({ timestampMs, xScreen, yScreen, confidence }: GazeSample): string {
  const time = new Date(timestampMs).toISOString().slice(11, 23);
  const [x, y, sure] = [xScreen, yScreen, confidence].map((value) => value.toFixed(2));
  return `${time}  x ${x}  y ${y}  confidence ${sure}`;
}
