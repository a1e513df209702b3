// A measurement, end to end: 100 targets by keyboard, stored, exported, imported in a fresh profile, and evaluated.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { launchFovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { pressInPause, takeDots, waitForDot } from './harness/take-dots.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TARGETS = 100;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let camera: FakeCamera;
let folder: string;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  folder = await mkdtemp(join(tmpdir(), 'fovea-measurement-'));
});
afterAll(async () => {
  await removeCamera(camera);
  await rm(folder, { recursive: true });
});

test(
  'a measurement taken by keyboard is exported, imported elsewhere, and evaluated',
  async () => {
    const file = await takeAndExport();
    await importElsewhere(file);

    const evaluated = spawnSync('npm', ['run', '--silent', 'evaluate', '--', file, '--json'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(evaluated.stderr).not.toContain('Error');
    expect(evaluated.status).toBe(0);
    const { overall, measurements } = JSON.parse(evaluated.stdout);
    console.log(`measurement: evaluate says ${JSON.stringify(overall)}`);
    expect(overall.frames).toBe(TARGETS);
    expect(measurements).toHaveLength(1);
    // The recorded person did not look at these dots, so only that it is a number can be asked.
    expect(overall.errorPct).toBeGreaterThan(0);
    expect(overall.errorPct).toBeLessThan(150);
  },
  12 * MINUTE,
);

/** Takes a whole measurement with the keys alone; answers where the exported file is. */
async function takeAndExport(): Promise<string> {
  const fovea = await launchFovea({ kind: 'recording', path: camera.path });
  try {
    await fovea.context.addInitScript(keepTracks);
    const page = await fovea.open('/options.html#measure');
    const start = page.getByRole('button', { name: 'Start in full screen' });
    await page.getByLabel('Name').focus();
    await page.keyboard.type('Ada');
    await waitUntil(() => start.isEnabled(), 30 * SECOND, 'the camera');
    await withQuota(page, 1000, async () => {
      await page.keyboard.press('Enter');
      await page.getByText('There is too little room').waitFor();
    });
    await page.keyboard.press('Enter');
    await page.getByTestId('stage').waitFor();
    const begunMs = Date.now();

    await takeDots(page, 10, TARGETS);
    await page.keyboard.press('Backspace');
    await waitUntil(async () => (await waitForDot(page, TARGETS)) === 9, 20 * SECOND, 'the undo');
    await loseCamera(page);
    await takeDots(page, TARGETS, TARGETS);

    await page.getByTestId('finished').waitFor();
    // What the machine takes of the four minutes; the rest is the person's.
    const seconds = (Date.now() - begunMs) / SECOND;
    console.log(`measurement: ${TARGETS} dots by keyboard in ${seconds.toFixed(0)} s`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const done = await download;
    expect(done.suggestedFilename()).toMatch(/\.measurement\.zip$/);
    const path = join(folder, done.suggestedFilename());
    await done.saveAs(path);
    return path;
  } finally {
    await fovea.close();
  }
}

declare global {
  interface Window {
    openTracks?: MediaStreamTrack[];
  }
}

/** Runs in the page. */
function keepTracks(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  window.openTracks = [];
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    window.openTracks!.push(...stream.getTracks());
    return stream;
  };
}

/** Its cable is pulled out, and put in again: nothing that was taken is lost. */
async function loseCamera(page: Page): Promise<void> {
  await page.evaluate(() => window.openTracks!.forEach((track) => track.stop()));
  const panel = page.getByTestId('pause-panel');
  await panel.getByRole('heading', { name: 'The camera stopped' }).waitFor();
  await panel.getByText('9 of 100 targets are taken and stored.').waitFor();
  await pressInPause(page, 'Try the camera again');
  await pressInPause(page, 'Continue');
  await panel.waitFor({ state: 'detached' });
}

/** Whether the extension may store so many bytes and no more, while something is done. */
async function withQuota(page: Page, quotaSize: number, work: () => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // Node knows no origins of extensions.
  const origin = await page.evaluate(() => location.origin);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await work();
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await session.detach();
}

async function importElsewhere(file: string): Promise<void> {
  const fovea = await launchFovea({ kind: 'none' });
  try {
    const page = await fovea.open('/options.html#people');
    await page.getByTestId('no-people').waitFor();
    await page.getByTestId('import-files').setInputFiles(file);
    const report = page.getByTestId('import-report');
    await waitUntil(
      async () => (await report.getAttribute('data-status')) === 'finished',
      30 * SECOND,
      'the import',
    );
    await page
      .getByTestId('measurement')
      .filter({ hasText: `${TARGETS} photos` })
      .waitFor();
    await expect.poll(() => page.getByTestId('person').count()).toBe(1);
  } finally {
    await fovea.close();
  }
}
