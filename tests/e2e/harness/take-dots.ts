// A measurement's dots by keyboard, as a person takes them.
import type { Page } from 'playwright-core';
import { MIN_LOOK_MS } from '../../../src/measurement/run-state.ts';
import { sleep, waitUntil } from './wait.ts';

const SECOND = 1000;

/** Presses space for one dot after another; each is looked at for as long as it takes a press to count. */
export async function takeDots(page: Page, count: number, all: number): Promise<void> {
  while ((await waitForDot(page, all)) < count) {
    await sleep(MIN_LOOK_MS + 50);
    await page.keyboard.press('Space');
  }
}

/** Waits until a dot is shown, or all are taken; answers how many are taken. While a photo is stored no key counts; a break is ended by space. */
export async function waitForDot(page: Page, all: number): Promise<number> {
  let taken: number | null = null;
  const isShown = async (): Promise<boolean> => {
    if (await page.getByRole('button', { name: 'Go on' }).isVisible()) await page.keyboard.press('Space');
    taken = await page.evaluate((total) => {
      if (document.querySelector('[data-testid="finished"]')) return total;
      const stage = document.querySelector<HTMLElement>('[data-testid="stage"]')?.dataset;
      return stage?.['phase'] === 'look' ? Number(stage['taken']) : null;
    }, all);
    return taken !== null;
  };
  await waitUntil(isShown, 20 * SECOND, 'the next dot');
  return taken!;
}
