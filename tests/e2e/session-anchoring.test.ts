// Anchoring, end to end: gaze at a known place of a page comes out on that element, whatever moves; pictures show the page alone.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { anchorSample } from '../../src/session/anchor.ts';
import type { DocumentPoint } from '../../src/screen/spaces.ts';
import type { Box } from '../../src/session/session-data.ts';
import { stitchShots } from '../../src/session/stitch-shots.ts';
import { openOverlay, type OverlayPage } from './harness/overlay-page.ts';
import { decodePicture } from './harness/paint.ts';
import { launchPlayed, waitForStored, type PlayedSession } from './harness/played-session.ts';
import { readShot, type StoredSession } from './harness/stored-sessions.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));
/** Place in an element's box: nowhere near its middle. */
const AT = { x: 0.3, y: 0.7 };
/** The gaze is played from a pointer's whole pixels, and elements are 50 px high at least. */
const PLACE_TOLERANCE = 0.021;

let site: FolderServer;
let played: PlayedSession;
let overlay: OverlayPage;
let page: Page;

beforeAll(async () => {
  site = await serveFolder(FOLDER);
  played = await launchPlayed();
  // The overlay is there to see that no picture shows it.
  await played.start({ screenshots: true });
  overlay = await openOverlay(played.fovea, played.control, `${site.url}anchoring.html`);
  page = overlay.page;
  await page.bringToFront();
  await played.waitForRecorder(page);
});
afterAll(async () => {
  await played?.fovea.close();
  site?.close();
});

/** The box of an element in the viewport; `>>>` steps into a shadow root. */
function findBox(selector: string): Promise<Box> {
  return page.evaluate((wanted) => {
    const [outer, inner] = wanted.split(' >>> ') as [string, string | undefined];
    const host = document.querySelector(outer)!;
    const { x, y, width, height } = (
      inner === undefined ? host : host.shadowRoot!.querySelector(inner)!
    ).getBoundingClientRect();
    return { xDocumentPx: x + scrollX, yDocumentPx: y + scrollY, widthPx: width, heightPx: height };
  }, selector);
}

/** Looks at a known place in an element; what was recorded of it, and where it was in the document. */
async function lookAt(selector: string) {
  const box = await findBox(selector);
  const scroll = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
  const xDocumentPx = box.xDocumentPx + AT.x * box.widthPx;
  const yDocumentPx = box.yDocumentPx + AT.y * box.heightPx;
  const { fromMs } = await played.look(page, xDocumentPx - scroll.x, yDocumentPx - scroll.y, 0.5 * SECOND);
  // The last sample of the look is written some time after it.
  const isLast = ({ info, samples }: StoredSession): boolean =>
    Date.parse(info.createdAt) + samples.timestampMs.at(-1)! > fromMs + 400;
  const stored = await waitForStored(played, isLast, `samples on ${selector}`);
  const { samples, elements } = stored;
  const i = samples.timestampMs.findLastIndex((ms) => Date.parse(stored.info.createdAt) + ms <= fromMs + 400);
  const element = elements[samples.element[i]!];
  return {
    element,
    number: samples.element[i]!,
    place: { x: samples.xElement[i]!, y: samples.yElement[i]! },
    missPx: Math.hypot(samples.xDocumentPx[i]! - xDocumentPx, samples.yDocumentPx[i]! - yDocumentPx),
    box,
  };
}

async function expectOn(selector: string, attachment: string) {
  const seen = await lookAt(selector);
  expect(seen.element).toMatchObject({ selector, attachment });
  expect(Math.abs(seen.place.x - AT.x)).toBeLessThan(PLACE_TOLERANCE);
  expect(Math.abs(seen.place.y - AT.y)).toBeLessThan(PLACE_TOLERANCE);
  expect(seen.missPx).toBeLessThan(2);
  return seen;
}

const scrollPage = (yPx: number): Promise<void> =>
  page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), yPx);

