// Clicks in a page's frames, end to end: recorded as place, time and element, in frames of any origin and depth.
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askExtension, findTabId } from '../../scripts/ask-extension.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { launchPlayed, waitForStored, type PlayedSession } from './harness/played-session.ts';
import type { StoredSession } from './harness/stored-sessions.ts';
import { sleep } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));
/** Pointers go in whole pixels, and the page's place on the screen is known to one. */
const TOLERANCE_PX = 2;

let own: FolderServer;
let other: FolderServer;
let played: PlayedSession;
let page: Page;

beforeEach(async () => {
  [own, other] = await Promise.all([serveFolder(FOLDER), serveFolder(FOLDER, '127.0.0.1')]);
  played = await launchPlayed();
});
afterEach(async () => {
  await played?.fovea.close();
  own.close();
  other.close();
});

async function openFrames(): Promise<void> {
  page = await played.open(`${own.url}frames.html?other=${encodeURIComponent(other.url)}`);
  // Where the page lies on the screen is learned from the pointer, over the page itself.
  await played.look(page, 10, 10);
}

const findClicks = ({ events }: StoredSession) => events.filter((event) => event.type === 'click');

/** Where an element is in its document's viewport, and where its contents begin in it. */
const measure = (locator: Locator) =>
  locator.evaluate((element) => {
    const { x, y } = element.getBoundingClientRect();
    return { x, y, border: element.clientLeft };
  });

/** Where it is in the page's viewport, which Playwright tells less exactly of frames with a border. */
async function findPlace(frames: readonly Locator[], button: Locator) {
  const { x, y } = await measure(button);
  const outer = await Promise.all(frames.map(measure));
  return {
    x: outer.reduce((sum, frame) => sum + frame.x + frame.border, x),
    y: outer.reduce((sum, frame) => sum + frame.y + frame.border, y),
  };
}

/**
 * Clicks on a button in a frame; what was recorded of it, and where that lies in the page's document.
 * @param frames the selectors of the frames that it is in, the outermost first
 */
