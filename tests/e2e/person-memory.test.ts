// What Fovea learns of a person, end to end: saved at stop, started from, damaged and discarded, forgotten and undone.
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { MIN_LOOK_MS } from '../../src/measurement/run-state.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { expectAccessible } from './harness/accessibility.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';
import type { PopupPage } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { makeMeasurement } from './harness/sample-measurement.ts';
import {
  damageStoredMemories,
  listStoredMemories,
  setTargetCount,
  storePerson,
} from './harness/stored-memories.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

type Tracking = Extract<TrackingState, { status: 'tracking' }>;

let camera: FakeCamera;
let fovea: Fovea;

beforeAll(async () => {
  camera = await prepareSampleCamera();
});
afterAll(() => removeCamera(camera));
beforeEach(async () => {
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
});
afterEach(() => fovea.close());

test('a run starts from what the last one learned of the person, unless it is damaged or forgotten', async () => {
  const options = await fovea.open('/options.html#people');
  // With the empty list the database is there.
  await options.getByTestId('no-people').waitFor();
  await storePerson(options, { id: 'ada', name: 'Ada' });
  const popup = await openPopup(fovea);

  expect(await start(popup)).toMatchObject({ startedFrom: 'population' });
  await popup.page.getByText('What it learns of Ada is kept, and used again within half an hour.').waitFor();
  await waitForState(popup.page, ({ windowFilled }) => windowFilled >= 0.5, 'enough frames to keep');
  await stop(popup);
  expect(await listStoredMemories(options)).toMatchObject([{ from: 'tracking' }]);

  expect(await start(popup)).toMatchObject({ startedFrom: 'tracking' });
  await popup.page.getByText('Goes on from what Fovea learned of Ada just now.').waitFor();

  await options.reload();
  await options.getByText('Fovea knows Ada').waitFor();
  await options.getByRole('button', { name: 'Forget what Fovea knows' }).click();
  await options.getByText('Deleted what Fovea knew of Ada.').waitFor();
  expect(await listStoredMemories(options)).toEqual([]);
  // The running tracker has forgotten it too, so that stopping saves nothing.
  await waitForState(popup.page, ({ startedFrom }) => startedFrom === 'population', 'the tracker to forget');
  await stop(popup);
  expect(await listStoredMemories(options)).toEqual([]);
  await options.getByRole('button', { name: 'Undo' }).click();
  await options.getByText('Fovea knows Ada').waitFor();

  await damageStoredMemories(options);
  expect(await start(popup)).toMatchObject({
    startedFrom: 'population',
    discarded: expect.stringMatching(/^What was stored of you is damaged/),
  });
  await popup.page.getByText('What was stored of you is damaged').waitFor();
  expect(await listStoredMemories(options)).toEqual([]);
  await waitForState(popup.page, ({ eyesInView }) => eyesInView, 'tracking to go on');
});

test(
  'a measurement is learned from: a run under way takes it over, and the next one starts from it',
  async () => {
    const targets = 12;
    const options = await fovea.open('/options.html#measure');
    await beginMeasurement(options, 'Ada');
    await takeTargets(options, 1);
    await options.keyboard.press('p');
    await options.getByRole('button', { name: 'Keep and finish later' }).click();
    await setTargetCount(options, targets);
    await options.reload();
    await options.getByRole('button', { name: 'Resume' }).click();
    await takeTargets(options, targets);
    await options.getByTestId('finished').waitFor();

    const learning = options.getByTestId('learning');
    await options.getByText('Fovea is learning from your photos').waitFor();
    await learning.getByRole('button', { name: 'Cancel' }).click();
    await options.getByRole('button', { name: 'Use for tracking' }).waitFor();
    expect(await listStoredMemories(options)).toEqual([]);

    const popup = await openPopup(fovea);
    expect(await start(popup)).toMatchObject({ startedFrom: 'population' });
    await options.getByRole('button', { name: 'Use for tracking' }).click();
    await options.getByText(/Fovea learned from \d+ photos\./).waitFor({ timeout: MINUTE });
    const learned = (await listStoredMemories(options)).find(({ from }) => from === 'measurement');
    // The recorded person blinks in some of the photos.
    expect(learned?.frames).toBeGreaterThan(targets / 2);
    expect(learned?.frames).toBeLessThanOrEqual(targets);
    await waitForState(
      popup.page,
      ({ startedFrom }) => startedFrom === 'measurement',
      'the run to take it over',
    );
    await popup.page.getByText('Starts from the measurement of Ada just now.').waitFor();

    await stop(popup);
    expect(await start(popup)).toMatchObject({ startedFrom: 'measurement' });
    await waitForState(popup.page, ({ eyesInView }) => eyesInView, 'tracking to go on');
  },
  8 * MINUTE,
);

