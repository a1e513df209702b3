// Fovea as the eye tracker of a page, end to end: what a page is told, and that the person alone decides it.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askExtension, findTabId, watchGaze } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { expectAccessible, openContentWorld } from './harness/accessibility.ts';
import { openAskingPage, pressInPopup, type AskingPage, type Said } from './harness/asking-page.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import { serveExperiment } from './harness/experiment-server.ts';
import { launchPlainFovea } from './harness/launch-plain.ts';
import { launchFovea, WINDOW, type Fovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** Frames are 33 ms apart or more: no other has its time so near. */
const SAME_FRAME_MS = 10;
const NEAR_PX = 2;
const ENOUGH_SAMPLES = 40;

let camera: FakeCamera;
let server: FolderServer;
let fovea: Fovea;
/** One of Fovea's own pages. */
let control: Page;
let asking: AskingPage;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  server = await serveExperiment();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  control = await fovea.open('/options.html#settings');
});
afterAll(async () => {
  await fovea?.close();
  server?.close();
  await removeCamera(camera);
});
afterEach(async () => {
  await asking.page.close();
  await askExtension(control, 'stopTracking');
  await control.evaluate(() => chrome.storage.local.remove('allowedPages'));
});

async function openBare(): Promise<void> {
  asking = await openAskingPage(fovea, `${server.url}bare.html`);
}

async function openAllowed(): Promise<void> {
  await openBare();
  await pressInPopup(fovea, asking.page, 'Allow this site');
}

const isCameraOn = (): Promise<boolean> => isCameraInUse(camera.path);

function waitForCameraOff(): Promise<void> {
  return waitUntil(async () => !(await isCameraOn()), 3 * SECOND, 'the camera to be off');
}

function waitForGaze(): Promise<void> {
  return waitUntil(async () => (await asking.heard('gaze')).length > 0, 60 * SECOND, 'gaze');
}

/** Told from a frame with open eyes, on the page or past it. */
const isSeen = ({ lost }: Said): boolean => lost === undefined || lost === 'outside';

const showsCheck = (): Promise<boolean> =>
  asking.evaluate(`document.querySelector('fovea-page-check') !== null`);

test('a page that is not allowed hears nothing, and no camera is turned on', async () => {
  await openBare();
  const answers = ['hello', 'start', 'nonsense'].map((type) => asking.ask(type, SECOND));
  expect(await Promise.all(answers)).toEqual([null, null, null]);
  expect(await isCameraOn()).toBe(false);
  // Nor is anything of Fovea's in it.
  expect(await asking.evaluate('document.documentElement.outerHTML')).not.toMatch(/fovea-(?!eye-tracker)/);

  const popup = await openPopup(fovea, await findTabId(control, asking.page));
  const asks = popup.page.getByTestId('page-asks');
  await expect.poll(() => asks.textContent()).toContain(new URL(server.url).origin);
  await expect.poll(() => asks.getAttribute('data-allowed')).toBe('false');
  await expectAccessible(popup.page, 'popup where a page asks');
  await popup.page.close();
});

test('a page that does not ask is not offered', async () => {
  asking = await openAskingPage(fovea, `${server.url}silent.html`);
  const popup = await openPopup(fovea, await findTabId(control, asking.page));
  await popup.page.getByRole('button', { name: 'Start tracking' }).waitFor();
  await sleep(SECOND / 2);
  expect(await popup.page.getByTestId('page-asks').count()).toBe(0);
  await popup.page.close();
});

test('the client asks in the page’s head, waits for leave, says when it was taken back, and hangs on nothing', async () => {
  asking = await openAskingPage(fovea, `${server.url}silent.html`);
  await asking.evaluate(`
    globalThis.words = [];
    const connect = (waitMs) => import('/fovea.js').then(({ connectFovea }) => connectFovea({ waitMs }));
    const fail = ({ code }) => words.push(code);
    connect(100).catch(fail);
    connect(Infinity).then((client) => {
      words.push('version ' + client.about.version);
      client.onEnded(() => {
        words.push('ended');
        client.stop().catch(fail);
      });
    });
    0;
  `);
  const waitForWords = (words: string[]): Promise<void> =>
    waitUntil(
      async () => String(await asking.evaluate<string[]>('words')) === String(words),
      15 * SECOND,
      `the client to say ${words.join(', ')}`,
    );
  await waitForWords(['not-allowed']);
  await pressInPopup(fovea, asking.page, 'Allow this site');
  await waitForWords(['not-allowed', 'version 1']);
  await pressInPopup(fovea, asking.page, 'Take back', ({ page }) =>
    expectAccessible(page, 'popup where a page is allowed'),
  );
  await waitForWords(['not-allowed', 'version 1', 'ended', 'not-allowed']);
});

