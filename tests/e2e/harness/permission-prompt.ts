// The browser's own question for a permission, which no page and no protocol sees: answered by keyboard, on a virtual display.
import { execFileSync } from 'node:child_process';
import { hasTool } from '../../find-tool.ts';
import type { VirtualDisplay } from './virtual-display.ts';
import { sleep, waitUntil } from './wait.ts';

const SECOND = 1000;
/** Chromium takes no answer in the first half second, lest one is given by mistake. */
const UNTIL_IT_LISTENS_MS = SECOND;
const MOST_TRIES = 5;
/** In the margin of a page, away from the question, which is in the middle: the page is darkened while it is there. */
const MARGIN = { xPx: 20, yPx: 700 };
const DARKENED = 0.8;

/** What it takes: a display, and keys for it. */
export function hasPrompts(): boolean {
  return hasTool('Xvfb') && hasTool('xdotool');
}

/** Does what makes the browser ask, and answers once it does. */
export async function answerPrompt(
  display: VirtualDisplay,
  answer: 'allow' | 'refuse',
  ask: () => Promise<unknown>,
): Promise<void> {
  const press = (key: string): void => {
    execFileSync('xdotool', ['key', key], { env: { ...process.env, DISPLAY: display.name } });
  };
  const readMargin = async (): Promise<number> =>
    Math.max(...(await display.readPixel(MARGIN.xPx, MARGIN.yPx)));
  const before = await readMargin();
  const isAsked = async (): Promise<boolean> => (await readMargin()) < DARKENED * before;
  await ask();
  await waitUntil(isAsked, 20 * SECOND, 'the browser to ask for the permission');
  await sleep(UNTIL_IT_LISTENS_MS);
  // The keyboard is at “Deny” first.
  if (answer === 'allow') press('Tab');
  for (let tried = 0; tried < MOST_TRIES && (await isAsked()); tried += 1) {
    press(answer === 'allow' ? 'Return' : 'Escape');
    await sleep(SECOND);
  }
  if (await isAsked()) throw new Error(`The browser took no answer in ${MOST_TRIES} tries.`);
}