test('measurements of one sitting are learned from together', async () => {
  const photos = 6;
  const options = await fovea.open('/options.html#people');
  // One after the other: they end at different times.
  const files = [await makeMeasurement(photos, 'm1'), await makeMeasurement(photos, 'm2')];
  await options.getByTestId('import-files').setInputFiles(files);
  const items = options.getByTestId('measurement');
  await items.nth(1).waitFor();
  const learn = async (item: Locator): Promise<string> => {
    await item.getByRole('button', { name: 'Use for tracking' }).click();
    const learned = item.locator('[data-testid="learning"][data-status="learned"]');
    await learned.waitFor({ timeout: MINUTE });
    return learned.innerText();
  };
  expect(await learn(items.nth(0))).toMatch(/^Fovea learned from \d photos\./);
  expect(await learn(items.nth(1))).toMatch(
    /^Fovea learned from \d+ photos of the 2 measurements of this sitting\./,
  );
  const [memory, ...others] = await listStoredMemories(options);
  expect(others).toEqual([]);
  expect(memory!.frames).toBeGreaterThan(photos);
  await options.getByText('of measurements, the last of which ended').waitFor();
  await expectAccessible(options, 'people learned from a sitting');

  // It is stored, so that a page that is opened anew does not offer it again; forgotten, it does.
  await options.reload();
  const learned = options.locator('[data-testid="learning"][data-status="learned"]');
  const offers = options.getByRole('button', { name: 'Use for tracking' });
  await learned.nth(1).waitFor();
  await expect
    .poll(() => learned.allInnerTexts())
    .toEqual(
      Array.from({ length: 2 }, () =>
        expect.stringMatching(
          new RegExp(`^Fovea learned from ${memory!.frames} photos of the measurements of this sitting\\.`),
        ),
      ),
    );
  await expect.poll(() => offers.count()).toBe(0);
  await options.getByRole('button', { name: /^Forget what Fovea knows of/ }).click();
  await offers.nth(1).waitFor();
  await expect.poll(() => learned.count()).toBe(0);
});

async function beginMeasurement(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  const begin = page.getByRole('button', { name: 'Start in full screen' });
  await waitUntil(() => begin.isEnabled(), 30 * SECOND, 'the camera');
  await begin.click();
  await page.getByTestId('stage').waitFor();
}

/** Presses space for one dot after another until so many are taken; each is looked at for as long as a press needs. */
async function takeTargets(page: Page, count: number): Promise<void> {
  const stage = page.locator('[data-testid="stage"][data-phase="look"], [data-testid="finished"]');
  for (;;) {
    await stage.waitFor();
    const taken = await stage.getAttribute('data-taken');
    if (taken === null || Number(taken) >= count) return;
    await sleep(MIN_LOOK_MS + 50);
    await page.keyboard.press('Space');
  }
}

async function start(popup: PopupPage): Promise<TrackingState> {
  const state = await askExtension(popup.page, 'startTracking');
  await popup.waitForStatus('Tracking');
  return state;
}

/** Answers once the offscreen document is closed, and with it all that was to be saved. */
async function stop(popup: PopupPage): Promise<void> {
  await askExtension(popup.page, 'stopTracking');
  await popup.waitForStatus('Camera off');
}

async function waitForState(page: Page, holds: (state: Tracking) => boolean, what: string): Promise<void> {
  const isSo = async (): Promise<boolean> => {
    const state = await askExtension(page, 'getTrackingState');
    return state.status === 'tracking' && holds(state);
  };
  await waitUntil(isSo, 90 * SECOND, what);
}