async function clickOn(frames: readonly string[], selector: string) {
  const owners: Locator[] = [];
  let within: Page | FrameLocator = page;
  for (const frame of frames) {
    owners.push(within.locator(frame));
    within = within.frameLocator(frame);
  }
  const button = within.locator(selector);
  await played.waitForFrame(await button.evaluate(() => location.href));
  // Playwright's own waits for frames to be drawn, which those out of sight are not.
  await button.evaluate((element) => element.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
  await sleep(0.2 * SECOND);
  const box = await findPlace(owners, button);
  const scroll = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
  const { length } = findClicks(await played.read());
  const at = { x: Math.round(box.x + 37), y: Math.round(box.y + 22) };
  const beforeMs = Date.now();
  await page.mouse.click(at.x, at.y);
  const stored = await waitForStored(
    played,
    (now) => findClicks(now).length > length,
    `a click on ${selector}`,
  );
  const clicks = findClicks(stored).slice(length);
  expect(clicks).toHaveLength(1);
  const [click] = clicks as [(typeof clicks)[number]];
  const atMs = Date.parse(stored.info.createdAt) + click.timestampMs;
  expect(Math.abs(click.xDocumentPx - at.x - scroll.x)).toBeLessThan(TOLERANCE_PX);
  expect(Math.abs(click.yDocumentPx - at.y - scroll.y)).toBeLessThan(TOLERANCE_PX);
  expect(atMs).toBeGreaterThan(beforeMs - 100);
  expect(atMs).toBeLessThan(Date.now());
  const element = stored.elements[click.element]!;
  expect(element.tag).toBe('button');
  expect(Math.abs(element.box.xDocumentPx - box.x - scroll.x)).toBeLessThan(TOLERANCE_PX);
  expect(Math.abs(element.box.yDocumentPx - box.y - scroll.y)).toBeLessThan(TOLERANCE_PX);
  expect([element.box.widthPx, element.box.heightPx]).toEqual([120, 60]);
  return { selector: element.selector, attachment: element.attachment };
}

test('of its own origin and of others, nested ones, and however page and frame are scrolled', async () => {
  await openFrames();
  await played.start();
  await played.waitForRecorder(page);
  expect(await clickOn(['#own'], '#buy')).toEqual({ selector: '#own >>> #buy', attachment: 'scroller' });
  expect((await clickOn(['#other'], '#buy')).selector).toBe('#other >>> #buy');
  await page.evaluate(() => scrollTo(0, 150));
  expect((await clickOn(['#other'], '#far')).selector).toBe('#other >>> #far');
  expect((await clickOn(['#own'], '#far')).selector).toBe('#own >>> #far');
  // A frame of the same origin as the one that it lies in knows its place; one of another cannot see it.
  expect((await clickOn(['#own', 'iframe'], '#buy')).selector).toBe('#own >>> iframe >>> #buy');
  expect((await clickOn(['#other', 'iframe'], '#buy')).selector).toBe(
    '#other >>> html > body > iframe:nth-of-type(1) >>> #buy',
  );

  // The same button once more is the same element, and what is in a page that loads while it records is heard too.
  const { length } = (await played.read()).elements;
  await clickOn(['#other'], '#far');
  expect((await played.read()).elements).toHaveLength(length);
  await page.goto(`${page.url()}&again`, { waitUntil: 'load' });
  await played.waitForRecorder(page);
  await played.look(page, 10, 10);
  expect((await clickOn(['#other', 'iframe'], '#far')).selector).toBe(
    '#other >>> html > body > iframe:nth-of-type(1) >>> #far',
  );
  await played.ask('stopSession');
  const stored = await played.read();
  expect(JSON.stringify(stored)).not.toContain('secret');
  expect(stored.views).toHaveLength(2);
});

test('nothing of a frame whose site is excluded, of one in a page that is, and in a pause', async () => {
  await openFrames();
  await played.start();
  await played.waitForRecorder(page);
  await clickOn(['#own'], '#buy');
  await played.control.evaluate(() => chrome.storage.local.set({ excludedSites: ['127.0.0.1'] }));
  await played.waitForExcluded('127.0.0.1');
  await sleep(0.5 * SECOND);
  const excluded = (await page.locator('#other').boundingBox())!;
  await page.mouse.click(excluded.x + 80, excluded.y + 150);
  await clickOn(['#own'], '#buy');

  await askExtension(played.control, 'pauseSession');
  const included = (await page.locator('#own').boundingBox())!;
  await page.mouse.click(included.x + 80, included.y + 150);
  await sleep(0.5 * SECOND);
  await askExtension(played.control, 'resumeSession');
  await played.waitForRecorder(page);
  await sleep(0.5 * SECOND);
  await clickOn(['#own'], '#buy');

  // A page of the excluded site, with a frame of one that is not.
  await page.goto(`${other.url}frames.html?other=${encodeURIComponent(own.url)}`);
  await sleep(0.5 * SECOND);
  const inside = (await page.locator('#other').boundingBox())!;
  await page.mouse.click(inside.x + 80, inside.y + 150);
  await sleep(0.5 * SECOND);
  await played.ask('stopSession');
  const stored = await played.read();
  expect(findClicks(stored)).toHaveLength(3);
  expect(stored.elements.map(({ selector }) => selector)).toEqual(['#own >>> #buy']);
});

test('of one tab alone, in frames that came when it was being recorded, and in those that these brought', async () => {
  page = await played.open(`${own.url}second.html`);
  await played.look(page, 10, 10);
  await played.start({ onlyTab: await findTabId(played.control, page) });
  await played.waitForRecorder(page);
  await page.evaluate(
    (src) => {
      const frame = Object.assign(document.createElement('iframe'), { id: 'late', src });
      frame.style.cssText =
        'position: absolute; top: 200px; left: 40px; width: 400px; height: 400px; border: 0';
      document.body.append(frame);
    },
    `${own.url}frame.html?inner=${encodeURIComponent(other.url)}`,
  );
  await page.frameLocator('#late').frameLocator('iframe').locator('#buy').waitFor();
  expect((await clickOn(['#late'], '#buy')).selector).toBe('#late >>> #buy');
  expect((await clickOn(['#late', 'iframe'], '#buy')).selector).toBe('#late >>> iframe >>> #buy');

  // A frame that goes to another page is another document.
  const gone = page.frameLocator('#late').locator('iframe');
  await gone.evaluate((frame, src) => Object.assign(frame, { src }), `${own.url}frame.html?again`);
  await page.frameLocator('#late').frameLocator('iframe[src*="again"]').locator('#buy').waitFor();
  await clickOn(['#late', 'iframe'], '#far');
  await played.ask('stopSession');
  expect(findClicks(await played.read())).toHaveLength(3);
});
