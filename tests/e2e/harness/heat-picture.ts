// Reads the heat on a page back from two pictures of it, with the heatmap and without.
import { buildColourTable, COLOUR_STEPS } from '../../../src/heatmap/colour-map.ts';
import type { ViewportPoint } from '../../../src/screen/spaces.ts';
import type { OverlayPage } from './overlay-page.ts';
import { takePicture, waitForPaint, type Picture } from './paint.ts';

/** Half a cell of the heatmap: the heat hardly changes within. */
const BLOCK_PX = 8;
/** The overlay's own toolbar lies in the lower right corner. */
const COVERED = { widthPx: 440, heightPx: 90 };

/** The heat, 0..1, of a square of pixels, at its centre. */
export type HeatBlock = ViewportPoint & { heat: number };

export type HeatPicture = {
  /** All whole blocks of the viewport but those under a scroll bar or the toolbar. */
  blocks: HeatBlock[];
  /** How far the blocks' colours are from the colour map's nearest, on average; in steps of 0..255. */
  unexplained: number;
};

type Colour = readonly [number, number, number];

/** Takes the heatmap as it stands, which must be shown; hides it meanwhile, so that afterwards it is drawn anew. */
export async function readHeat(overlay: OverlayPage): Promise<HeatPicture> {
  const shown = await takePicture(overlay.page);
  await overlay.ask('hide');
  const bare = await takePicture(overlay.page);
  await overlay.ask('show');
  await waitForPaint(overlay.page);

  const { width, height } = await overlay.page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  }));
  const table = buildColourTable();
  const blocks: HeatBlock[] = [];
  let missSum = 0;
  for (let y = 0; y + BLOCK_PX <= height; y += BLOCK_PX) {
    for (let x = 0; x + BLOCK_PX <= width; x += BLOCK_PX) {
      const covered = x + BLOCK_PX > width - COVERED.widthPx && y + BLOCK_PX > height - COVERED.heightPx;
      if (covered) continue;
      const { heat, miss } = invertColourMap(table, averageBlock(bare, x, y), averageBlock(shown, x, y));
      blocks.push({ xViewportPx: x + BLOCK_PX / 2, yViewportPx: y + BLOCK_PX / 2, heat });
      missSum += miss;
    }
  }
  return { blocks, unexplained: missSum / blocks.length };
}

/**
 * The heat t that turned a bare colour into the shown one, and how far from it that t comes, over RGB:
 *
 *     argmin |bare (1 - alpha(t)) + colour(t) alpha(t) - shown|
 *
 * That is linear in the bare colour, so it holds for averages of pixels too. A plain difference of the two would not do:
 * on white the coldest colours stand out more than the hottest.
 */
function invertColourMap(
  table: Uint8ClampedArray,
  bare: Colour,
  shown: Colour,
): { heat: number; miss: number } {
  let best = { step: 0, square: Infinity };
  for (let step = 0; step < COLOUR_STEPS; step += 1) {
    const alpha = table[4 * step + 3]! / 255;
    let square = 0;
    for (const c of [0, 1, 2] as const) {
      square += (bare[c] * (1 - alpha) + table[4 * step + c]! * alpha - shown[c]) ** 2;
    }
    if (square < best.square) best = { step, square };
  }
  return { heat: best.step / (COLOUR_STEPS - 1), miss: Math.sqrt(best.square) };
}

function averageBlock({ data, width }: Picture, left: number, top: number): Colour {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < top + BLOCK_PX; y += 1) {
    for (let x = left; x < left + BLOCK_PX; x += 1) {
      for (const c of [0, 1, 2] as const) sum[c] += data[3 * (y * width + x) + c]!;
    }
  }
  const [red, green, blue] = sum.map((value) => value / BLOCK_PX ** 2);
  return [red!, green!, blue!];
}
