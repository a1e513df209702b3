// Fovea as the eye tracker of a page, end to end: real jsPsych, a real camera's file, and the person's leave.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { askExtension, findTabId } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { serveExperiment } from './harness/experiment-server.ts';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import { watchFilm } from './harness/film-clock.ts';
import { launchFovea, WINDOW, type Fovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** The tracking test's, and what the page's place on the screen adds. */
const MOST_ERROR_PCT = 20;
/** So long a press counts, and a second more. @see https://developer.mozilla.org/docs/Web/Security/User_activation */
const ACTIVATION_MS = 6 * SECOND;

type Said = { type: string; code?: string; of?: string; lost?: string } & Record<string, unknown>;
type Gaze = { timestampMs: number; xViewportPx: number; yViewportPx: number; confidence: number };

let camera: FakeCamera;
let server: FolderServer;
let fovea: Fovea;
/** One of Fovea's own pages. */
let control: Page;
let page: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  server = await serveExperiment();
});
afterAll(async () => {
  server?.close();
  await removeCamera(camera);
});
beforeEach(async () => {
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  control = await fovea.open('/options.html#settings');
  page = await fovea.context.newPage();
});
afterEach(() => fovea.close());

/** Opens a page that asks and keeps all that is said on it. */
async function openBare(): Promise<void> {
  await page.goto(`${server.url}bare.html`);
}

/** Asks as the protocol says, without the client; null where nobody answers in time. */
function ask(type: string, withinMs = 60 * SECOND): Promise<Said | null> {
  return page.evaluate(
    async ([wanted, patienceMs]) => {
      const id = crypto.randomUUID();
      const { said } = globalThis as unknown as { said: Said[] };
      postMessage({ fovea: 1, id, type: wanted }, location.origin);
      for (const endMs = performance.now() + patienceMs; performance.now() < endMs;) {
        const answer = said.find((one) => one['id'] === id && ['answer', 'error'].includes(one.type));
        if (answer) return answer;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return null;
    },
    [type, withinMs] as const,
  );
}

/** As `ask`, where the person has pressed nothing of late: what Playwright evaluates counts as a press. */
async function askUnpressed(type: string): Promise<Said> {
  await sleep(ACTIVATION_MS);
  const session = await fovea.context.newCDPSession(page);
  const expression = `new Promise((resolve) => {
    addEventListener('message', ({ data }) => data?.id === 'unpressed' && data.type !== ${JSON.stringify(type)} && resolve(data));
    postMessage({ fovea: 1, id: 'unpressed', type: ${JSON.stringify(type)} }, location.origin);
  })`;
  const { result } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
    userGesture: false,
  });
  await session.detach();
  return result.value as Said;
}

function heard(type: string): Promise<Said[]> {
  return page.evaluate(
    (wanted) => (globalThis as unknown as { said: Said[] }).said.filter((one) => one.type === wanted),
    type,
  );
}

/** Presses the popup's button on the page, and comes back to the page. */
async function pressInPopup(name: string): Promise<void> {
  const popup = await openPopup(fovea, await findTabId(control, page));
  await popup.page.getByTestId('page-asks').getByRole('button', { name }).click();
  await popup.page.getByTestId('page-asks').getByRole('button', { name }).waitFor({ state: 'detached' });
  await popup.page.close();
  await page.bringToFront();
}

test('a page that is not allowed hears nothing, and no camera is turned on', async () => {
  await openBare();
  for (const type of ['hello', 'start', 'nonsense']) expect(await ask(type, SECOND)).toBeNull();
  expect(await isCameraInUse(camera.path)).toBe(false);
  // Nor is anything of Fovea's in it.
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toMatch(/fovea-(?!eye-tracker)/);

  const popup = await openPopup(fovea, await findTabId(control, page));
  const asks = popup.page.getByTestId('page-asks');
  await expect.poll(() => asks.textContent()).toContain(new URL(server.url).origin);
  expect(await asks.getAttribute('data-allowed')).toBe('false');
  await expectAccessible(popup.page, 'popup where a page asks');
});

test('a page that does not ask is not offered', async () => {
  await page.goto(`${server.url}silent.html`);
  const popup = await openPopup(fovea, await findTabId(control, page));
  await popup.page.getByRole('button', { name: 'Start tracking' }).waitFor();
  await sleep(SECOND / 2);
  expect(await popup.page.getByTestId('page-asks').count()).toBe(0);
});

test('the client asks in the page’s head, waits for leave, and says when it was taken back', async () => {
  await page.goto(`${server.url}silent.html`);
  // As text: the test's own bundler would make something else of an import.
  const refused = await page.evaluate(
    `import('/fovea.js').then(({ connectFovea }) => connectFovea({ waitMs: 1200 })).catch(({ code }) => code)`,
  );
  expect(refused).toBe('not-allowed');

  await page.evaluate(`
    globalThis.words = [];
    import('/fovea.js')
      .then(({ connectFovea }) => connectFovea({ waitMs: Infinity }))
      .then((client) => {
        words.push('version ' + client.about.version);
        client.onEnded(({ code }) => words.push(code));
      });
    0;
  `);
  const readWords = () => page.evaluate(() => (globalThis as unknown as { words: string[] }).words);
  await pressInPopup('Allow this site');
  await waitUntil(async () => (await readWords()).length === 1, 5 * SECOND, 'the client to connect');
  await pressInPopup('Take back');
  await waitUntil(async () => (await readWords()).length === 2, 5 * SECOND, 'the client to hear the end');
  expect(await readWords()).toEqual(['version 1', 'not-allowed']);
});

