// Every page, and every state of it that looks different: readable in light and dark, named, still, worked by Tab alone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { ZOOMED } from '../../src/screen/zoom-change.ts';
import { computeFigures } from '../../src/validation/figures.ts';
import { gradeFigures } from '../../src/validation/grade.ts';
import { expectAccessible, expectDialog, openContentWorld } from './harness/accessibility.ts';
import { DEMO_FOLDER } from './harness/demo.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { openOverlay, playTracker, type Tracker } from './harness/overlay-page.ts';
import { playLooks } from './harness/play-looks.ts';
import { PLAYED_TRACKING } from './harness/played-state.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { makeMeasurement } from './harness/sample-measurement.ts';
import { setTargetCount, storePerson, storeRow } from './harness/stored-memories.ts';
import { takeDots } from './harness/take-dots.ts';

const SECOND = 1000;
/** All that there can be to say at once. */
const TRACKING = {
  ...PLAYED_TRACKING,
  windowFilled: 0.4,
  eyesInView: false,
  seeking: true,
  clicksLearned: 3,
};

/** A person seen in good light, from an arm's length. */
const SEEN = {
  eyesSeen: true,
  light: {
    squareLuma: 140,
    face: { eyeDistance: 0.13, luma: 110, sideRatio: 0.9, surroundLuma: 170, blownShare: 0.001 },
  },
};
/** All that can be wrong with it at once but darkness, which excludes a light from behind. */
const BADLY_LIT = {
  eyesSeen: true,
  light: {
    squareLuma: 150,
    face: { eyeDistance: 0.07, luma: 40, sideRatio: 0.3, surroundLuma: 170, blownShare: 0.1 },
  },
};
/** Nobody to be seen in the dark. */
const UNSEEN = { eyesSeen: false, light: { squareLuma: 12 } };

let camera: FakeCamera;
let fovea: Fovea;
let tracker: Tracker;
/** The options page. */
let options: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  tracker = await playTracker(fovea);
  await tracker.tell({ status: 'off' });
  options = await fovea.open('/options.html');
});
afterAll(async () => {
  await fovea?.close();
  await removeCamera(camera);
});

/** Goes to a section of the options page, and waits for its heading. */
async function goTo(section: string, heading: string): Promise<void> {
  await options.goto(fovea.url(`/options.html#${section}`));
  await options.getByRole('heading', { name: heading, exact: true }).first().waitFor();
}

describe('before there is anybody', () => {
  test('the welcome page', async () => {
    const page = await fovea.open('/welcome.html');
    await page.locator('[data-camera="open"]').waitFor();
    await expectAccessible(page, 'welcome with camera');
    await page.getByRole('button', { name: 'Turn the preview off' }).click();
    await page.getByRole('button', { name: 'Turn the camera on' }).waitFor();
    await expectAccessible(page, 'welcome');
    await page.close();
  });

  test('the popup', async () => {
    const { page } = await openPopup(fovea);
    await page.getByRole('button', { name: 'Add a person' }).waitFor();
    await page.setViewportSize({ width: 344, height: 600 });
    await expectAccessible(page, 'popup of nobody');
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByRole('button', { name: 'Add and use' }).click();
    await page.getByText('Please type a name.').waitFor();
    await expectAccessible(page, 'popup adding a person');
    await page.close();
  });

  test.each([
    ['people', 'Nobody has been measured yet'],
    ['measure', 'Take a measurement'],
    ['accuracy', 'Accuracy'],
    ['analyse', 'Analyse files'],
    ['groups', 'No group yet'],
    ['groups/new', 'New group'],
    ['join', 'Join a group'],
    ['settings', 'Settings'],
  ])('the options page: %s', async (section, heading) => {
    await goTo(section, heading);
    await expectAccessible(options, `${section} empty`);
  });
});

