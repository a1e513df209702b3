// The dots of a measurement and of a check by keyboard, as a person takes them.
import type { Page } from 'playwright-core';
import { MIN_LOOK_MS } from '../../../src/measurement/run-state.ts';
import { CHECK_TARGET_COUNT } from '../../../src/validation/check-targets.ts';
import { sleep, waitUntil } from './wait.ts';

const SECOND = 1000;

/**
 * Presses space for one dot after another; each is looked at for as long as it takes a press to count.
 * @param look what the person does before, with each dot
 */
export async function takeDots(
  page: Page,
  count: number,
  all: number,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  while ((await waitForDot(page, all)) < count) {
    await look();
    await sleep(MIN_LOOK_MS + 50);
    await page.keyboard.press('Space');
  }
}

/** Goes through a check from the page before it, looking at each of its dots. */
export async function takeCheckDots(
  page: Page,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  await page.locator('[data-testid="check-wait"][data-ready="true"]').waitFor({ timeout: 60 * SECOND });
  await page.keyboard.press('Space');
  for (let index = 0; index < CHECK_TARGET_COUNT.full; index += 1) {
    const dot = page.locator(`[data-testid="check-stage"][data-phase="look"][data-index="${index}"]`);
    await dot.waitFor().catch(async (cause: Error) => {
      // Where it ended early, the page says why.
      throw new Error(`No dot ${index} of the check: ${await page.innerText('body')}`, { cause });
    });
    await look();
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

/** Where the dot's centre lies on a page that fills the screen, 0..1. */
export async function readDot(page: Page): Promise<{ xScreen: number; yScreen: number }> {
  return page.getByTestId('target').evaluate((dot) => {
    const { left, top, width, height } = dot.getBoundingClientRect();
    return { xScreen: (left + width / 2) / innerWidth, yScreen: (top + height / 2) / innerHeight };
  });
}
