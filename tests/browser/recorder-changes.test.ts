// What the recorder hears of changes by attributes alone, in a real document.
import { afterEach, expect, it } from 'vitest';
import { watchAttributes } from '../../src/recorder/watch-attributes.ts';
import { watchChanges } from '../../src/recorder/watch-changes.ts';

const stage = document.createElement('div');
let watch: AbortController | undefined;

/** Shows it, and counts the changes from then on. */
function show(html: string): { count: number } {
  stage.innerHTML = html;
  document.body.prepend(stage);
  watch = new AbortController();
  const told = { count: 0 };
  watchAttributes(watch.signal, () => (told.count += 1));
  return told;
}
afterEach(() => {
  watch?.abort();
  stage.remove();
  document.querySelectorAll('fovea-overlay, fovea-task-bar').forEach((own) => own.remove());
});

const find = (selector: string): HTMLElement => stage.querySelector<HTMLElement>(selector)!;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const MENU = '<button id="open" aria-expanded="false">Menu</button><ul id="menu" hidden><li>One</li></ul>';

it.each([
  ['its class', (): void => void find('#menu').classList.add('is-open')],
  ['its style', (): void => void (find('#menu').style.display = 'block')],
  ['`hidden`', (): void => void (find('#menu').hidden = false)],
  ['`aria-expanded`', (): void => find('#open').setAttribute('aria-expanded', 'true')],
])('a menu that opens by %s is one change', async (_by, open) => {
  const told = show(MENU);
  open();
  await expect.poll(() => told.count, { timeout: 5000 }).toBe(1);
  await wait(600);
  expect(told.count).toBe(1);
});

it('all that opens together is one change', async () => {
  const told = show(MENU);
  find('#open').setAttribute('aria-expanded', 'true');
  find('#menu').hidden = false;
  document.body.classList.add('menu-open');
  await expect.poll(() => told.count, { timeout: 5000 }).toBe(1);
  await wait(600);
  expect(told.count).toBe(1);
  document.body.classList.remove('menu-open');
});

it('a style that is rewritten from frame to frame is none, until it stops', async () => {
  const told = show('<p id="ball" style="position: absolute">o</p>');
  const ball = find('#ball');
  let going = true;
  let frames = 0;
  const move = (): void => {
    frames += 1;
    ball.style.left = `${frames % 200}px`;
    if (going) setTimeout(move, 16);
  };
  move();
  await wait(2000);
  expect(frames).toBeGreaterThan(10);
  expect(told.count).toBe(0);
  going = false;
  await expect.poll(() => told.count, { timeout: 5000 }).toBe(1);
});

it('what is written and stays the same, is out of sight, or is Fovea’s own, is none', async () => {
  const told = show(
    '<p id="same" class="a">a</p><p id="far" style="position: absolute; top: 9000px">b</p><p id="other" title="">c</p>',
  );
  const own = ['fovea-overlay', 'fovea-task-bar'].map((tag) => document.createElement(tag));
  document.documentElement.append(...own);
  find('#same').className = 'a';
  find('#far').className = 'seen';
  find('#other').title = 'Nothing to see';
  for (const element of own) element.style.opacity = '0';
  await wait(800);
  expect(told.count).toBe(0);
  find('#same').className = 'b';
  await expect.poll(() => told.count, { timeout: 5000 }).toBe(1);
});

it('what shifts from frame to frame counts once, when it begins', async () => {
  stage.innerHTML =
    '<p id="tall" style="height: 10px"></p><p style="height: 500px; width: 800px; background: teal"></p>';
  document.body.prepend(stage);
  await wait(700);
  watch = new AbortController();
  let told = 0;
  watchChanges(watch.signal, () => (told += 1));
  // Observers are told of what was there before they were.
  await wait(700);
  told = 0;
  let going = true;
  let heightPx = 10;
  const grow = (): void => {
    heightPx = heightPx > 300 ? 10 : heightPx + 20;
    find('#tall').style.height = `${heightPx}px`;
    if (going) requestAnimationFrame(grow);
  };
  requestAnimationFrame(grow);
  await wait(2500);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(5);
  going = false;
});
