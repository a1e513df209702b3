// A photo and a recording, analysed from choosing the file to the saved table.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Download, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import {
  makeMeasurement,
  readSampleRecording,
  takePhoto,
  type ChosenFile,
} from './harness/sample-measurement.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

let fovea: Fovea;
let page: Page;

beforeEach(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.context.newPage();
  await page.addInitScript(watchDecoders);
  await page.goto(fovea.url('/options.html#analyse'));
});
afterEach(() => fovea.close());

test('a photo shows the eyes that were found and where they look, without a mouse', async () => {
  const card = page.getByTestId('photo');
  const chooser = page.waitForEvent('filechooser');
  await card.getByRole('button', { name: 'Choose a photo…' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(await takePhoto(0));

  const gaze = page.getByTestId('photo-gaze');
  await gaze.waitFor({ timeout: 60 * SECOND });
  for (const axis of ['x', 'y']) {
    const fraction = Number(await gaze.getAttribute(`data-${axis}`));
    expect(fraction).toBeGreaterThan(-0.1);
    expect(fraction).toBeLessThan(1.1);
  }
  await expect.poll(() => card.getByRole('img', { name: 'with the eyes that were found' }).count()).toBe(1);
  expect(await page.getByTestId('photo-basis').getAttribute('data-of')).toBe('anybody');
  await expectAccessible(page, 'photo read');
});

test('a photo of a person who was measured is read beside that measurement, and near the truth', async () => {
  await page.goto(fovea.url('/options.html#people'));
  await page.getByTestId('import-files').setInputFiles(await makeMeasurement(MEASURED_FRAMES));
  await page.getByTestId('measurement').waitFor({ timeout: 30 * SECOND });
  await page.getByRole('button', { name: 'Use for tracking' }).click();
  await page.locator('[data-testid="learning"][data-status="learned"]').waitFor({ timeout: 90 * SECOND });
  await page.goto(fovea.url('/options.html#analyse'));
  const chosen = page.getByLabel('Who is in the photo?').locator('option:checked');
  await expect.poll(() => chosen.allInnerTexts()).toEqual(['p2046']);

  const [asked] = ASKED_FRAMES;
  await page.getByTestId('photo-file').setInputFiles(await takePhoto(asked));
  const basis = page.getByTestId('photo-basis');
  await basis.waitFor({ timeout: 60 * SECOND });
  expect(await basis.getAttribute('data-of')).toBe('person');
  const errors = [await measurePhotoError(asked)];
  for (const index of ASKED_FRAMES.slice(1)) {
    await page.getByTestId('photo-file').setInputFiles(await takePhoto(index));
    await page.getByRole('img', { name: `photo ${index}.jpg` }).waitFor({ timeout: 60 * SECOND });
    errors.push(await measurePhotoError(index));
  }
  console.log(`analyse: errors of single photos ${errors.map((error) => error.toFixed(1)).join(', ')} %`);
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(20);

  await page.getByLabel('Who is in the photo?').selectOption('Somebody else');
  await page.locator('[data-testid="photo-basis"][data-of="anybody"]').waitFor({ timeout: 60 * SECOND });
});

test('a photo without a face, and files that are no photos, say so', async () => {
  const card = page.getByTestId('photo');
  await page.getByTestId('photo-file').setInputFiles({
    name: 'meadow.png',
    mimeType: 'image/png',
    buffer: await paintMeadow(),
  });
  await card.getByText('No open eyes were found in meadow.png').waitFor({ timeout: 60 * SECOND });

  await dropFile(card, { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear all') });
  await expectProblem(card, 'letter.jpg', 'no JPEG, PNG or WebP');
  const photo = await takePhoto(0);
  await dropFile(card, { ...photo, name: 'half.jpg', buffer: photo.buffer.subarray(0, 300) });
  await expectProblem(card, 'half.jpg', 'damaged');
});

test(
  'a recording is read in two passes, and its gaze is nearer the truth than the centre is',
  async () => {
    await page.getByTestId('recording-file').setInputFiles(fixture('recording.webm'));
    const seen = await watchProgress();
    await waitForStatus('finished', 3 * MINUTE);
    expect(await seen()).toEqual(['Pass 1 of 2: getting to know the face', 'Pass 2 of 2: reading the gaze']);

    const figures = await page.getByTestId('figures').innerText();
    expect(figures).toContain('0:48');
    expect(figures).toContain('240');
    const lines = page.getByTestId('trace').locator('path.trace__line');
    await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(2);
    await expect.poll(hasHeat).toBe(true);
    await expectAccessible(page, 'recording read');

    const csv = await save('Save CSV');
    expect(csv.suggestedFilename()).toBe('recording gaze.csv');
    await expectNearerThanCentre((await readFile(await csv.path())).toString());
    const png = await save('Save PNG');
    expect((await readFile(await png.path())).subarray(0, 8)).toEqual(
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    );
    await waitUntil(async () => (await countOpenDecoders()) === 0, 15 * SECOND, 'the decoders to close');
  },
  8 * MINUTE,
);

test('cancelling leaves nothing at work, and so does another file', async () => {
  const card = page.getByTestId('recording');
  await page.getByTestId('recording-file').setInputFiles(fixture('recording.webm'));
  await card
    .getByText('Pass 1 of 2')
    .first()
    .waitFor({ timeout: 60 * SECOND });
  await expect.poll(countOpenDecoders).toBe(1);
  await card.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await waitForStatus('cancelled', 15 * SECOND);
  await waitUntil(async () => (await countOpenDecoders()) === 0, 15 * SECOND, 'the decoders to close');

  await page.getByTestId('recording-file').setInputFiles(fixture('recording.webm'));
  await card
    .getByText('Pass 1 of 2')
    .first()
    .waitFor({ timeout: 60 * SECOND });
  await dropFile(card, { name: 'letter.mp4', mimeType: 'video/mp4', buffer: Buffer.from('Dear all') });
  await expectProblem(card, 'letter.mp4', 'no video');
  await waitUntil(async () => (await countOpenDecoders()) === 0, 15 * SECOND, 'the decoders to close');
  await sleep(SECOND);
  await expectProblem(card, 'letter.mp4', 'no video');
});

test(
  'a recording that was cut off is read as far as it goes; one without a face says so',
  async () => {
    const whole = await readFile(fixture('recording.webm'));
    await page.getByTestId('recording-file').setInputFiles({
      name: 'cut.webm',
      mimeType: 'video/webm',
      buffer: whole.subarray(0, whole.length / 4),
    });
    await waitForStatus('finished', 2 * MINUTE);
    await page.getByText('The file says that it is 0:48 long').waitFor();

    await page.getByTestId('recording-file').setInputFiles({
      name: 'meadow.webm',
      mimeType: 'video/webm',
      buffer: await filmMeadow(),
    });
    await waitForStatus('faceless', MINUTE);
    await page.getByTestId('recording').getByText('meadow.webm shows no open eyes').waitFor();
  },
  8 * MINUTE,
);

/** Frames of the rendered person that are in no measurement here: on the left, in the middle, on the right. */
const ASKED_FRAMES = [130, 161, 200] as const;
const MEASURED_FRAMES = 30;

async function measurePhotoError(index: number): Promise<number> {
  const { frames } = await readSampleRecording();
  const gaze = page.getByTestId('photo-gaze');
  const [x, y] = [Number(await gaze.getAttribute('data-x')), Number(await gaze.getAttribute('data-y'))];
  return 100 * Math.hypot(x - frames[index]!.xScreen, y - frames[index]!.yScreen);
}

async function dropFile(target: Locator, { name, mimeType, buffer }: ChosenFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, type, base64]) => {
      const bytes = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], fileName!, { type: type! }));
      return transfer;
    },
    [name, mimeType, buffer.toString('base64')],
  );
  await target.dispatchEvent('dragenter', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
}

