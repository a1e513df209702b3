// Accuracy, end to end: the screen's size by a bank card, a quick check by keyboard, its result kept, and a check cancelled.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTabId } from '../../scripts/ask-extension.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { ValidationRow } from '../../src/storage/validations.ts';
import { computeFigures } from '../../src/validation/figures.ts';
import { gradeFigures } from '../../src/validation/grade.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea, WINDOW } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { beginCheck, takeCheckDot } from './harness/take-dots.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const DOTS = 5;

let camera: FakeCamera;
let fovea: Fovea;
let page: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  page = await fovea.open('/options.html#accuracy');
});
afterAll(async () => {
  await fovea.close();
  await removeCamera(camera);
});

test('the size of the screen is set by keyboard, and holds at another page zoom', async () => {
  await page.getByRole('button', { name: 'Set size and distance' }).focus();
  await page.keyboard.press('Enter');
  const card = page.getByTestId('bank-card');
  // A rectangle that nobody has held a card against says nothing of the screen.
  await page.keyboard.press('Enter');
  await page.getByText('The rectangle is only a guess').waitFor();
  await card.focus();
  expect(Number(await card.getAttribute('aria-valuenow'))).toBe(324);
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Shift+ArrowRight');
  for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('ArrowLeft');
  const cardPx = 323.5 + 3 * 10 - 20 * 0.5;
  const measureCard = (): Promise<number> =>
    card.evaluate((element) => element.getBoundingClientRect().width);
  await expect.poll(measureCard).toBeCloseTo(cardPx, 1);

  await page.getByLabel('Distance from your eyes').focus();
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.getByText('between 20 and 300 cm').waitFor();
  await page.getByLabel('Distance from your eyes').fill('60');
  await page.keyboard.press('Enter');
  const widthCm = ((WINDOW.widthPx * 8.56) / cardPx).toFixed(1);
  const facts = page.getByTestId('screen-facts');
  await facts.filter({ hasText: `${widthCm} ×` }).waitFor();
  expect(await facts.textContent()).toContain('60 cm away');

  const tabId = await findTabId(page, page);
  const screen = page.getByTestId('screen-size');
  const id = await screen.getAttribute('data-screen');
  await page.evaluate((tab) => chrome.tabs.setZoom(tab, 1.5), tabId);
  await waitUntil(() => page.evaluate(() => window.devicePixelRatio === 1.5), 15 * SECOND, 'the zoom');
  await page.getByRole('button', { name: 'Change' }).click();
  // The same card takes fewer of the larger pixels.
  await waitUntil(
    async () => Math.abs((await measureCard()) - cardPx / 1.5) < 0.2,
    15 * SECOND,
    'the card of the same size',
  );
  await page.keyboard.press('Escape');
  await expect.poll(() => facts.textContent()).toContain(`${widthCm} ×`);
  expect(await screen.getAttribute('data-screen')).toBe(id);
  await page.evaluate((tab) => chrome.tabs.setZoom(tab, 1), tabId);

  await page.getByRole('button', { name: 'Forget' }).click();
  await facts.filter({ hasText: 'size not known' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await facts.filter({ hasText: '60 cm away' }).waitFor();
});

test('a quick check is taken by keyboard, graded and kept; another is cancelled', async () => {
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await page.getByTestId('no-checks').waitFor();

  await open('Quick check');
  await beginCheck(page);
  const stage = page.getByTestId('check-stage');
  for (let index = 0; index < DOTS; index += 1) await takeCheckDot(page, index);
  await stage.waitFor({ state: 'detached' });
  await waitForCameraOff();

  const result = page.getByTestId('pending-result');
  const keep = async (): Promise<void> => {
    const hasFocus = (): Promise<boolean> =>
      page.getByTestId('keep').evaluate((button) => button.matches(':focus'));
    await expect.poll(hasFocus).toBe(true);
    await page.keyboard.press('Enter');
    await result.waitFor({ state: 'detached' });
  };
  const grade = Number(await result.getByTestId('grade').getAttribute('data-grade'));
  expect(await result.getByTestId('check-picture').getAttribute('aria-label')).toContain(`${DOTS} dots`);
  expect(await readChecks()).toEqual([]);
  await expectAccessible(page, 'result of a check', { tab: false });
  // The button that keeps it has the focus.
  await keep();
  await page.getByTestId('check').waitFor();

  const [row, ...others] = await readChecks();
  expect(others).toEqual([]);
  expect(row).toMatchObject({ kind: 'quick', grade, distanceCm: 60, trials: { length: DOTS } });
  const { screen, distanceCm, figures, trials } = row!;
  expect(roundAll(computeFigures(trials, { screen, distanceCm }))).toEqual(roundAll(figures));
  expect(gradeFigures(figures).grade).toBe(grade);
  expect(figures.samples).toBeGreaterThan(DOTS);
  expect(figures.accuracy!.deg).toBeGreaterThan(0);
  console.log(
    `quick check: grade ${grade}, ${figures.accuracy!.screenPct.toFixed(1)} % off (the recorded person looks elsewhere), ` +
      `${figures.samples} samples, ${figures.dataLossPct.toFixed(0)} % lost, ${figures.samplingRateHz?.toFixed(1)} Hz`,
  );

  await open('Quick check');
  await expectAccessible(page, 'before a check', { tab: false });
  await beginCheck(page);
  await page.getByTestId('target').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('check-problem').filter({ hasText: 'cancelled' }).waitFor();
  await waitForCameraOff();
  expect(await readChecks()).toHaveLength(1);

  // Again, with dots that move on by themselves: the kept one stays until the new one is accepted.
  await page.getByLabel('The dots move on by themselves').focus();
  await page.keyboard.press('Space');
  await open(/^Redo the check/);
  await beginCheck(page);
  await result.waitFor({ timeout: 60 * SECOND });
  expect(await readChecks()).toEqual([row]);
  await keep();
  await expect.poll(async () => (await readChecks())[0]?.id).not.toBe(row!.id);
  expect(await readChecks()).toMatchObject([{ advance: 'auto', trials: { length: DOTS } }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await waitUntil(
    async () => (await readChecks())[0]?.id === row!.id,
    15 * SECOND,
    'the first one to be back',
  );
  expect(await readChecks()).toEqual([row]);

  await page.getByRole('button', { name: /^Delete the check/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('no-checks').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByTestId('check').waitFor();
  expect(await readChecks()).toEqual([row]);
});

function waitForCameraOff(): Promise<void> {
  return waitUntil(async () => !(await isCameraInUse(camera.path)), 3 * SECOND, 'the camera to be off');
}

/** The browser's arc tangent may differ from Node's in the last bit. */
function roundAll(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'number' ? Number(part.toPrecision(10)) : part,
  );
}

/** Presses a button, and waits until the check can begin. */
async function open(button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="check-wait"][data-ready="true"]').waitFor({ timeout: 60 * SECOND });
}

/** The stored checks, past the extension's own code. */
async function readChecks(): Promise<ValidationRow[]> {
  return page.evaluate(
    () =>
      new Promise<ValidationRow[]>((resolve, reject) => {
        const opening = indexedDB.open('fovea');
        opening.addEventListener('error', reject);
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('validations').objectStore('validations').getAll();
          all.addEventListener('success', () => {
            opening.result.close();
            resolve(all.result);
          });
        });
      }),
  );
}
