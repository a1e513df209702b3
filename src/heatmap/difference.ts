// How two heats of one page differ, painted in two colours: one where the first has more, the other where the second has.
import { interpolatePuOr } from 'd3-scale-chromatic';
import type { PageHeat } from './page-heat.ts';

export type DifferencePaint = {
  /** 0..1: of the largest difference. */
  opacity: number;
  /** 0..1: below this share of the largest difference nothing is drawn. */
  threshold: number;
};

/** Violet for the first and orange for the second: every kind of colour vision tells them apart. */
export const FIRST_COLOUR = interpolatePuOr(0.12);
export const SECOND_COLOUR = interpolatePuOr(0.88);

const STEPS = 512;
/** Small differences are drawn a little stronger, so that large ones do not hide them. */
const ALPHA_POWER = 0.6;

/**
 * first - second at the middles of `widthPx` x `heightPx` pixels over the first one's area, as densities: per px of the
 * document, whatever the cells of either are. Between the middles of cells heat is linear.
 */
export function subtractHeat(
  first: PageHeat,
  second: PageHeat,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Float32Array<ArrayBuffer> {
  const { area } = first;
  const values = new Float32Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row += 1) {
    const y = area.yDocumentPx + ((row + 0.5) * area.heightPx) / heightPx;
    for (let column = 0; column < widthPx; column += 1) {
      const x = area.xDocumentPx + ((column + 0.5) * area.widthPx) / widthPx;
      values[row * widthPx + column] = readDensity(first, x, y) - readDensity(second, x, y);
    }
  }
  return values;
}

/** RGBA of differences, not premultiplied; `full` has the strongest colours. */
export function paintDifference(
  differences: Float32Array,
  full: number,
  { opacity, threshold }: DifferencePaint,
): Uint8ClampedArray<ArrayBuffer> {
  const table = buildTable(opacity, threshold);
  const pixels = new Uint32Array(differences.length);
  for (let i = 0; i < differences.length; i += 1) {
    const share = full > 0 ? Math.min(1, Math.max(-1, differences[i]! / full)) : 0;
    pixels[i] = table[Math.round(((share + 1) / 2) * (STEPS - 1))]!;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** From the second's strongest (-1) to the first's (1). */
function buildTable(opacity: number, threshold: number): Uint32Array {
  const table = new Uint8ClampedArray(STEPS * 4);
  for (let i = 0; i < STEPS; i += 1) {
    const share = (2 * i) / (STEPS - 1) - 1;
    if (Math.abs(share) < Math.max(threshold, 1 / STEPS)) continue;
    const colour = interpolatePuOr(0.5 - share / 2);
    const [red, green, blue] = [...colour.matchAll(/\d+/g)].map(([digits]) => Number(digits));
    table.set([red!, green!, blue!, 255 * opacity * Math.abs(share) ** ALPHA_POWER], i * 4);
  }
  return new Uint32Array(table.buffer);
}

function readDensity({ area, cellPx, columns, rows, values }: PageHeat, xPx: number, yPx: number): number {
  const x = clamp((xPx - area.xDocumentPx) / cellPx - 0.5, columns - 1);
  const y = clamp((yPx - area.yDocumentPx) / cellPx - 0.5, rows - 1);
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [Math.min(columns - 1, column + 1), Math.min(rows - 1, row + 1)];
  const [xShare, yShare] = [x - column, y - row];
  const upper = mix(values[row * columns + column]!, values[row * columns + right]!, xShare);
  const lower = mix(values[below * columns + column]!, values[below * columns + right]!, xShare);
  return mix(upper, lower, yShare) / (cellPx * cellPx);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