async function expectProblem(card: Locator, fileName: string, reason: string): Promise<void> {
  const alert = card.getByRole('alert').filter({ hasText: fileName });
  await alert.waitFor({ timeout: 30 * SECOND });
  expect(await alert.innerText()).toContain(reason);
}

async function waitForStatus(status: string, withinMs: number): Promise<void> {
  await page.getByTestId('recording').locator(`[data-status="${status}"]`).waitFor({ timeout: withinMs });
}

/** Notes what is being done as it changes; answers with the passes, in order. */
async function watchProgress(): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenPasses: seen });
    const note = (): void => {
      const text = document.querySelector('[data-testid="pass"]')?.textContent ?? '';
      if (text.startsWith('Pass') && seen.at(-1) !== text) seen.push(text);
    };
    const options = { subtree: true, childList: true, characterData: true };
    new MutationObserver(note).observe(document.body, options);
  });
  return () => page.evaluate(() => (globalThis as unknown as { seenPasses: string[] }).seenPasses);
}

async function save(button: string): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return download;
}

/** Whether anything but the empty screen was drawn. */
async function hasHeat(): Promise<boolean> {
  return page.getByTestId('heatmap').evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    return context.getImageData(0, 0, width, height).data.some((value, i) => i % 4 === 0 && value > 120);
  });
}

