// `npm start`: builds Fovea and opens it in a Chromium on a demo page. `-- --headless` prints gaze and saves a heatmap.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CameraSetup } from './chromium-flags.ts';
import { BUILT_EXTENSION } from './extension-copy.ts';
import { expandRecording } from './fake-camera.ts';
import { findOrInstallChromium } from './install-chromium.ts';
import { launchExtension } from './launch-extension.ts';
import { runHeadlessDemo } from './headless-demo.ts';
import { serveFolder } from './serve-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLE = `${ROOT}tests/fixtures/sample.mjpeg`;
const DEMO = `${ROOT}scripts/demo/`;

const { values: options } = parseArgs({
  options: {
    /** No window: print gaze samples, save a heatmap, exit. */
    headless: { type: 'boolean', default: false },
    /** How long a headless run tracks. */
    seconds: { type: 'string', default: '30' },
    /** Play the sample recording even where there is a webcam. */
    sample: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const executablePath = findOrInstallChromium();
  build();
  const headless = options.headless || !hasDisplay();
  if (headless && !options.headless) console.log('There is no display here, so this runs without a window.');
  const camera = await chooseCamera(headless);
  const site = await serveFolder(DEMO);
  try {
    if (headless)
      await runHeadlessDemo({ executablePath, camera, address: site.url, seconds: readSeconds() });
    else await openWindow(executablePath, camera, site.url);
  } finally {
    site.close();
    if (camera.kind === 'recording') await rm(dirname(camera.path), { recursive: true, force: true });
  }
}

function build(): void {
  const { status } = spawnSync('npx', ['wxt', 'build'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The build failed; what went wrong is above.');
}

/** Opens the browser and waits until the person closes it. */
async function openWindow(executablePath: string, camera: CameraSetup, address: string): Promise<void> {
  const { context } = await launchExtension({
    executablePath,
    extensionPath: BUILT_EXTENSION,
    // Kept between starts, so that the camera need be allowed only once.
    profilePath: `${ROOT}.output/profile`,
    camera,
    headless: false,
  });
  const page = await context.newPage();
  await page.goto(address);
  console.log(
    [
      '',
      'Fovea is open in Chromium.',
      '  1. Click the puzzle piece in the toolbar, then Fovea.',
      '  2. Start tracking, and show the heatmap.',
      camera.kind === 'real'
        ? ''
        : 'No webcam was found: a recording of a rendered person plays in its place.',
      'Close the window to end.',
    ].join('\n'),
  );
  await new Promise<void>((resolve) => context.once('close', () => resolve()));
}

/** The machine's webcam, or the sample recording where there is none, or where nobody could allow it. */
async function chooseCamera(headless: boolean): Promise<CameraSetup> {
  if (!headless && !options.sample && hasWebcam()) return { kind: 'real' };
  if (!existsSync(SAMPLE)) throw new Error(`The sample recording ${SAMPLE} is missing from this checkout.`);
  const { path } = await expandRecording(SAMPLE);
  return { kind: 'recording', path };
}

/** Only Linux tells without asking for the camera; elsewhere a webcam is assumed. */
function hasWebcam(): boolean {
  if (process.platform !== 'linux') return true;
  return readdirSync('/dev').some((name) => /^video\d+$/.test(name));
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

function readSeconds(): number {
  const seconds = Number(options.seconds);
  if (seconds > 0) return seconds;
  throw new Error(`--seconds is "${options.seconds}", but must be a number above 0.`);
}

try {
  await main();
} catch (error) {
  // What is missing is said in the message; a stack would hide it.
  console.error(error instanceof Error ? `\n${error.message}` : error);
  process.exitCode = 1;
}
