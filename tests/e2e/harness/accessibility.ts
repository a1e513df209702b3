// Whether everybody can use what a page shows now: the axe validator in light and in dark, the Tab key, and motion.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findFocus, findTabStops } from './tab-stops.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;
const SCHEMES = ['light', 'dark'] as const;
/** WCAG 2.2 at levels A and AA, and what axe's makers hold good practice: landmarks, headings. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Whatever takes longer is seen to move. */
const STILL_S = 0.01;
const MOST_TRIES = 3;
/** Where to save a picture of everything that is looked at, in light and in dark; nowhere if it is not set. */
const PICTURES = process.env['FOVEA_PICTURES'];

/** Runs an expression, written as text, where the document is to be looked at; answers with its value. */
type Evaluate = <T>(expression: string) => Promise<T>;

export type Looks = {
  /** Where the page's own world does not see it. */
  evaluate?: Evaluate;
  /** A selector of what alone is looked at. */
  within?: string;
  /** Presses Tab through it all; false where the keyboard is not the page's own, as in a menu. */
  tab?: boolean;
};

/** What is wrong with a page in the state it is in; the test goes on, and fails at its end. */
export async function expectAccessible(
  page: Page,
  name: string,
  { evaluate = (text) => page.evaluate(text), within, tab = true }: Looks = {},
): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const problems = await findProblems(evaluate, within);
    expect.soft(problems, `${name} in ${colorScheme}`).toEqual([]);
    if (PICTURES) await savePicture(page, `${name} ${colorScheme}`, within === undefined);
  }
  expect.soft(await evaluate(`(${findMotion})(${STILL_S})`), `${name}: what moves`).toEqual([]);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (tab) expect.soft(await pressThrough(page), `${name}: where Tab goes`).toEqual([]);
}

/** The rules that are broken, each with the element that does and why. */
async function findProblems(evaluate: Evaluate, within: string | undefined): Promise<string[]> {
  if (!(await evaluate<boolean>(`'axe' in globalThis`))) await evaluate(`${axe.source}; true`);
  const options = { runOnly: RULES, resultTypes: ['violations'], elementRef: false };
  const context = within === undefined ? 'document' : JSON.stringify(within);
  const { violations, passes } = await evaluate<AxeResults>(
    `axe.run(${context}, ${JSON.stringify(options)})`,
  );
  // A validator that looked at nothing finds nothing.
  expect(passes.length).toBeGreaterThan(5);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary, html }) =>
      [id, String(target), html.slice(0, 200), failureSummary?.split('\n').slice(1).join(';')].join(' | '),
    ),
  );
}

/** Every animation and transition that takes time although the person asked for less motion. Runs in the page. */
function findMotion(stillS: number): string[] {
  const found: string[] = [];
  const roots: ParentNode[] = [document];
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- out of here it would not travel to the page.
  const longest = (list: string): number => Math.max(...list.split(',').map((each) => parseFloat(each)));
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      for (const pseudo of [null, '::before', '::after']) {
        const style = getComputedStyle(element, pseudo);
        const moves =
          (style.animationName !== 'none' && longest(style.animationDuration) > stillS) ||
          longest(style.transitionDuration) > stillS;
        if (moves) found.push(`${element.tagName}.${element.getAttribute('class')}${pseudo ?? ''}`);
      }
    }
  }
  const running = document.getAnimations().map(({ effect }) => effect?.getComputedTiming().duration);
  return [...found, ...running.filter((ms) => Number(ms) > 1000 * stillS).map((ms) => `runs ${ms} ms`)];
}

/** Presses Tab from the first stop to the last; anew where other stops have come meanwhile, of what was still being read. */
async function pressThrough(page: Page): Promise<string[]> {
  let stops = await page.evaluate(findTabStops);
  let problems = await pressFrom(page, stops);
  for (let tries = 1; tries < MOST_TRIES && problems.length > 0; tries += 1) {
    const now = await page.evaluate(findTabStops);
    if (String(now) === String(stops)) break;
    stops = now;
    problems = await pressFrom(page, stops);
  }
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  return problems;
}

/** From the first stop, which has the focus: each in the document's order, and seen where it is. */
async function pressFrom(page: Page, stops: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const [index, stop] of stops.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    const focus = await page.evaluate(findFocus);
    if (focus.stop !== index) problems.push(`Tab goes to ${focus.name}, not to ${stop}`);
    else if (!focus.visible) problems.push(`the focus is not seen on ${stop}`);
  }
  return problems;
}

/** Opens a dialog by keyboard, lets it be looked at, and closes it by Escape: the keyboard must be back at its button. */
export async function expectDialog(
  page: Page,
  button: string | RegExp,
  look: () => Promise<void>,
): Promise<void> {
  const opener = page.getByRole('button', { name: button }).first();
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await look();
  await page.locator('dialog[open] :is(button, input, a)').first().focus();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await waitUntil(
    () => opener.evaluate((element) => element.matches(':focus')),
    15 * SECOND,
    `the focus to be back on “${button}”`,
  );
}

/**
 * Evaluates in the extension's own world of a web page, the only one that may look into its closed shadow root.
 * @see https://developer.chrome.com/docs/extensions/reference/api/dom
 */
export async function openContentWorld(page: Page, extensionId: string): Promise<Evaluate> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const origin = `chrome-extension://${extensionId}`;
  let contextId: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin === origin) contextId = context.id;
  });
  await session.send('Runtime.enable');
  await waitUntil(() => contextId !== undefined, 20 * SECOND, 'the world of the overlay');
  const evaluate: Evaluate = async <T>(expression: string) => {
    const answer = await session.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description);
    return answer.result.value as T;
  };
  await evaluate(`Object.defineProperty(Element.prototype, 'shadowRoot', {
    get() { return this instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(this) : null; },
  }), true`);
  return evaluate;
}

async function savePicture(page: Page, name: string, fullPage: boolean): Promise<void> {
  await mkdir(PICTURES!, { recursive: true });
  await page.screenshot({ fullPage, path: join(PICTURES!, `${name.replaceAll(/[^\w-]+/g, '-')}.png`) });
}