test('an allowed page gets the tracker’s gaze, on its clock and in its pixels, while it has the keyboard', async () => {
  await openAllowed();
  const { ask, heard, page } = asking;
  expect(await ask('hello')).toMatchObject({ of: 'hello', version: 1, tracking: 'off' });
  expect(await ask('validate')).toMatchObject({ type: 'error', code: 'not-started' });
  expect(await ask('nonsense')).toMatchObject({ type: 'error', code: 'bad-request' });
  expect(await isCameraOn()).toBe(false);
  expect(await ask('start')).toMatchObject({ of: 'start', tracking: 'tracking' });
  expect(await isCameraOn()).toBe(true);
  // The pointer tells where the page lies on the screen.
  await page.mouse.move(300, 200);
  await page.mouse.move(600, 400);

  const samples: GazeSample[] = [];
  await watchGaze(control, (message) => message.type === 'sample' && samples.push(message.sample));
  await waitUntil(() => samples.length > 0, 60 * SECOND, 'the tracker’s samples');
  expect(await heard('gaze')).toEqual([]);
  expect(await ask('subscribe')).toMatchObject({ type: 'answer' });
  const findSeen = async (): Promise<Said[]> => (await heard('gaze')).filter(isSeen);
  await waitUntil(
    async () => (await findSeen()).length >= ENOUGH_SAMPLES,
    60 * SECOND,
    `${ENOUGH_SAMPLES} samples`,
  );
  const seen = await findSeen();
  const view = await asking.evaluate<Record<'originMs' | 'width' | 'height' | 'x' | 'y', number>>(`({
    originMs: Date.now() - performance.now(),
    width: innerWidth,
    height: innerHeight,
    x: (outerWidth - innerWidth) / 2 + screenX,
    y: outerHeight - innerHeight + screenY,
  })`);
  const findSame = (told: Said): GazeSample[] => {
    const capturedMs = Number(told['timestampMs']) + view.originMs;
    return samples.filter(({ timestampMs }) => Math.abs(timestampMs - capturedMs) < SAME_FRAME_MS);
  };
  // What the page heard the tracker has said; it may come later here.
  await waitUntil(() => findSame(seen.at(-1)!).length > 0, 15 * SECOND, 'the last of the samples');
  for (const told of seen) {
    const same = findSame(told);
    expect(same).toHaveLength(1);
    const x = same[0]!.xScreen * WINDOW.widthPx - view.x;
    const y = same[0]!.yScreen * WINDOW.heightPx - view.y;
    if (told.lost === undefined) {
      expect(Math.abs(Number(told['xViewportPx']) - x)).toBeLessThan(NEAR_PX);
      expect(Math.abs(Number(told['yViewportPx']) - y)).toBeLessThan(NEAR_PX);
    } else {
      const [right, below] = [view.width - NEAR_PX, view.height - NEAR_PX];
      expect(x < NEAR_PX || y < NEAR_PX || x > right || y > below).toBe(true);
      expect(told).not.toHaveProperty('xViewportPx');
    }
  }

  const session = await fovea.context.newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await control.bringToFront();
  await waitUntil(() => asking.evaluate('!document.hasFocus()'), 15 * SECOND, 'the keyboard to be elsewhere');
  await asking.forget();
  await waitForGaze();
  await sleep(SECOND);
  expect((await heard('gaze')).filter(({ lost }) => lost !== 'away' && lost !== 'eyes')).toEqual([]);

  expect(await ask('stop')).toMatchObject({ of: 'stop', cameraOn: false });
  await waitForCameraOff();
});

test('leave that is taken back ends the stream at once, and the page is answered no more', async () => {
  await openAllowed();
  const { ask, heard, page } = asking;
  await ask('hello');
  await ask('subscribe');
  await ask('start');
  await waitForGaze();

  const takeBack = control.getByRole('button', { name: /^Take back: / });
  await takeBack.waitFor();
  await expectAccessible(control, 'sites that may ask');
  await takeBack.click();
  await waitForCameraOff();
  await waitUntil(async () => (await heard('ended')).length === 1, 15 * SECOND, 'the last word');
  const before = (await heard('gaze')).length;
  expect(await ask('start', SECOND)).toBeNull();
  expect((await heard('gaze')).length).toBe(before);
  await control.getByText('No site may.').waitFor();

  // Nor after it is loaded anew.
  await page.reload();
  expect(await ask('hello', SECOND)).toBeNull();
});

