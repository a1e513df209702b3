// Draws a region of dwell as colours, one pixel per cell; the browser scales it up smoothly.
import { buildColourTable, COLOUR_STEPS } from './colour-map.ts';
import { readRegion, type CellRegion, type DensityGrid } from './density-grid.ts';

const SECOND = 1000;
/** A single look this long is the hottest colour at first; after that the hottest place on the page is. */
export const FULL_HEAT_LOOK_MS = 1 * SECOND;

/** Heat of dwell: t = dwell / fullHeat, clamped to 0..1. `rgba` takes 4 bytes for each of `count` cells. */
export function paintHeat(
  dwellMs: Float32Array,
  count: number,
  fullHeatMs: number,
  table: Uint8ClampedArray,
  rgba: Uint8ClampedArray,
): void {
  const steps = (COLOUR_STEPS - 1) / fullHeatMs;
  for (let i = 0; i < count; i += 1) {
    const entry = 4 * Math.min(COLOUR_STEPS - 1, Math.round((dwellMs[i] as number) * steps));
    const pixel = 4 * i;
    rgba[pixel] = table[entry] as number;
    rgba[pixel + 1] = table[entry + 1] as number;
    rgba[pixel + 2] = table[entry + 2] as number;
    rgba[pixel + 3] = table[entry + 3] as number;
  }
}

export type HeatPainter = {
  /** Draws the region into the canvas, resizing it to the region's cells. `fullHeatMs` is the hottest colour's dwell. */
  paint(grid: DensityGrid, region: CellRegion, fullHeatMs: number): void;
};

/**
 * A painter with buffers that live as long as it does. The canvas stays in main memory (`willReadFrequently`): at one
 * pixel per cell it is some 100 KB, cheaper to hand to the compositor than to draw on the GPU.
 */
export function createPainter(canvas: HTMLCanvasElement): HeatPainter {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This page allows no 2D canvas, so the heatmap cannot be drawn.');
  const table = buildColourTable();
  let image = context.createImageData(1, 1);
  let dwellMs = new Float32Array(1);

  return {
    paint(grid, region, fullHeatMs) {
      const { columns, rows } = region;
      if (image.width !== columns || image.height !== rows) {
        canvas.width = columns;
        canvas.height = rows;
        image = context.createImageData(columns, rows);
        dwellMs = new Float32Array(columns * rows);
      }
      readRegion(grid, region, dwellMs);
      paintHeat(dwellMs, columns * rows, fullHeatMs, table, image.data);
      context.putImageData(image, 0, 0);
    },
  };
}
