// The report page as a person sees and works it, in pixels of the page that was recorded.
import type { Page } from 'playwright-core';
import { waitForPaint } from './paint.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;

type Point = { xDocumentPx: number; yDocumentPx: number };

/** Waits until the heat of the open page is drawn. */
export async function waitForHeat(page: Page): Promise<void> {
  await page.locator('[data-testid=heatmap][aria-busy=false]').waitFor();
  await waitForPicture(page);
}

/** Waits until the stage shows more than one colour: pictures come after the frame around them. */
export async function waitForPicture(page: Page): Promise<void> {
  await waitUntil(
    () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=stage-canvas]');
        if (!canvas || canvas.width === 0) return false;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set<number>();
        for (let i = 0; i < data.length && colours.size < 4; i += 4 * 97) {
          colours.add(data[i]! * 65_536 + data[i + 1]! * 256 + data[i + 2]!);
        }
        return colours.size >= 4;
      }),
    20 * SECOND,
    'a picture on the stage',
  );
}

/** The colours of places of the page that are in sight. */
export async function readColours(page: Page, points: readonly Point[]): Promise<number[][]> {
  return page.evaluate((places) => {
    const stage = document.querySelector('.stage')!;
    const canvas = stage.querySelector('canvas')!;
    const svg = stage.querySelector('svg.stage__drawing')!;
    const scale = svg.getBoundingClientRect().width / Number(svg.getAttribute('viewBox')!.split(' ')[2]);
    const context = canvas.getContext('2d')!;
    return places.map(({ xDocumentPx, yDocumentPx }) => {
      const x = (xDocumentPx * scale - stage.scrollLeft) * devicePixelRatio;
      const y = (yDocumentPx * scale - stage.scrollTop) * devicePixelRatio;
      return Array.from(context.getImageData(x, y, 1, 1).data);
    });
  }, points);
}

/** Brings a place of the page into the middle of the stage, and waits until it is drawn; answers where it is in the window. */
export async function showPlace(page: Page, { xDocumentPx, yDocumentPx }: Point): Promise<[number, number]> {
  await page.locator('.stage').scrollIntoViewIfNeeded();
  const place = await page.evaluate(
    ([x, y]) => {
      const stage = document.querySelector('.stage')!;
      const svg = stage.querySelector('svg.stage__drawing')!;
      const scale = svg.getBoundingClientRect().width / Number(svg.getAttribute('viewBox')!.split(' ')[2]);
      stage.scrollTop = y * scale - stage.clientHeight / 2;
      const { left, top } = svg.getBoundingClientRect();
      return [left + x * scale, top + y * scale] as [number, number];
    },
    [xDocumentPx, yDocumentPx] as const,
  );
  await waitForPaint(page);
  return place;
}

/** Drags the pointer over the page from one place to another; both must be in sight together. */
export async function dragOver(page: Page, from: Point, to: Point): Promise<void> {
  const middle = {
    xDocumentPx: (from.xDocumentPx + to.xDocumentPx) / 2,
    yDocumentPx: (from.yDocumentPx + to.yDocumentPx) / 2,
  };
  const [x, y] = await showPlace(page, middle);
  const scale = await page.evaluate(() => {
    const svg = document.querySelector('svg.stage__drawing')!;
    return svg.getBoundingClientRect().width / Number(svg.getAttribute('viewBox')!.split(' ')[2]);
  });
  const half = [
    ((to.xDocumentPx - from.xDocumentPx) / 2) * scale,
    ((to.yDocumentPx - from.yDocumentPx) / 2) * scale,
  ] as const;
  await page.mouse.move(x - half[0], y - half[1]);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.move(x + half[0], y + half[1], { steps: 3 });
  await page.mouse.up();
}
