// Whether a measurement sees its person, end to end: said before and while measuring, never in the way, and missed dots again.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { prepareEmptyRoom } from './harness/empty-room.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { setMeasuredCamera, setTargetCount } from './harness/stored-memories.ts';
import { takeDots } from './harness/take-dots.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TARGETS = 3;

let person: FakeCamera;
let emptyRoom: string;

beforeAll(async () => {
  person = await prepareSampleCamera();
  emptyRoom = await prepareEmptyRoom();
});
afterAll(async () => {
  await removeCamera(person);
  await removeCamera({ ...person, path: emptyRoom });
});

test(
  'an empty chair is told before and while measuring, blocks nothing, and its dots can be taken again',
  () =>
    withCamera(emptyRoom, async (first, fovea) => {
      let page = first;
      await waitForEyes(page, 'unseen');
      await page.getByTestId('eyes-check').getByText('I can’t see your eyes.').waitFor();
      await begin(page);
      await page.getByTestId('stage-notice').getByText('I can’t see your eyes.').waitFor();
      expect(await page.getByTestId('stage-notice').getAttribute('role')).toBe('status');

      // Cut off in the middle, as by a crash, and gone on with.
      await takeDots(page, 1, TARGETS);
      await setTargetCount(page, TARGETS);
      await page.close();
      page = await fovea.open('/options.html#measure');
      await page.getByText(`1 of ${TARGETS} targets`).waitFor();
      await page.getByRole('button', { name: 'Resume' }).click();
      await takeDots(page, TARGETS, TARGETS);
      await page.getByTestId('finished').waitFor();
      await page
        .getByRole('img', { name: `Eyes were seen in 0 of ${TARGETS} photos.` })
        .first()
        .waitFor();

      const again = page.getByRole('button', { name: `Take those ${TARGETS} again` });
      await again.focus();
      await page.keyboard.press('Enter');
      const goOn = page.getByRole('button', { name: 'Go on' });
      await waitUntil(() => goOn.isEnabled(), 30 * SECOND, 'the camera');
      await page.getByText(`${TARGETS} dots to take again`).waitFor();
      await takeDots(page, TARGETS, TARGETS);
      await page
        .getByTestId('measurement')
        .filter({ hasText: `${TARGETS} photos` })
        .waitFor();
    }),
  8 * MINUTE,
);

test(
  'a person is seen, before and while measuring, and the photos count',
  () =>
    withCamera(person.path, async (page) => {
      await waitForEyes(page, 'seen');
      await page.getByLabel(/^9 /).check();
      await begin(page);
      expect(await page.getByTestId('stage').getAttribute('data-count')).toBe('9');
      await takeDots(page, 1, TARGETS);
      for (let looks = 0; looks < 20; looks += 1) {
        expect(await page.getByTestId('stage-notice').textContent()).toBe('');
        await sleep(200);
      }
      await page.keyboard.press('p');
      await page.getByRole('img', { name: 'Eyes were seen in 1 of 1 photos.' }).waitFor();

      // It goes on with the camera that it was begun with, and no other.
      await setMeasuredCamera(page, 'Camera of yesterday');
      await page.getByRole('button', { name: 'Keep and finish later' }).click();
      await page.getByRole('button', { name: 'Resume' }).click();
      const paused = page.getByTestId('pause-panel');
      await paused.getByText('begun with Camera of yesterday, and now it is').waitFor();
      await paused.getByRole('button', { name: 'Continue' }).click();
      await paused.getByText('Paused: this is another camera').waitFor();
    }),
  6 * MINUTE,
);

async function withCamera(path: string, work: (page: Page, fovea: Fovea) => Promise<void>): Promise<void> {
  const fovea: Fovea = await launchFovea({ kind: 'recording', path });
  try {
    await work(await fovea.open('/options.html#measure'), fovea);
  } finally {
    await fovea.close();
  }
}

async function waitForEyes(page: Page, eyes: 'seen' | 'unseen'): Promise<void> {
  await page.locator(`[data-testid="eyes-check"][data-eyes="${eyes}"]`).waitFor({ timeout: MINUTE });
}

async function begin(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByTestId('stage').waitFor();
}
