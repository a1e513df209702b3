// Paints the heat of a page as RGBA, for a canvas and for files alike.
import type { PageHeat } from './page-heat.ts';
import { paletteColour, type PaletteName } from './palettes.ts';

export type PaintOptions = {
  /** `heat`: colours over what was looked at. `spotlight`: darkness over what was not. */
  mode: 'heat' | 'spotlight';
  /** Of the heat; in the dark there are no colours. */
  palette: PaletteName;
  /** 0..1: of the hottest place, or of the darkest. */
  opacity: number;
  /** 0..1: below this share of the full heat nothing is drawn, or all is as dark as it gets. */
  threshold: number;
  /** The value of the hottest colour; the heat's own peak unless several pictures are to be compared. */
  fullHeat?: number;
};

export const DEFAULT_PAINT: PaintOptions = {
  mode: 'heat',
  palette: 'viridis',
  opacity: 0.65,
  threshold: 0.05,
};

/** Rows of a picture: four bytes for each pixel, not premultiplied. */
export type Painted = { widthPx: number; heightPx: number; data: Uint8ClampedArray<ArrayBuffer> };

/** Shape of the heat's alpha: it rises faster at the cold end, and begins at 0, so that there is no edge. */
const ALPHA_RISE = 2;
/** In the spotlight everything is as light as it is from this share of the full heat on. */
const FULL_LIGHT = 0.4;
const STEPS = 1024;

/**
 * RGBA for heat t = i / (STEPS - 1).
 *
 *     heat:      alpha = opacity (1 - (1 - s)^2); s rises from 0 at the threshold to 1 at the full heat
 *     spotlight: alpha = opacity (1 - s), black; s rises from 0 at the threshold to 1 at FULL_LIGHT
 */
export function buildPaintTable({
  mode,
  palette,
  opacity,
  threshold,
}: PaintOptions): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(STEPS * 4);
  for (let i = 0; i < STEPS; i += 1) {
    const heat = i / (STEPS - 1);
    if (mode === 'spotlight') {
      const rise = (heat - threshold) / Math.max(FULL_LIGHT - threshold, 1 / STEPS);
      table[i * 4 + 3] = 255 * opacity * (1 - Math.min(1, Math.max(0, rise)));
    } else if (heat > threshold) {
      const rise = (heat - threshold) / (1 - threshold);
      const alpha = opacity * (1 - (1 - rise) ** ALPHA_RISE);
      table.set([...paletteColour(palette, heat), 255 * alpha], i * 4);
    }
  }
  return table;
}

/**
 * Paints a picture of `size` px that shows the heat's whole area, or some of its rows (so that pages of any height can be
 * painted in strips). Between the middles of cells heat is linear.
 */
export function paintPage(
  heat: PageHeat,
  options: PaintOptions,
  size: { widthPx: number; heightPx: number },
  strip: { firstRow: number; rows: number } = { firstRow: 0, rows: size.heightPx },
): Painted {
  const table = new Uint32Array(buildPaintTable(options).buffer);
  const pixels = new Uint32Array(size.widthPx * strip.rows);
  const full = options.fullHeat ?? heat.peak;
  const steps = full > 0 ? (STEPS - 1) / full : 0;
  const columns = listNeighbours(size.widthPx, heat.area.widthPx / heat.cellPx, heat.columns);
  const rows = listNeighbours(size.heightPx, heat.area.heightPx / heat.cellPx, heat.rows);
  const line = new Float32Array(heat.columns);
  for (let y = 0; y < strip.rows; y += 1) {
    const row = strip.firstRow + y;
    mixRows(heat, rows.before[row]!, rows.share[row]!, line);
    for (let x = 0; x < size.widthPx; x += 1) {
      const c = columns.before[x]!;
      const [left, right] = [line[c]!, line[Math.min(heat.columns - 1, c + 1)]!];
      const step = (left + (right - left) * columns.share[x]!) * steps + 0.5;
      pixels[y * size.widthPx + x] = table[step < STEPS ? step | 0 : STEPS - 1]!;
    }
  }
  return { widthPx: size.widthPx, heightPx: strip.rows, data: new Uint8ClampedArray(pixels.buffer) };
}

/** For each pixel along a side that shows `cells` cells: the cell whose middle lies before it, and how far on it is. */
function listNeighbours(pixels: number, cells: number, count: number) {
  const before = new Int32Array(pixels);
  const share = new Float32Array(pixels);
  for (let i = 0; i < pixels; i += 1) {
    const place = Math.min(count - 1, Math.max(0, ((i + 0.5) * cells) / pixels - 0.5));
    before[i] = Math.floor(place);
    share[i] = place - before[i]!;
  }
  return { before, share };
}

function mixRows({ values, columns, rows }: PageHeat, row: number, share: number, line: Float32Array): void {
  const upper = row * columns;
  const lower = Math.min(rows - 1, row + 1) * columns;
  for (let c = 0; c < columns; c += 1) {
    const value = values[upper + c]!;
    line[c] = value + (values[lower + c]! - value) * share;
  }
}
