// The picture of a real page, put together from what a window of it showed: what sticks is in it once.
import { readFile } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharpPainter } from '../../scripts/analyse/paint-with-sharp.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { findBands } from '../../src/session/find-bands.ts';
import type { Shot } from '../../src/session/session-data.ts';
import { stitchShots } from '../../src/session/stitch-shots.ts';

const VIEWPORT = { width: 1280, height: 800 };
/** Scrolled by so many px from picture to picture, as people scroll: neighbours overlap. */
const STEP_PX = 450;
/** Of the fixture's parts: what marks them. */
const MENU = [200, 30, 90] as const;
const TOC = [30, 140, 80] as const;
/** From its left edge, a px of the header's middle part, and of the menu, the text and the table of contents. */
const X = { header: 600, menu: 150, toc: 1150 };
const NONE = [255, 255, 255] as const;

type Picture = { width: number; height: number; at: (x: number, y: number) => readonly number[] };

let browser: Browser;
let whole: Picture;
let stitched: Picture;
let sides: number;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.setContent(await readFile(new URL('../fixtures/sidebars.html', import.meta.url), 'utf8'));
  const wholePx = await page.evaluate(() => document.documentElement.scrollHeight);
  const shots: Shot[] = [];
  const images: Buffer[] = [];
  for (let scrolledPx = 0; shots.at(-1)?.yDocumentPx !== wholePx - VIEWPORT.height; scrolledPx += STEP_PX) {
    const yDocumentPx = await page.evaluate((y) => {
      scrollTo(0, y);
      return scrollY;
    }, scrolledPx);
    images.push(await page.screenshot());
    shots.push({
      index: shots.length,
      view: 0,
      timestampMs: 1000 * shots.length,
      xDocumentPx: 0,
      yDocumentPx,
      widthPx: VIEWPORT.width,
      heightPx: VIEWPORT.height,
      widthImagePx: VIEWPORT.width,
      heightImagePx: VIEWPORT.height,
      bytes: images.at(-1)!.length,
    });
  }
  await page.evaluate(() => scrollTo(0, 0));
  whole = await decode(await page.screenshot({ fullPage: true }));
  const readShot = async ({ index }: Shot) => new Blob([Uint8Array.from(images[index]!)]);
  const bands = await findBands(shots, readShot, sharpPainter.toGrey);
  sides = bands.get(1)!.sides!.length;
  const parts = await Promise.all(
    stitchShots(shots, bands).map(async ({ shot, xDocumentPx, yDocumentPx, widthPx, heightPx }) => {
      const [left, top] = [Math.round(xDocumentPx), Math.round(yDocumentPx)];
      const width = Math.round(xDocumentPx + widthPx) - left;
      const height = Math.round(yDocumentPx + heightPx) - top;
      const input = await sharp(images[shot.index])
        .extract({ left, top: top - shot.yDocumentPx, width, height })
        .toBuffer();
      return { input, left, top };
    }),
  );
  const background = { r: 255, g: 255, b: 255 };
  const canvas = sharp({ create: { width: VIEWPORT.width, height: wholePx, channels: 3, background } });
  stitched = await decode(await canvas.composite(parts).png().toBuffer());
});
afterAll(() => browser?.close());

async function decode(image: Buffer): Promise<Picture> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): readonly number[] => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  return { width: info.width, height: info.height, at };
}

const isNear = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => Math.abs(value - b[i]!) <= 3);

/** How often a colour begins anew, from the top down. */
function countRuns({ height, at }: Picture, x: number, colour: readonly number[]): number {
  const isIt = (y: number): boolean => y >= 0 && isNear(at(x, y), colour);
  return Array.from({ length: height }, (_, y) => isIt(y) && !isIt(y - 1)).filter(Boolean).length;
}

test('a header, a menu and a table of contents that stick are in it once', () => {
  expect(whole.height).toBeGreaterThan(3 * VIEWPORT.height);
  expect(sides).toBe(2);
  expect([countRuns(whole, X.menu, MENU), countRuns(stitched, X.menu, MENU)]).toEqual([8, 8]);
  expect([countRuns(whole, X.toc, TOC), countRuns(stitched, X.toc, TOC)]).toEqual([3, 3]);
  const header = whole.at(X.header, 20);
  expect([countRuns(whole, X.header, header), countRuns(stitched, X.header, header)]).toEqual([1, 1]);
});

test('they would be in it again and again if nobody looked', async () => {
  // Otherwise the test above would prove nothing.
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.setContent(await readFile(new URL('../fixtures/sidebars.html', import.meta.url), 'utf8'));
  await page.evaluate(() => scrollTo(0, 1000));
  const scrolled = await decode(await page.screenshot());
  expect(countRuns(scrolled, X.menu, MENU)).toBe(8);
  await page.close();
});

test('the text between them, and what is above and below, is as it was, and all there', () => {
  const compare = (fromX: number, toX: number, fromY: number, toY: number): number => {
    let [apart, count] = [0, 0];
    for (let y = fromY; y < toY; y += 3) {
      for (let x = fromX; x < toX; x += 7) {
        count += 1;
        if (!isNear(whole.at(x, y), stitched.at(x, y))) apart += 1;
      }
    }
    return apart / count;
  };
  // The text's column begins at 300; the hero takes all of the width, and so does the footer.
  expect(compare(310, 1000, 0, whole.height)).toBeLessThan(0.001);
  expect(compare(0, VIEWPORT.width, 64, 284)).toBeLessThan(0.001);
  expect(compare(0, VIEWPORT.width, whole.height - 200, whole.height)).toBeLessThan(0.001);
  // Where nothing but the menu was ever seen it stays blank: nothing else of the page is there.
  const beside = Array.from({ length: whole.height - 1000 }, (_, y) => stitched.at(X.menu, 700 + y));
  expect(beside.slice(0, -300).every((colour) => isNear(colour, NONE))).toBe(true);
});
