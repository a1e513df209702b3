/** Draws on a skin chart: single hairs, spots and furrows, placed in centimetres of the mean head. */
import type { SkinChart } from './skin-chart.ts';

/** Finds the chart's texels from the front. */
export interface FrontView {
  /** Column and row (texel centres at .5) of the foremost skin at x, y cm; undefined where there is none. */
  find(x: number, y: number): readonly [number, number] | undefined;
}

const CELL_CM = 0.1;
const COLUMNS = 180;
const ROWS = 240;
const LEFT_CM = -9;
const BOTTOM_CM = -11;

/** Looks at a chart from the front: each cell keeps its foremost texel. */
export function viewFromFront(chart: SkinChart): FrontView {
  const foremost = new Int32Array(COLUMNS * ROWS).fill(-1);
  for (const at of chart.texels) {
    const column = Math.floor((chart.positions[3 * at]! - LEFT_CM) / CELL_CM);
    const row = Math.floor((chart.positions[3 * at + 1]! - BOTTOM_CM) / CELL_CM);
    if (column < 0 || row < 0 || column >= COLUMNS || row >= ROWS) continue;
    const cell = row * COLUMNS + column;
    const held = foremost[cell]!;
    if (held < 0 || chart.positions[3 * at + 2]! > chart.positions[3 * held + 2]!) foremost[cell] = at;
  }
  return {
    find(x, y) {
      const column = Math.floor((x - LEFT_CM) / CELL_CM);
      const row = Math.floor((y - BOTTOM_CM) / CELL_CM);
      if (column < 0 || row < 0 || column >= COLUMNS || row >= ROWS) return undefined;
      const at = foremost[row * COLUMNS + column]!;
      if (at < 0) return undefined;
      // Within the cell the chart is as good as flat: rows rise with y, columns with x.
      const dx = (x - chart.positions[3 * at]!) / chart.texelCm;
      const dy = (y - chart.positions[3 * at + 1]!) / chart.texelCm;
      return [(at % chart.sizePx) + 0.5 + dx, Math.floor(at / chart.sizePx) + 0.5 + dy];
    },
  };
}

/**
 * Draws a hair from its root to its tip into a plane of shares [size * size]; it thins out towards the tip.
 * @param widthPx below one texel it becomes fainter instead of thinner
 */
export function drawHair(
  plane: Float32Array,
  sizePx: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  widthPx: number,
  strength: number,
): void {
  const half = Math.max(0.5, widthPx / 2);
  const faint = strength * Math.min(1, widthPx);
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy || 1e-9;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - half - 0.5));
  const right = Math.min(sizePx - 1, Math.ceil(Math.max(x0, x1) + half - 0.5));
  const bottom = Math.max(0, Math.floor(Math.min(y0, y1) - half - 0.5));
  const top = Math.min(sizePx - 1, Math.ceil(Math.max(y0, y1) + half - 0.5));
  for (let y = bottom; y <= top; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      let along = (px * dx + py * dy) / squared;
      along = along < 0 ? 0 : along > 1 ? 1 : along;
      const ox = px - along * dx;
      const oy = py - along * dy;
      const share = (half + 0.5 - Math.sqrt(ox * ox + oy * oy)) * faint * (1 - 0.6 * along);
      if (share <= 0) continue;
      const at = y * sizePx + x;
      plane[at] = 1 - (1 - plane[at]!) * (1 - Math.min(0.97, share));
    }
  }
}

/** Adds a soft round spot of a strength at the middle into a plane [size * size]; overlapping spots keep the stronger. */
export function drawSpot(
  plane: Float32Array,
  sizePx: number,
  x: number,
  y: number,
  radiusPx: number,
  strength: number,
): void {
  const reach = Math.max(1, radiusPx * 1.8);
  const inverse = 1 / (radiusPx * radiusPx);
  for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(sizePx - 1, y + reach); row++) {
    for (
      let column = Math.max(0, Math.floor(x - reach));
      column <= Math.min(sizePx - 1, x + reach);
      column++
    ) {
      const squared = (column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2;
      const value = strength * Math.exp(-squared * inverse);
      const at = row * sizePx + column;
      if (value > plane[at]!) plane[at] = value;
    }
  }
}

/** A furrow along points x, y cm: deepest in its middle, running out at both ends; depths in cm go into the plane. */
export function drawFurrow(
  depths: Float32Array,
  chart: SkinChart,
  view: FrontView,
  points: readonly (readonly [number, number])[],
  depthCm: number,
  widthCm: number,
): void {
  const radiusPx = Math.max(0.8, widthCm / chart.texelCm);
  const last = points.length - 1;
  for (let k = 0; k < last; k++) {
    const [ax, ay] = points[k]!;
    const [bx, by] = points[k + 1]!;
    const steps = Math.max(1, Math.ceil((Math.hypot(bx - ax, by - ay) / chart.texelCm) * 0.8));
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const along = (k + t) / last;
      const place = view.find(ax + (bx - ax) * t, ay + (by - ay) * t);
      if (place)
        drawSpot(
          depths,
          chart.sizePx,
          place[0],
          place[1],
          radiusPx,
          depthCm * Math.sin(Math.PI * along) ** 0.6,
        );
    }
  }
}
