// Draws a region of dwell as colours, one pixel per cell; the browser scales it up smoothly.
import { buildColourTable } from './colour-map.ts';
import { readRegion, type CellRegion, type DensityGrid } from './density-grid.ts';

const SECOND = 1000;
/** A single look this long is the hottest colour at first; after that the hottest place on the page is. */
export const FULL_HEAT_LOOK_MS = 1 * SECOND;

/**
 * Heat of dwell: t = dwell / fullHeat, clamped to 0..1. `pixels` takes one colour of the table for each of `count`
 * cells; both hold RGBA as the four bytes of a word, so that a pixel is one read and one write.
 */
export function paintHeat(
  dwellMs: Float32Array,
  count: number,
  fullHeatMs: number,
  table: Uint32Array,
  pixels: Uint32Array,
): void {
  const last = table.length - 1;
  const steps = last / fullHeatMs;
  for (let i = 0; i < count; i += 1) {
    const step = (dwellMs[i] as number) * steps + 0.5;
    pixels[i] = table[step < last ? step | 0 : last] as number;
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
  const table = new Uint32Array(buildColourTable().buffer);
  let image = context.createImageData(1, 1);
  let pixels = new Uint32Array(image.data.buffer);
  let dwellMs = new Float32Array(1);

  return {
    paint(grid, region, fullHeatMs) {
      const { columns, rows } = region;
      if (image.width !== columns || image.height !== rows) {
        canvas.width = columns;
        canvas.height = rows;
        image = context.createImageData(columns, rows);
        pixels = new Uint32Array(image.data.buffer);
        dwellMs = new Float32Array(columns * rows);
      }
      readRegion(grid, region, dwellMs);
      paintHeat(dwellMs, columns * rows, fullHeatMs, table, pixels);
      context.putImageData(image, 0, 0);
    },
  };
}
