// A measurement, end to end: 100 targets by keyboard, stored, exported, imported in a fresh profile, and evaluated.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { MIN_LOOK_MS } from '../../src/measurement/run-state.ts';
import { launchFovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { sleep, waitUntil } from './harness/wait.ts';

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
  8 * MINUTE,
);

/** Takes a whole measurement with the keys alone; answers where the exported file is. */
async function takeAndExport(): Promise<string> {
  const fovea = await launchFovea({ kind: 'recording', path: camera.path });
  try {
    const page = await fovea.open('/options.html#measure');
    const start = page.getByRole('button', { name: 'Start in full screen' });
    await page.getByLabel('Name').focus();
    await page.keyboard.type('Ada');
    await waitUntil(() => start.isEnabled(), 30 * SECOND, 'the camera');
    await page.keyboard.press('Enter');
    await page.getByTestId('stage').waitFor();

    await takeUntil(page, 10);
    await page.keyboard.press('Backspace');
    await waitUntil(async () => (await waitForDot(page)) === 9, 10 * SECOND, 'the undo');
    await takeUntil(page, TARGETS);

    await page.getByTestId('finished').waitFor();
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
    expect(await page.getByTestId('person').count()).toBe(1);
  } finally {
    await fovea.close();
  }
}

/** Presses space for one dot after another; each is looked at for as long as it takes a press to count. */
async function takeUntil(page: Page, count: number): Promise<void> {
  while ((await waitForDot(page)) < count) {
    await sleep(MIN_LOOK_MS + 50);
    await page.keyboard.press('Space');
  }
}

/** Waits until a dot is shown, or all are taken; answers how many are taken. While a photo is stored no key counts. */
async function waitForDot(page: Page): Promise<number> {
  let taken: number | null = null;
  const isShown = async (): Promise<boolean> => {
    taken = await page.evaluate((all) => {
      if (document.querySelector('[data-testid="finished"]')) return all;
      const stage = document.querySelector<HTMLElement>('[data-testid="stage"]')?.dataset;
      return stage?.['phase'] === 'look' ? Number(stage['taken']) : null;
    }, TARGETS);
    return taken !== null;
  };
  await waitUntil(isShown, 20 * SECOND, 'the next dot');
  return taken!;
}