describe('gaze sticks to', () => {
  test('a paragraph, also when it has been scrolled', async () => {
    const before = await expectOn('#story', 'document');
    await scrollPage(60);
    const after = await expectOn('#story', 'document');
    expect(after.number).toBe(before.number);
    expect(after.box).toEqual(before.box);
  });

  test('a sticky header, wherever the page is scrolled', async () => {
    await scrollPage(40);
    const before = await expectOn('#masthead', 'viewport');
    await scrollPage(700);
    const after = await expectOn('#masthead', 'viewport');
    expect(after.number).toBe(before.number);
    expect(after.box.yDocumentPx).toBe(before.box.yDocumentPx + 660);
  });

  test('a sticky header where the picture of the page has it, wherever it was looked at', async () => {
    await scrollPage(0);
    await waitForStored(
      played,
      ({ shots }) => shots.some((shot) => shot.yDocumentPx === 0),
      'a picture of the top',
    );
    for (const yPx of [900, 1700]) {
      await scrollPage(yPx);
      await expectOn('#masthead', 'viewport');
      const isPictured = ({ shots }: StoredSession): boolean =>
        shots.some((shot) => shot.yDocumentPx === yPx);
      await waitForStored(played, isPictured, `a picture of ${yPx} px down the page`);
    }
    const stored = await played.read();
    const { elements, samples, shots } = stored;
    const own = [...samples.element.keys()].filter(
      (i) => elements[samples.element[i]!]?.selector === '#masthead',
    );
    const heights = own.map((i) => samples.yDocumentPx[i]!);
    expect(Math.max(...heights)).toBeGreaterThan(1700);
    const places = own.map((i) => anchorSample(stored, i)!);
    expect(Math.max(...places.map(({ yDocumentPx }) => yDocumentPx))).toBeLessThan(60);
    const pieces = stitchShots(shots, new Map());
    const place = places.at(-1)!;
    const { shot } = pieces.find((one) => holdsPlace(one, place))!;
    const picture = await decodePicture(await readShot(played.control, stored.info.id, shot.index));
    expect(isColour(readPixel(picture, shot, place.xDocumentPx, place.yDocumentPx), '#123c46')).toBe(true);
    // Where the header was when the page was scrolled, the picture has the page.
    const beneath = pieces.find((one) => holdsPlace(one, { xDocumentPx: 640, yDocumentPx: 1720 }));
    expect(beneath?.shot.yDocumentPx).not.toBe(1700);
  });

  test('a line of an inner scroller', async () => {
    await scrollPage(0);
    await page.evaluate(() => document.querySelector('#list')!.scrollTo(0, 430));
    await expectOn('#list > li:nth-of-type(10)', 'scroller');
    await page.evaluate(() => document.querySelector('#list')!.scrollTo(0, 475));
    await expectOn('#list > li:nth-of-type(10)', 'scroller');
  });

  test('a frame’s rectangle', async () => {
    await scrollPage(200);
    await expectOn('#advert', 'document');
  });

  test('what is inside of a shadow root', async () => {
    await scrollPage(300);
    const seen = await lookAt('shop-card >>> i');
    expect(seen.element).toMatchObject({
      selector: 'html > body > shop-card:nth-of-type(1) >>> i:nth-of-type(1)',
      tag: 'i',
    });
    expect(Math.abs(seen.place.y - AT.y)).toBeLessThan(PLACE_TOLERANCE);
  });

  test.each([1.5, 0.75, 1])('an element at a zoom of %d', async (zoom) => {
    await scrollPage(0);
    await overlay.setZoom(zoom);
    await expectOn('#story', 'document');
    const isTold = ({ events }: StoredSession): boolean =>
      Math.abs((events.findLast((event) => event.type === 'viewport')?.zoom ?? 0) - zoom) < 0.01;
    await waitForStored(played, isTold, `a zoom of ${zoom} to be told`);
  });

  test('an element that a narrower window has moved', async () => {
    const wide = await findBox('#story');
    const session = await played.fovea.context.newCDPSession(page);
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: { width: 900, height: 700 } });
    await page.waitForFunction(() => innerWidth < 1000);
    const narrow = await expectOn('#story', 'document');
    expect(narrow.box.xDocumentPx).toBeGreaterThan(wide.xDocumentPx + 50);
    const widthPx = await page.evaluate(() => innerWidth);
    const isTold = ({ events }: StoredSession): boolean =>
      events.findLast((event) => event.type === 'viewport')?.widthPx === widthPx;
    await waitForStored(played, isTold, `a width of ${widthPx} px to be told`);
    await session.send('Browser.setWindowBounds', { windowId, bounds: { width: 1280, height: 800 } });
    await page.waitForFunction(() => innerWidth > 1200);
  });

  test('an element that late content above has pushed down, whose box is then where the next picture shows it', async () => {
    await scrollPage(0);
    const before = await expectOn('#story', 'document');
    await page.evaluate(() => {
      const late = document.createElement('div');
      late.style.cssText = 'height: 240px; background: #f6c344';
      document.querySelector('#late')!.append(late);
    });
    const after = await expectOn('#story', 'document');
    expect(after.number).toBe(before.number);
    expect(after.box.yDocumentPx).toBe(before.box.yDocumentPx + 240);
    const stored = await waitForStored(
      played,
      ({ elements }) => elements[after.number]!.box.yDocumentPx === after.box.yDocumentPx,
      'the box to be where the next picture shows it',
    );
    const shot = stored.shots.at(-1)!;
    const picture = await decodePicture(await readShot(played.control, stored.info.id, shot.index));
    // Late content is in it, beside where its box is said to be.
    expect(isColour(readPixel(picture, shot, 200, after.box.yDocumentPx - 100), '#f6c344')).toBe(true);
    expect(isColour(readPixel(picture, shot, 200, after.box.yDocumentPx + 100), '#ffffff')).toBe(true);
  });
});