test('what the person began a page does not end; what they end it does not begin anew; what it began ends with it', async () => {
  await openAllowed();
  const { ask, heard, page } = asking;
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  await page.bringToFront();
  await ask('hello');
  await ask('start');
  expect(await ask('stop')).toMatchObject({ cameraOn: true });
  expect(await isCameraOn()).toBe(true);

  expect(await ask('start')).toMatchObject({ tracking: 'tracking' });
  // What was pressed before is no wish to begin anew.
  await page.getByRole('button', { name: 'Press me' }).click();
  await popup.page.bringToFront();
  await popup.stop();
  await popup.waitForStatus('Camera off');
  await popup.page.close();
  await page.bringToFront();
  await waitUntil(
    async () => (await heard('tracking')).at(-1)?.['tracking'] === 'off',
    15 * SECOND,
    'the page to hear of it',
  );
  expect(await ask('start')).toMatchObject({ type: 'error', code: 'not-allowed' });
  expect(await isCameraOn()).toBe(false);

  await page.getByRole('button', { name: 'Press me' }).click();
  expect(await ask('start')).toMatchObject({ type: 'answer', tracking: 'tracking' });
  expect(await isCameraOn()).toBe(true);
  await page.goto('about:blank');
  await waitForCameraOff();
});

test('frames of an allowed page are not answered, nor is what they post to it', async () => {
  await openAllowed();
  expect(await asking.ask('hello')).toMatchObject({ of: 'hello' });
  const heardByFrame = await asking.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'bare.html';
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const own = frame.contentWindow as unknown as Window & { said: Said[]; eval(code: string): void };
    for (const to of ['window', 'parent']) {
      own.eval(`${to}.postMessage({ fovea: 1, id: 'of-${to}', type: 'hello' }, location.origin)`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return own.said.filter(({ type }) => type === 'answer' || type === 'error');
  });
  expect(heardByFrame).toEqual([]);
  expect((await asking.heard('answer')).filter(({ id }) => id === 'of-parent')).toEqual([]);
});

test('a validation is the person’s to break off, and one at a time', async () => {
  await openAllowed();
  const { ask, page } = asking;
  await ask('start');
  const first = ask('validate');
  await waitUntil(showsCheck, 20 * SECOND, 'the dots');
  expect(await ask('validate')).toMatchObject({ type: 'error', code: 'busy' });
  await page.keyboard.press('Escape');
  expect(await first).toMatchObject({ type: 'error', code: 'cancelled' });
  await expect.poll(showsCheck).toBe(false);
  // A page that shows it again and again has no press to show for it.
  expect(await ask('validate')).toMatchObject({ type: 'error', code: 'cancelled' });
  expect(await showsCheck()).toBe(false);

  await page.getByRole('button', { name: 'Press me' }).click();
  const second = ask('validate');
  await waitUntil(showsCheck, 20 * SECOND, 'the dots again');
  const looks = {
    evaluate: await openContentWorld(page, fovea.extensionId),
    within: 'fovea-page-check',
    tab: false,
  };
  await expectAccessible(page, 'words before a validation', looks);
  const showsDot = `!document.querySelector('fovea-page-check').shadowRoot.querySelector('.dot').hidden`;
  await waitUntil(() => looks.evaluate(showsDot), 30 * SECOND, 'a dot');
  await expectAccessible(page, 'dot of a validation', looks);
  await page.keyboard.press('Escape');
  expect(await second).toMatchObject({ type: 'error', code: 'cancelled' });
});

test('a page behind another turns no camera on, one that is gone back to has no leave that was taken back', async () => {
  // Where pages behind others are hidden, and those that were left are kept.
  const plain = await launchPlainFovea({ camera: { kind: 'none' } });
  try {
    const own = await plain.open('/options.html');
    asking = await openAskingPage(plain, `${server.url}bare.html`);
    const { ask, evaluate, page } = asking;
    await pressInPopup(plain, page, 'Allow this site');
    await own.bringToFront();
    await waitUntil(() => evaluate('document.hidden'), 15 * SECOND, 'the page to be behind');
    const answer = ask('start');
    await sleep(SECOND);
    expect(await askExtension(own, 'getTrackingState')).toEqual({ status: 'off' });
    await page.bringToFront();
    expect(await answer).toMatchObject({ type: 'error', code: 'no-camera' });

    await evaluate('void (globalThis.isKept = true)');
    await page.goto(`${server.url}silent.html`);
    await pressInPopup(plain, page, 'Take back');
    await page.goBack({ waitUntil: 'commit' });
    const isBack = (): Promise<boolean> => evaluate<boolean>('globalThis.isKept === true').catch(() => false);
    await waitUntil(isBack, 15 * SECOND, 'the page as it was left');
    expect(await ask('hello', SECOND)).toBeNull();
  } finally {
    await plain.close();
  }
});
