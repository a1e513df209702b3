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
  await beginCheck(page);
  for (let index = 0; index < CHECK_TARGET_COUNT.full; index += 1) await takeCheckDot(page, index, look);
}

/** Waits until the check can begin, and begins it. */
export async function beginCheck(page: Page): Promise<void> {
  await page.locator('[data-testid="check-wait"][data-ready="true"]').waitFor({ timeout: 60 * SECOND });
  await pressUntil(page, async () => (await readCheck(page)).phase !== 'waiting', 'the check to begin');
}

/** Waits for a dot of a check, and presses space as who has looked at it for long enough. */
export async function takeCheckDot(
  page: Page,
  index: number,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  const dot = page.locator(`[data-testid="check-stage"][data-phase="look"][data-index="${index}"]`);
  await dot.waitFor().catch(async (cause: Error) => {
    // Where it ended early, the page says why.
    throw new Error(`No dot ${index} of the check: ${await page.innerText('body')}`, { cause });
  });
  await look();
  await sleep(MIN_LOOK_MS + 50);
  const isTaken = async (): Promise<boolean> => {
    const check = await readCheck(page);
    return check.phase !== 'look' || check.index !== String(index);
  };
  await pressUntil(page, isTaken, `dot ${index} of the check to be taken`);
}

/** Of a check that is over there is nothing. */
function readCheck(page: Page): Promise<{ phase?: string; index?: string }> {
  return page.evaluate(() => {
    const stage = document.querySelector<HTMLElement>('[data-testid="check-stage"]');
    return { ...stage?.dataset };
  });
}

/** Presses space, again where it did not count: while no eyes are seen, no check begins. */
async function pressUntil(page: Page, counts: () => Promise<boolean>, what: string): Promise<void> {
  const isPressed = async (): Promise<boolean> => {
    await page.keyboard.press('Space');
    return waitUntil(counts, 3 * SECOND, what).then(
      () => true,
      () => false,
    );
  };
  await waitUntil(isPressed, 30 * SECOND, what);
}

/** Presses space on a button of a pause, once the keyboard was put there. */
export async function pressInPause(page: Page, name: string): Promise<void> {
  const button = page.getByTestId('pause-panel').getByRole('button', { name, disabled: false });
  await waitUntil(
    () => button.evaluate((element) => element.matches(':focus')),
    30 * SECOND,
    `the keyboard to be at “${name}”`,
  );
  await page.keyboard.press('Space');
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
  await waitUntil(isShown, 30 * SECOND, 'the next dot');
  return taken!;
}

/** Where the dot's centre lies on a page that fills the screen, 0..1. */
export async function readDot(page: Page): Promise<{ xScreen: number; yScreen: number }> {
  return page.getByTestId('target').evaluate((dot) => {
    const { left, top, width, height } = dot.getBoundingClientRect();
    return { xScreen: (left + width / 2) / innerWidth, yScreen: (top + height / 2) / innerHeight };
  });
}