/** The mean error must be clearly below that of always saying the centre, and nearly all frames must have a gaze. */
async function expectNearerThanCentre(csv: string): Promise<void> {
  const { frames, framesPerSecond } = await readSampleRecording();
  const [header, ...rows] = csv.trimEnd().split('\r\n');
  expect(header).toBe('timestampMs,xScreen,yScreen,confidence');
  let [error, centre] = [0, 0];
  for (const row of rows) {
    const [timestampMs, x, y] = row.split(',').map(Number);
    const truth = frames[Math.round((timestampMs! * framesPerSecond) / SECOND)]!;
    error += (100 * Math.hypot(x! - truth.xScreen, y! - truth.yScreen)) / rows.length;
    centre += (100 * Math.hypot(0.5 - truth.xScreen, 0.5 - truth.yScreen)) / rows.length;
  }
  console.log(
    `analyse: error ${error.toFixed(1)} % over ${rows.length} of ${frames.length} frames (always the centre: ${centre.toFixed(1)} %)`,
  );
  expect(rows.length).toBeGreaterThan(0.9 * frames.length);
  expect(error).toBeLessThan(0.6 * centre);
}

/** A picture with no face in it. */
async function paintMeadow(): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#7fb4e0';
    context.fillRect(0, 0, 640, 240);
    context.fillStyle = '#4f8a3c';
    context.fillRect(0, 240, 640, 240);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** A second of the same, as the browser records it. */
async function filmMeadow(): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 240];
    const context = canvas.getContext('2d')!;
    const timer = setInterval(() => {
      context.fillStyle = '#7fb4e0';
      context.fillRect(0, 0, 320, 120);
      context.fillStyle = '#4f8a3c';
      context.fillRect(0, 120, 320, 120);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
    const chunks: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    recorder.stop();
    await stopped;
    clearInterval(timer);
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

/** Runs in the page before its own code: keeps hold of every decoder that is made. */
function watchDecoders(): void {
  const decoders: VideoDecoder[] = [];
  const Native = VideoDecoder;
  Object.assign(globalThis, {
    decoders,
    VideoDecoder: class extends Native {
      constructor(init: VideoDecoderInit) {
        super(init);
        decoders.push(this);
      }
    },
  });
}

async function countOpenDecoders(): Promise<number> {
  return page.evaluate(
    () =>
      (globalThis as unknown as { decoders: VideoDecoder[] }).decoders.filter(
        ({ state }) => state !== 'closed',
      ).length,
  );
}