test('an allowed page gets gaze on itself; its stop turns the camera off, and so does its end', async () => {
  await openBare();
  await pressInPopup('Allow this site');
  expect(await ask('hello')).toMatchObject({ of: 'hello', version: 1, tracking: 'off' });
  expect(await ask('validate')).toMatchObject({ type: 'error', code: 'not-started' });
  expect(await ask('nonsense')).toMatchObject({ type: 'error', code: 'bad-request' });
  expect(await isCameraInUse(camera.path)).toBe(false);

  expect(await ask('subscribe')).toMatchObject({ type: 'answer' });
  expect(await ask('start')).toMatchObject({ of: 'start', tracking: 'tracking' });
  expect(await isCameraInUse(camera.path)).toBe(true);
  // The pointer tells where the page lies on the screen.
  await page.mouse.move(300, 200);
  await page.mouse.move(600, 400);
  const isKnown = async (): Promise<boolean> => {
    const state = await askExtension(control, 'getTrackingState');
    return state.status === 'tracking' && state.windowFilled === 1;
  };
  await waitUntil(isKnown, 90 * SECOND, 'the window to fill');
  const film = await watchFilm(control, camera.recording);
  await sleep(SECOND);
  await page.evaluate(() => (globalThis as unknown as { said: Said[] }).said.splice(0));
  await page.bringToFront();
  const findGaze = async (): Promise<Gaze[]> =>
    (await heard('gaze')).filter(({ lost }) => lost === undefined) as unknown as Gaze[];
  // One whole loop of the recording, so that each of its tasks counts.
  await sleep((camera.recording.frames.length / camera.recording.framesPerSecond) * SECOND);
  await sleep(SECOND);
  const findTruth = await film.finish();

  const { originMs, widthPx, heightPx, xPx, yPx } = await page.evaluate(() => ({
    originMs: Date.now() - performance.now(),
    widthPx: innerWidth,
    heightPx: innerHeight,
    xPx: (outerWidth - innerWidth) / 2 + screenX,
    yPx: outerHeight - innerHeight + screenY,
  }));
  const gaze = await findGaze();
  for (const { xViewportPx, yViewportPx } of gaze) {
    expect(xViewportPx >= 0 && xViewportPx < widthPx && yViewportPx >= 0 && yViewportPx < heightPx).toBe(
      true,
    );
  }
  const errors = gaze.flatMap(({ timestampMs, xViewportPx, yViewportPx }) => {
    const truth = findTruth(timestampMs + originMs);
    if (truth?.eyes !== 'open') return [];
    const x = (xViewportPx + xPx) / WINDOW.widthPx - truth.xScreen;
    const y = (yViewportPx + yPx) / WINDOW.heightPx - truth.yScreen;
    return [100 * Math.hypot(x, y)];
  });
  // Nearly all of what the page is told must have found its truth, or the mean says nothing.
  expect(errors.length).toBeGreaterThan(0.7 * gaze.length);
  expect(errors.length).toBeGreaterThan(30);
  const errorPct = errors.reduce((sum, one) => sum + one, 0) / errors.length;
  console.log(`page API: error ${errorPct.toFixed(1)} % over ${errors.length} samples`);
  expect(errorPct).toBeLessThan(MOST_ERROR_PCT);

  expect(await ask('stop')).toMatchObject({ of: 'stop', cameraOn: false });
  await waitUntil(async () => !(await isCameraInUse(camera.path)), SECOND, 'the camera to be off');

  expect(await ask('start')).toMatchObject({ tracking: 'tracking' });
  expect(await isCameraInUse(camera.path)).toBe(true);
  await page.goto('about:blank');
  await waitUntil(async () => !(await isCameraInUse(camera.path)), SECOND, 'the camera to be off');
});

test('leave that is taken back ends the stream at once, and the page is answered no more', async () => {
  await openBare();
  await pressInPopup('Allow this site');
  await ask('hello');
  await ask('subscribe');
  await ask('start');
  await waitUntil(async () => (await heard('gaze')).length > 0, 60 * SECOND, 'gaze');

  await control.reload();
  await control.getByRole('button', { name: /^Take back: / }).waitFor();
  await expectAccessible(control, 'sites that may ask');
  await control.getByRole('button', { name: /^Take back: / }).click();
  await waitUntil(async () => !(await isCameraInUse(camera.path)), SECOND, 'the camera to be off');
  await waitUntil(async () => (await heard('ended')).length === 1, SECOND, 'the last word');
  const before = (await heard('gaze')).length;
  expect(await ask('start', SECOND)).toBeNull();
  expect((await heard('gaze')).length).toBe(before);
  expect(await control.getByTestId('allowed-pages').count()).toBe(0);

  // Nor after it is loaded anew.
  await openBare();
  expect(await ask('hello', SECOND)).toBeNull();
});

