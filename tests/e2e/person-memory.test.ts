// What Fovea learns of a person, end to end: saved at stop, started from, damaged and discarded, forgotten and undone.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';
import type { PopupPage } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { countStoredMemories, damageStoredMemories, storePerson } from './harness/stored-memories.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;

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
  expect(await countStoredMemories(options)).toBe(1);

  expect(await start(popup)).toMatchObject({ startedFrom: 'tracking' });
  await popup.page.getByText('Goes on from what Fovea learned of Ada just now.').waitFor();

  await options.reload();
  await options.getByText('Fovea knows Ada').waitFor();
  await options.getByRole('button', { name: 'Forget what Fovea knows' }).click();
  await options.getByText('Deleted what Fovea knew of Ada.').waitFor();
  expect(await countStoredMemories(options)).toBe(0);
  // The running tracker has forgotten it too, so that stopping saves nothing.
  await waitForState(popup.page, ({ startedFrom }) => startedFrom === 'population', 'the tracker to forget');
  await stop(popup);
  expect(await countStoredMemories(options)).toBe(0);
  await options.getByRole('button', { name: 'Undo' }).click();
  await options.getByText('Fovea knows Ada').waitFor();

  await damageStoredMemories(options);
  expect(await start(popup)).toMatchObject({
    startedFrom: 'population',
    discarded: expect.stringMatching(/^What was stored of you is damaged/),
  });
  await popup.page.getByText('What was stored of you is damaged').waitFor();
  expect(await countStoredMemories(options)).toBe(0);
  await waitForState(popup.page, ({ eyesInView }) => eyesInView, 'tracking to go on');
});

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
  await waitUntil(isSo, 45 * SECOND, what);
}