describe('pictures', () => {
  test('show the page without Fovea’s overlay, cover what is scrolled to, and are not taken again of the same', async () => {
    await scrollPage(0);
    await overlay.ask('clear');
    const story = await findBox('#story');
    await played.look(page, story.xDocumentPx + 250, story.yDocumentPx + 100, 2 * SECOND);
    await played.play({ gaze: 'lost' });
    const heat = await decodePicture(await page.screenshot());
    expect(isColour(readPixel(heat, WHOLE, 270, story.yDocumentPx + 100), '#ffffff')).toBe(false);

    // A click is reason enough for another one, even of the same place; what it shows is new.
    const { length } = (await played.read()).shots;
    await page.evaluate(() => (document.querySelector<HTMLElement>('#story')!.style.background = '#ddeeff'));
    await page.mouse.click(900, 300);
    const stored = await waitForStored(
      played,
      ({ shots }) => shots.length > length,
      'a picture after a click',
    );
    const shot = stored.shots.at(-1)!;
    expect(shot).toMatchObject({ xDocumentPx: 0, yDocumentPx: 0, widthPx: 1280, view: 0 });
    const picture = await decodePicture(await readShot(played.control, stored.info.id, shot.index));
    expect([picture.width, picture.height]).toEqual([shot.widthImagePx, shot.heightImagePx]);
    for (const [xPx, yPx] of [
      [270, 100],
      [250, 60],
      [290, 140],
    ] as const) {
      expect(isColour(readPixel(picture, shot, xPx, story.yDocumentPx + yPx), '#ddeeff')).toBe(true);
    }
    // Where its toolbar is, too.
    expect(isColour(readPixel(picture, shot, 1100, shot.heightPx - 30), '#cfe3d6')).toBe(true);
    const isBack = (): Promise<boolean> =>
      page.evaluate(() => getComputedStyle(document.querySelector('fovea-overlay')!).opacity === '1');
    await waitUntil(isBack, 20 * SECOND, 'the overlay to be seen again');

    await scrollPage(900);
    const scrolled = await waitForStored(
      played,
      ({ shots }) => shots.at(-1)!.yDocumentPx === 900,
      'a picture of what was scrolled to',
    );
    await scrollPage(0);
    await page.mouse.click(900, 300);
    await sleep(5 * SECOND);
    expect((await played.read()).shots).toHaveLength(scrolled.shots.length);
    expect(scrolled.row.bytes).toBeLessThan(2_000_000);
  });

  test('show what opens by an attribute alone, and are not taken for what is animated by one', async () => {
    await scrollPage(0);
    await page.evaluate(() => {
      const menu = document.createElement('nav');
      menu.id = 'menu';
      menu.hidden = true;
      menu.style.cssText =
        'position: fixed; left: 700px; top: 200px; width: 200px; height: 200px; background: #b7410e';
      document.body.append(menu);
    });
    // What came before has settled.
    await sleep(6 * SECOND);
    const { length } = (await played.read()).shots;
    await page.evaluate(() => (document.querySelector<HTMLElement>('#menu')!.hidden = false));
    const opened = await waitForStored(played, ({ shots }) => shots.length > length, 'a picture of the menu');
    const shot = opened.shots.at(-1)!;
    const picture = await decodePicture(await readShot(played.control, opened.info.id, shot.index));
    expect(isColour(readPixel(picture, shot, 800, 300), '#b7410e')).toBe(true);

    await page.evaluate(() => {
      const menu = document.querySelector<HTMLElement>('#menu')!;
      let frame = 0;
      setInterval(() => {
        frame += 1;
        menu.style.top = `${200 + 100 * Math.sin(frame / 20)}px`;
        menu.style.background = frame % 2 === 0 ? '#b7410e' : '#123c46';
      }, 16);
    });
    await sleep(10 * SECOND);
    expect((await played.read()).shots).toHaveLength(opened.shots.length);
  });
});

/** A picture of the viewport at the document's beginning. */
const WHOLE = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 1280, heightPx: 713 };

function holdsPlace(box: Box, { xDocumentPx: x, yDocumentPx: y }: DocumentPoint): boolean {
  const [right, bottom] = [box.xDocumentPx + box.widthPx, box.yDocumentPx + box.heightPx];
  return x >= box.xDocumentPx && x < right && y >= box.yDocumentPx && y < bottom;
}

type Colour = [number, number, number];

function readPixel(
  { data, width, height }: { data: Buffer; width: number; height: number },
  place: { xDocumentPx: number; yDocumentPx: number; widthPx: number; heightPx: number },
  xDocumentPx: number,
  yDocumentPx: number,
): Colour {
  const x = Math.round(((xDocumentPx - place.xDocumentPx) * width) / place.widthPx);
  const y = Math.round(((yDocumentPx - place.yDocumentPx) * height) / place.heightPx);
  const at = 3 * (y * width + x);
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** WebP keeps flat colours to a few steps. */
const COLOUR_TOLERANCE = 8;

function isColour(colour: Colour, hex: string): boolean {
  return colour.every((value, i) => {
    const wanted = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    return Math.abs(value - wanted) <= COLOUR_TOLERANCE;
  });
}