test('what the person began themselves a page does not end; what they end a page does not begin anew', async () => {
  await openBare();
  await pressInPopup('Allow this site');
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  await page.bringToFront();
  await ask('hello');
  await ask('start');
  expect(await ask('stop')).toMatchObject({ cameraOn: true });
  expect(await isCameraInUse(camera.path)).toBe(true);

  await ask('start');
  await popup.page.bringToFront();
  await popup.stop();
  await popup.waitForStatus('Camera off');
  await page.bringToFront();
  await waitUntil(
    async () => (await heard('tracking')).at(-1)?.['tracking'] === 'off',
    5 * SECOND,
    'the page to hear of it',
  );
  expect(await askUnpressed('start')).toMatchObject({ type: 'error', code: 'not-allowed' });
  expect(await isCameraInUse(camera.path)).toBe(false);

  await page.getByRole('button', { name: 'Press me' }).click();
  expect(await ask('start')).toMatchObject({ type: 'answer', tracking: 'tracking' });
});

test('frames of an allowed page are not answered, nor is what they post to it', async () => {
  await openBare();
  await pressInPopup('Allow this site');
  expect(await ask('hello')).toMatchObject({ of: 'hello' });
  const heardByFrame = await page.evaluate(async () => {
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
  expect((await heard('answer')).filter(({ id }) => id === 'of-parent')).toEqual([]);
});

test('a validation is the person’s to break off, and one at a time', async () => {
  await openBare();
  await pressInPopup('Allow this site');
  await ask('start');
  const first = ask('validate');
  await page.locator('fovea-page-check').waitFor({ state: 'attached' });
  expect(await ask('validate')).toMatchObject({ type: 'error', code: 'busy' });
  await page.keyboard.press('Escape');
  expect(await first).toMatchObject({ type: 'error', code: 'cancelled' });
  expect(await page.locator('fovea-page-check').count()).toBe(0);
  // A page that shows it again and again has no press to show for it.
  expect(await askUnpressed('validate')).toMatchObject({ type: 'error', code: 'cancelled' });
  expect(await page.locator('fovea-page-check').count()).toBe(0);
  expect(await ask('stop')).toMatchObject({ cameraOn: false });
});

test('without a camera a page is told so', async () => {
  await fovea.close();
  fovea = await launchFovea({ kind: 'none' });
  control = await fovea.open('/options.html#settings');
  page = await fovea.context.newPage();
  await openBare();
  await pressInPopup('Allow this site');
  expect(await ask('start')).toMatchObject({ type: 'error', code: 'no-camera' });
});

test('a jsPsych experiment runs with it: leave, validation, a trial with gaze, the camera off', async () => {
  await page.goto(`${server.url}jspsych/index.html`);
  await page.getByText('allow this site').waitFor();
  expect(await isCameraInUse(camera.path)).toBe(false);
  await pressInPopup('Allow this site');

  await page.locator('fovea-page-check').waitFor({ state: 'attached', timeout: 60 * SECOND });
  await page.locator('body[data-done]').waitFor({ state: 'attached', timeout: 120 * SECOND });
  const [begun, validated, looked] = (await page.evaluate(
    () => (globalThis as unknown as { experimentData: unknown }).experimentData,
  )) as Record<string, unknown>[];
  expect(begun).toMatchObject({ trial_type: 'fovea-init', known: expect.any(Number) });
  expect(validated).toMatchObject({ trial_type: 'fovea-validate', grade: expect.any(Number) });
  expect(validated?.['error_code']).toBeUndefined();
  expect(validated?.['average_offset']).toHaveLength(5);

  expect(looked).toMatchObject({
    extension_type: ['fovea'],
    fovea_targets: { '#left': { left: 0, top: 0 } },
  });
  const data = looked?.['fovea_data'] as { x: number; y: number; t: number }[];
  expect(data.length).toBeGreaterThan(10);
  const times = data.map(({ t }) => t);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeLessThanOrEqual(8 * SECOND + 100);
  await waitUntil(async () => !(await isCameraInUse(camera.path)), SECOND, 'the camera to be off');
});

test('a lab.js study runs with it', async () => {
  await page.goto(`${server.url}labjs/index.html`);
  await page.getByText('allow this site').waitFor();
  await pressInPopup('Allow this site');
  await page.locator('body[data-done]').waitFor({ state: 'attached', timeout: 150 * SECOND });
  const rows = (await page.evaluate(
    () => (globalThis as unknown as { studyData: unknown }).studyData,
  )) as Record<string, unknown>[];
  const find = (sender: string) => rows.find((row) => row['sender'] === sender);
  expect(find('Leave')).toMatchObject({ fovea_known: expect.any(Number) });
  expect(find('Validation')?.['fovea_validation']).toMatchObject({ grade: expect.any(Number) });
  const { fovea_data: data } = find('Looked at') as { fovea_data: unknown[] };
  expect(data.length).toBeGreaterThan(10);
  await waitUntil(async () => !(await isCameraInUse(camera.path)), SECOND, 'the camera to be off');
});
