// Several people and screens, end to end: people made and switched by keyboard while tracking, a notice of another screen.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askExtension } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { serveFolder } from '../../scripts/serve-folder.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { stopServiceWorker } from './harness/lifecycle.ts';
import { openOverlay } from './harness/overlay-page.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { listStoredMemories, storeMeasurement, storePerson } from './harness/stored-memories.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** Of the chooser's menu in these tests: Ada, Ben, nobody in particular, add, manage. */
const TO_ADD = ['End', 'ArrowUp', 'Enter'];

type Tracking = Extract<TrackingState, { status: 'tracking' }>;

let camera: FakeCamera;
let fovea: Fovea;

beforeAll(async () => {
  camera = await prepareSampleCamera();
});
afterAll(() => removeCamera(camera));
beforeEach(async () => {
  fovea = await launchFovea({ kind: 'recording', path: camera.path }, '{1280x800}{1920x1080}');
});
afterEach(() => fovea.close());

test('people are made and switched by keyboard, while tracking too', async () => {
  const { page, waitForStatus } = await openPopup(fovea);
  await page.getByRole('button', { name: 'Add a person' }).waitFor();
  const { keyboard } = page;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await keyboard.press(key);
  };
  const waitForFocus = (name: string): Promise<void> =>
    waitUntil(
      () => page.getByRole('button', { name, exact: true }).evaluate((button) => button.matches(':focus')),
      15 * SECOND,
      `the focus to be on “${name}”`,
    );

  await press('Tab', 'Enter', 'Enter');
  await page.getByText('Please type a name.').waitFor();
  await keyboard.type('Ada');
  await press('Enter');
  await waitForFocus('Person in use: Ada');

  await press('Tab', 'Enter');
  await waitForStatus('Tracking');
  await waitForState(page, ({ windowFilled }) => windowFilled >= 0.5, 'enough frames of Ada to keep');

  // The choice must reach the tracker also when it has to wake the worker up.
  await stopServiceWorker(fovea, page);
  await page.getByRole('button', { name: 'Person in use: Ada', exact: true }).focus();
  await press('ArrowDown', ...TO_ADD);
  await keyboard.type('Ben');
  await press('Enter');
  await waitForFocus('Person in use: Ben');
  await waitForState(page, ({ windowFilled }) => windowFilled < 0.4, 'Ben to be a stranger');
  await expect.poll(() => listStoredMemories(page)).toMatchObject([{ from: 'tracking' }]);

  await press('ArrowDown', 'Escape');
  await waitForFocus('Person in use: Ben');
  await press('ArrowDown', 'Home', 'Enter');
  await waitForFocus('Person in use: Ada');
  await waitForState(page, ({ startedFrom }) => startedFrom === 'tracking', 'what is known of Ada');
  await page.getByText('Goes on from what Fovea learned of Ada just now.').waitFor();

  await press('ArrowDown', 'n', 'Enter');
  await waitForFocus('Person in use: Nobody in particular');
  await waitForState(page, ({ startedFrom }) => startedFrom === 'population', 'nobody to be known');
  await page.getByText('Nothing it learns is kept, because no person is chosen.').waitFor();
});

test('another screen and camera than measured are told of once on a page, and in the popup until dismissed', async () => {
  const title = 'Fovea knows you on another screen';
  const options = await fovea.open('/options.html#people');
  await options.getByTestId('no-people').waitFor();
  await storePerson(options, { id: 'ada', name: 'Ada' });
  await storeMeasurement(options, {
    personId: 'ada',
    screen: { widthPx: 2560, heightPx: 1440, extra: {} },
    camera: { widthPx: 1280, heightPx: 720, label: 'FaceTime HD Camera', extra: {} },
  });
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  const notice = popup.page.locator('[data-notice="other-screen"]');
  await notice.getByText(title).waitFor();
  await notice.getByText('You were measured on a 2560 × 1440 screen, and this one is 1280 × 800.').waitFor();
  // One at a time.
  expect(await popup.page.locator('[data-notice]').count()).toBe(1);

  const server = await serveFolder(DEMO_FOLDER);
  try {
    const overlay = await openOverlay(fovea, popup.page, server.url);
    await overlay.page.bringToFront();
    await waitUntil(async () => (await overlay.state()).notice === title, 20 * SECOND, 'the overlay to tell');
    const other = await openOverlay(fovea, popup.page, `${server.url}?other`);
    await other.page.bringToFront();
    await waitUntil(async () => (await other.state()).samples > 0, 60 * SECOND, 'the other overlay to see');
    expect((await other.state()).notice).toBeNull();

    await other.setZoom(1.5);
    const zoomed = 'The page zoom changed';
    await waitUntil(async () => (await other.state()).notice === zoomed, 20 * SECOND, 'the zoom to be told');
    const { page } = await openPopup(fovea, other.tabId);
    await page.getByText(zoomed).waitFor();
    await page.locator('[data-notice="zoomed"]').getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText(zoomed).waitFor({ state: 'detached' });
    await expect.poll(() => other.state()).toMatchObject({ notice: null, zoomed: false });
    await page.close();
  } finally {
    server.close();
  }

  await popup.page.bringToFront();
  const dismiss = popup.page.getByRole('button', { name: 'Dismiss this notice' });
  await dismiss.click();
  await popup.page.getByText('That was FaceTime HD Camera; through').waitFor();
  await popup.page.reload();
  await popup.page.getByText('Fovea knows you through another camera').waitFor();
  expect(await notice.count()).toBe(0);
  await dismiss.click();
  await popup.page.locator('[data-notice]').waitFor({ state: 'detached' });

  await options.reload();
  await options.getByText('2560 × 1440 screen, ').waitFor();
  await options.getByText('Another screen than this one').waitFor();
});

test('a window that was moved to another screen is told of, until it is back; accuracy can be checked', async () => {
  const { page, start, waitForStatus } = await openPopup(fovea);
  await start();
  await waitForStatus('Tracking');
  const notice = page.locator('[data-notice="moved-screen"]');
  await page.locator('[data-fact="started-from"]').waitFor();
  expect(await notice.count()).toBe(0);

  await moveWindow(page, 1280 + 100);
  await notice.getByText('This window is on another screen now').waitFor();
  await moveWindow(page, 0);
  await notice.waitFor({ state: 'detached' });

  // A measurement, which says more than looking around, and a check of the accuracy are one press away.
  const measuring = fovea.context.waitForEvent('page', { timeout: 60 * SECOND });
  await page.getByRole('button', { name: 'Measure', exact: true }).click({ timeout: 60 * SECOND });
  const measure = await measuring;
  await expect.poll(() => measure.url()).toMatch(/options\.html#measure/);
  await measure.close();
  const again = await openPopup(fovea);
  const opening = fovea.context.waitForEvent('page');
  await again.page.getByRole('button', { name: 'Accuracy', exact: true }).click();
  const options = await opening;
  await expect.poll(() => options.url()).toBe(fovea.url('/options.html#accuracy'));
  await options.getByRole('heading', { name: 'Accuracy', level: 1 }).waitFor();
});

async function moveWindow(page: Page, left: number): Promise<void> {
  const session = await fovea.context.newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { left } });
  await session.detach();
}

async function waitForState(page: Page, holds: (state: Tracking) => boolean, what: string): Promise<void> {
  const isSo = async (): Promise<boolean> => {
    const state = await askExtension(page, 'getTrackingState');
    return state.status === 'tracking' && holds(state);
  };
  await waitUntil(isSo, 90 * SECOND, what);
}