describe('with people', () => {
  beforeAll(async () => {
    await goTo('people', 'People');
    await options
      .getByTestId('import-files')
      .setInputFiles([
        await makeMeasurement(24),
        { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear all') },
      ]);
    await options.locator('[data-testid="import-report"][data-status="finished"]').waitFor();
    await options
      .locator('[data-testid="import-report"][data-status="refused"]')
      .getByText('files that end in .measurement.zip or .group.zip')
      .waitFor();
    await storePerson(options, { id: 'ada', name: 'Ada' });
    await storeGroup();
    await storeCheck('fair', 0.04);
    await storeCheck('poor', 0.3);
  });

  test('their list and its dialogs', async () => {
    await options.getByRole('heading', { name: 'p2046', exact: true }).waitFor();
    await expectAccessible(options, 'people after imports');
    await options.reload();
    await goTo('people', 'Ada');
    await expectDialog(options, 'Rename Ada', () => expectAccessible(options, 'rename dialog'));
    await expectDialog(options, 'Delete p2046', () => expectAccessible(options, 'delete dialog'));
    await expectDialog(options, /^Delete the measurement/, () =>
      expectAccessible(options, 'delete measurement dialog'),
    );
    await options.getByRole('button', { name: 'Delete Ada' }).click();
    await options.locator('dialog').getByRole('button', { name: 'Delete' }).click();
    await options.getByRole('button', { name: 'Undo' }).waitFor();
    await expectAccessible(options, 'people with undo');
    await options.getByRole('button', { name: 'Undo' }).click();
    await options.getByRole('heading', { name: 'Ada' }).waitFor();
    await storePerson(options, { id: 'ada', name: 'Ada' });
  });

  test('a measurement: before it, its dots, its pause', async () => {
    await goTo('measure/ada', 'Take a measurement');
    const start = options.getByRole('button', { name: 'Start in full screen' });
    await start.and(options.locator(':enabled')).waitFor({ timeout: 30 * SECOND });
    await expectAccessible(options, 'measure');
    await start.click();
    await options.locator('[data-testid="stage"][data-phase="look"]').waitFor({ timeout: 30 * SECOND });
    await expectAccessible(options, 'measurement stage', { tab: false });
    await takeDots(options, 2, 100);
    await options.keyboard.press('p');
    await options.getByTestId('pause-panel').waitFor();
    await expectAccessible(options, 'measurement paused');
    await options.getByRole('button', { name: 'Keep and finish later' }).click();
    await options.getByTestId('stage').waitFor({ state: 'detached' });
    await start.and(options.locator(':enabled')).waitFor({ timeout: 30 * SECOND });
    await expectAccessible(options, 'measurement to be finished');
    await goTo('people', 'Ada');
    await options.getByText('2 of 100 targets taken').waitFor();
    await expectAccessible(options, 'people with an unfinished measurement');
  });

  test('a measurement: light that could be better, missed dots, what came of it', async () => {
    await goTo('settings', 'Settings');
    await setTargetCount(options, 4);
    const page = await fovea.context.newPage();
    const looks = await playLooks(page, BADLY_LIT);
    await page.goto(fovea.url('/options.html#measure/ada'));
    await page.getByText('One side of your face is in the dark.').waitFor({ timeout: 30 * SECOND });
    await expectAccessible(page, 'measure in bad light');
    await looks.show(UNSEEN);
    await page.getByText('It is too dark.').waitFor();
    await page.getByText('I can’t see your eyes.').waitFor();
    await expectAccessible(page, 'measure in the dark');

    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('[data-testid="stage"][data-phase="look"]').waitFor();
    await page.getByTestId('stage-notice').getByText('I can’t see your eyes.').waitFor();
    await expectAccessible(page, 'measurement stage without eyes', { tab: false });
    await takeDots(page, 4, 4);
    const finished = page.getByTestId('finished');
    const learned = finished.locator('[data-testid="learning"][data-status="learned"]');
    const again = finished.getByRole('button', { name: 'Take those 2 again' });
    await again.waitFor();
    await learned.waitFor({ timeout: 60 * SECOND });
    await expectAccessible(page, 'measured with missed dots');

    await looks.show(SEEN);
    await again.click();
    await page.getByTestId('pause-panel').waitFor();
    await expectAccessible(page, 'missed dots again');
    await page.getByRole('button', { name: 'Go on' }).click();
    await takeDots(page, 2, 2);
    await finished.getByText('your eyes were seen in all of them').waitFor();
    await learned.waitFor({ timeout: 60 * SECOND });
    await expectAccessible(page, 'measured');
    await page.close();
  });

  test('learning from a measurement: under way, failed', async () => {
    await goTo('people', 'p2046');
    const measurement = options.getByTestId('measurement').filter({ hasText: '24 photos' });
    const learning = measurement.getByTestId('learning');
    // The fourth photo is never read: what is under way stays so.
    await options.evaluate(() => {
      const decode = globalThis.createImageBitmap;
      let count = 0;
      const decodeThree = (blob: Blob, how?: ImageBitmapOptions): Promise<ImageBitmap> => {
        count += 1;
        return count > 3 ? new Promise(() => undefined) : decode(blob, how);
      };
      globalThis.createImageBitmap = decodeThree as typeof createImageBitmap;
    });
    await measurement.getByRole('button', { name: 'Use for tracking' }).click();
    await learning.getByText('3 of 24').waitFor({ timeout: 60 * SECOND });
    await expectAccessible(options, 'people learning', { tab: false });
    await options.reload();
    await goTo('people', 'p2046');
    await options.evaluate(() => {
      globalThis.fetch = () => Promise.reject(new TypeError('The file is gone.'));
    });
    await measurement.getByRole('button', { name: 'Use for tracking' }).click();
    await learning.getByRole('button', { name: 'Try again' }).waitFor();
    await expectAccessible(options, 'people not learned');
    await options.reload();
  });

  test('accuracy: a kept check, its details, the size of the screen', async () => {
    await goTo('accuracy', 'Accuracy');
    await options.getByTestId('check').nth(1).waitFor();
    await expectAccessible(options, 'accuracy');
    await options
      .getByRole('button', { name: /^Show the check/ })
      .nth(1)
      .click();
    await options.getByTestId('check-picture').waitFor();
    for (const summary of await options.locator('summary').all()) await summary.click();
    await expectAccessible(options, 'accuracy of a check');
    await options.getByRole('button', { name: 'Set size and distance' }).click();
    await options.getByTestId('bank-card').waitFor();
    await expectAccessible(options, 'size of the screen');
  });

  test('files to analyse, and a wrong one', async () => {
    await goTo('analyse', 'Analyse files');
    const letter = { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear all') };
    await options.getByTestId('photo-file').setInputFiles(letter);
    await options.getByTestId('recording-file').setInputFiles({ ...letter, name: 'letter.mp4' });
    await options
      .getByRole('alert')
      .nth(1)
      .waitFor({ timeout: 30 * SECOND });
    await expectAccessible(options, 'analyse wrong files');
  });

  test('groups: the list, one of them, its form, its dialogs', async () => {
    await goTo('groups', 'Reading');
    await expectAccessible(options, 'groups');
    await goTo('groups/reading', 'Reading');
    await options.getByTestId('participant').nth(3).waitFor();
    await expectAccessible(options, 'group');
    await expectDialog(options, 'Invite P01', () => expectAccessible(options, 'invite dialog'));
    await expectDialog(options, /^Withdraw P02/, () => expectAccessible(options, 'withdraw dialog'));
    await expectDialog(options, /^Remove P02/, () => expectAccessible(options, 'remove dialog'));
    await expectDialog(options, 'Delete…', () => expectAccessible(options, 'delete group dialog'));
    await goTo('groups/reading/edit', 'Edit the group');
    await options.getByLabel('Title').fill('');
    await options.getByLabel('What people agree to').fill('Another text.');
    await options.getByRole('button', { name: 'Save' }).click();
    await options.locator('.problem-text').filter({ hasText: /./ }).first().waitFor();
    await expectAccessible(options, 'group form with problems');
  });

  test('an invitation: to paste, to agree to, agreed', async () => {
    await goTo('groups/reading', 'Reading');
    await options.getByRole('button', { name: 'Invite P01' }).click();
    const shown = options.getByLabel('Link', { exact: true });
    await expect.poll(() => shown.inputValue()).toContain('#join/');
    const link = await shown.inputValue();
    await goTo('join', 'Join a group');
    await options.getByRole('button', { name: 'Open' }).click();
    await options.getByTestId('join-problem').waitFor();
    await expectAccessible(options, 'join with a problem');
    await options.getByLabel('Link', { exact: true }).fill(link);
    await options.getByRole('button', { name: 'Open' }).click();
    const consent = options.getByRole('checkbox', { name: 'I have read this' });
    await consent.waitFor();
    await options.getByRole('button', { name: 'Take part' }).click();
    await options.getByRole('alert').waitFor();
    await expectAccessible(options, 'join consent');
    await consent.check();
    await options.getByRole('button', { name: 'Take part' }).click();
    await options.getByTestId('joined').waitFor();
    await options.locator('summary').click();
    await expectAccessible(options, 'joined');
    await storePerson(options, { id: 'ada', name: 'Ada' });
  });

  test('settings', async () => {
    await goTo('settings', 'Settings');
    await options.getByLabel('Learn from clicks').check();
    await expectAccessible(options, 'settings');
  });

  test('the popup: off, choosing, starting, tracking, stopped', async () => {
    const { page, waitForStatus } = await openPopup(fovea);
    await page.setViewportSize({ width: 344, height: 600 });
    const chooser = page.getByRole('button', { name: 'Person in use: Ada' });
    await chooser.waitFor();
    await expectAccessible(page, 'popup off');
    await chooser.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu').waitFor();
    await expectAccessible(page, 'popup choosing', { tab: false });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => chooser.evaluate((button) => button.matches(':focus'))).toBe(true);

    await tracker.tell({ status: 'starting' });
    await waitForStatus('Starting');
    await expectAccessible(page, 'popup starting');
    await tracker.tell(TRACKING);
    await waitForStatus('Tracking');
    await page.getByText('Learned from 3 clicks').waitFor();
    await expectAccessible(page, 'popup getting to know');
    await tracker.tell({ ...PLAYED_TRACKING, windowFilled: 0.2, newLight: true });
    await page.getByText('The light on your face has changed').waitFor();
    await page.getByText('Knows Ada from after the light changed, and nothing from before.').waitFor();
    await expectAccessible(page, 'popup in another light');
    await tracker.tell({ ...PLAYED_TRACKING, clicksLearned: 0 });
    await page.getByText('Learned from 0 clicks').waitFor();
    await expectAccessible(page, 'popup tracking');
    for (const code of ['denied', 'missing'] as const) {
      const message = 'No camera was found. Connect one, then try again.';
      await tracker.tell({ status: 'failed', code, message });
      await waitForStatus('Stopped');
      await page.getByText(code === 'denied' ? 'may not use the camera yet' : message).waitFor();
      await expectAccessible(page, `popup stopped ${code}`);
    }
    await page.close();
  });
});

test('the overlay’s controls on a page', async () => {
  const server: FolderServer = await serveFolder(DEMO_FOLDER);
  const overlay = await openOverlay(fovea, tracker.page, server.url);
  const { page } = overlay;
  await tracker.waitForPortsOf(overlay.tabId);
  await tracker.tell(TRACKING);
  const evaluate = await openContentWorld(page, fovea.extensionId);
  // The rest of the page is its author's; of the toolbar's keys overlay.test.ts tells.
  const looks = { evaluate, within: 'fovea-overlay', tab: false };
  await expectAccessible(page, 'overlay', looks);
  await overlay.setZoom(1.5);
  await page.mouse.move(300, 300);
  const now = Date.now();
  await tracker.look(
    [300, 200, 100].map((ms) => ({ xScreen: 0.4, yScreen: 0.5, confidence: 0.9, timestampMs: now - ms })),
  );
  // Heat must lie there before the page is zoomed.
  await expect.poll(async () => (await overlay.state()).samples).toBe(3);
  await overlay.setZoom(1);
  await expect.poll(async () => (await overlay.state()).notice).toBe(ZOOMED.title);
  await expectAccessible(page, 'overlay with a notice', looks);
  server.close();
});

/** Four people: nothing yet, agreed, agreed to another text, withdrawn. */
async function storeGroup(): Promise<void> {
  const at = '2026-02-03T04:05:06.000Z';
  const consent = { text: 'I take part freely.\n\nPhotos stay on this computer.', version: 2 };
  await storeRow(options, 'groups', {
    id: 'reading',
    title: 'Reading',
    createdAt: at,
    consent,
    targetCount: 9,
    origin: 'defined',
  });
  const agreed = (version: number) => ({ consent: { version, textHash: 'a'.repeat(64), agreedAt: at } });
  const states = [{}, agreed(2), agreed(1), { withdrawnAt: at }];
  for (const [index, state] of states.entries()) {
    const code = `P0${index + 1}`;
    await storeRow(options, 'participants', {
      id: `participant-${index + 1}`,
      groupId: 'reading',
      personId: index === 1 ? 'p2046' : `person-${index + 1}`,
      code,
      addedAt: at,
      ...state,
    });
  }
}

/** A quick check of Ada's, as far off as given, with one dot that no sample fell to. */
async function storeCheck(id: string, offset: number): Promise<void> {
  const screen = { widthPx: 1280, heightPx: 800, widthCm: 34, heightCm: 21 };
  const trials = [0.1, 0.3, 0.5, 0.7, 0.9].map((x, index) => ({
    target: { xScreen: x, yScreen: 1 - x },
    fromMs: 2000 * index,
    untilMs: 2000 * index + 1000,
    expectedSamples: 10,
    samples: Array.from({ length: index === 3 ? 0 : 9 }, (_, i) => ({
      timestampMs: 2000 * index + 100 * i,
      xScreen: x + offset + 0.01 * Math.sin(i),
      yScreen: 1 - x + 0.01 * Math.cos(i),
    })),
  }));
  const figures = computeFigures(trials, { screen, distanceCm: 60 });
  await storeRow(options, 'validations', {
    id,
    personId: 'ada',
    createdAt: '2026-02-03T04:05:06.000Z',
    kind: 'quick',
    advance: 'space',
    screen: { id: '1280x800@1', ...screen },
    distanceCm: 60,
    fullscreen: true,
    tracker: { backend: 'wasm', startedFrom: 'population', windowFilled: 1 },
    figures,
    ...gradeFigures(figures),
    trials,
  });
}
