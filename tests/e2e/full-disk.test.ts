// A disk that fills up, in the middle of a measurement and of small things, end to end: said in words, nothing lost, and gone
// on with once there is room.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { readMeasurementZip } from '../../src/measurement/measurement-zip-reader.ts';
import { MIN_LOOK_MS } from '../../src/measurement/run-state.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { pressInPause, takeDots, waitForDot } from './harness/take-dots.ts';
import { canMount, createTightDisk, type TightDisk } from './harness/tight-disk.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const TARGETS = 9;
const NO_ROOM = 'There is no room left on this disk. What was stored before is safe.';
/** Chromium shuts a database some time after its last page, and reads it anew for the next. */
const STORE_CLOSED_MS = 3 * SECOND;
/** Dexie reads what a page follows at once, where it hears of a change. */
const READ_ANEW_MS = 0.5 * SECOND;
/** The browser's profile is 4 MiB, and a measurement does not begin with less than 20 MB beside it. */
const DISK_MIB = 64;

let camera: FakeCamera;
let disk: TightDisk;
let fovea: Fovea;

const mounts = canMount();
beforeAll(async () => {
  if (mounts) camera = await prepareSampleCamera();
});
afterAll(async () => {
  if (camera) await removeCamera(camera);
});
beforeEach(async () => {
  if (!mounts) return;
  disk = await createTightDisk(DISK_MIB, findChromium());
  fovea = await launchFovea({ kind: 'recording', path: camera.path }, undefined, undefined, undefined, disk);
});
afterEach(async () => {
  await fovea?.close();
  await disk?.remove();
});

test.skipIf(!mounts)(
  'a disk that fills up while a person measures loses nothing, and the rest is taken once there is room',
  async () => {
    let page = await begin();
    await takeDots(page, 3, TARGETS);

    await disk.fill();
    await look(page);
    const panel = page.getByTestId('pause-panel');
    await panel.getByRole('heading', { name: 'Paused: nothing can be stored' }).waitFor();
    await panel.getByText(NO_ROOM).waitFor();
    await panel.getByText(`3 of ${TARGETS} targets are taken and stored.`).waitFor();

    // Nobody looks at a dot in vain.
    await pressInPause(page, 'Continue');
    await panel.getByText('There is too little room').waitFor();
    await disk.free();
    await pressInPause(page, 'Continue');
    await takeDots(page, 5, TARGETS);

    // Nothing is written on a full disk: Chromium would find its database torn the next time, and delete it.
    await disk.fill();
    await look(page);
    await panel.getByText(`5 of ${TARGETS} targets are taken and stored.`).waitFor();
    await panel.getByRole('button', { name: 'Discard this measurement' }).click();
    await panel.getByText('There is no room left').waitFor();
    await panel.getByRole('button', { name: 'Keep and finish later' }).click();
    const unfinished = `5 of ${TARGETS} targets`;
    await page.getByTestId('unfinished').getByText(unfinished).waitFor();
    await page.close();
    await waitUntil(async () => !(await isCameraInUse(camera.path)), 20 * SECOND, 'the camera to be off');

    await sleep(STORE_CLOSED_MS);
    page = await fovea.open('/options.html#measure');
    await disk.free();
    await page.getByTestId('unfinished').getByText(unfinished).waitFor();
    await page.getByRole('button', { name: 'Resume', disabled: false }).click();
    await takeDots(page, TARGETS, TARGETS);
    expect(await exportPhotos(page)).toBe(TARGETS);
    await page.close();
  },
);

test.skipIf(!mounts)(
  'nothing is renamed, edited, deleted or put back on a full disk, and all of it is once there is room',
  async () => {
    const measuring = await begin();
    await takeDots(measuring, TARGETS, TARGETS);
    await measuring.getByTestId('finished').waitFor();
    await measuring.close();

    const page = await fovea.open('/options.html#studies');
    for (const title of ['Reading', 'Walking']) {
      await page.getByRole('button', { name: 'New study' }).click();
      await page.getByLabel('Title', { exact: true }).fill(title);
      await page.getByRole('link', { name: 'All studies' }).click();
    }
    await page.getByRole('button', { name: 'Delete Walking' }).click();
    const undoBar = page.getByTestId('undo-bar');
    await undoBar.getByText('Walking').waitFor();

    await disk.fill();
    await undoBar.getByRole('button', { name: 'Undo' }).click();
    await undoBar.getByText(NO_ROOM).waitFor();

    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Rename Ada' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ida');
    await page.keyboard.press('Enter');
    await dialog.getByText(NO_ROOM).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete Ada' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText(NO_ROOM).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('link', { name: 'Studies', exact: true }).click();
    await page.getByRole('link', { name: 'Reading' }).click();
    await page.getByLabel('Title', { exact: true }).fill('Writing');
    await page.getByTestId('study-editor').getByText(NO_ROOM).waitFor();
    expect(await page.getByTestId('saved').textContent()).toBe('');

    // What is stored may be read once more meanwhile; it does not take the place of what was typed.
    await page.evaluate(() => dispatchEvent(new CustomEvent('x-storagemutated-1', { detail: { all: {} } })));
    await sleep(READ_ANEW_MS);
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Writing');

    await disk.free();
    // By itself, and what was deleted before still can be put back.
    await page.getByTestId('saved').getByText('Kept in this browser').waitFor();
    await undoBar.getByRole('button', { name: 'Undo' }).click();
    await undoBar.waitFor({ state: 'detached' });

    // What was torn would be found, and deleted, now.
    await page.close();
    await sleep(STORE_CLOSED_MS);
    await expectAllThere(await fovea.open('/options.html#studies'));
  },
);

/** In a browser that has read its database anew; people are renamed and deleted as ever. */
async function expectAllThere(page: Page): Promise<void> {
  for (const title of ['Writing', 'Walking']) await page.getByRole('link', { name: title }).waitFor();
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page
    .getByTestId('measurement')
    .filter({ hasText: `${TARGETS} photos` })
    .waitFor();
  await page.getByRole('button', { name: 'Rename Ada' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Ida');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete Ida' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Ida', exact: true }).waitFor({ state: 'detached' });
}

async function begin(): Promise<Page> {
  const page = await fovea.open('/options.html#measure');
  await page.getByLabel(/^9 /).check();
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Start in full screen', disabled: false }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('stage').waitFor();
  return page;
}

/** At the dot that is shown, with a press that counts. */
async function look(page: Page): Promise<void> {
  await waitForDot(page, TARGETS);
  await sleep(MIN_LOOK_MS + 50);
  await page.keyboard.press('Space');
}

/** How many photos the finished measurement has, each of them whole. */
async function exportPhotos(page: Page): Promise<number> {
  await page.getByTestId('finished').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await readFile(await (await download).path());
  const { measurement, readFrame } = await readMeasurementZip(new Uint8Array(file), 'exported');
  for (const frame of measurement.frames) await readFrame(frame.file);
  return measurement.frames.length;
}
