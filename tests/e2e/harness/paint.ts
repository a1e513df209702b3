// Pictures of a page that are sure to show what was changed before.
import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** RGB, row by row. */
export type Picture = { data: Buffer; width: number; height: number };

/** Two frames draw a change; a busy compositor works at most two frames behind the page. */
const PAINT_FRAMES = 4;

/** Waits for frames instead of a time: a frame takes as long as the machine needs. The page must be in front. */
export async function waitForPaint(page: Page): Promise<void> {
  await page.evaluate(async (frames) => {
    for (let i = 0; i < frames; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, PAINT_FRAMES);
}

export async function takePicture(page: Page): Promise<Picture> {
  await waitForPaint(page);
  return decodePicture(await page.screenshot());
}

export async function decodePicture(png: Buffer): Promise<Picture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
