/** Where on the mean head lips, cheeks, beard and the like are: one plane of shares per region, made once for all people. */
import { RANGES } from '../assets/facekit.ts';
import { smoothBetween } from '../random.ts';
import type { SkinChart } from './skin-chart.ts';

/** Planes of `SkinRegions.shares`, in order. */
export const REGIONS = [
  'lips',
  'redness',
  'blush',
  'hollow',
  'oily',
  'beard',
  'freckles',
  'lid',
  'lashLine',
  'moist',
  'scalp',
  'lower',
] as const;
export type Region = (typeof REGIONS)[number];
export const REGION_COUNT = REGIONS.length;

export interface SkinRegions {
  /** [size * size * REGION_COUNT] 0..255 */
  readonly shares: Uint8Array;
}

/** Finds the regions of a chart from where its texels lie. */
export function findRegions(chart: SkinChart, neutral: Float32Array, margin: Uint32Array): SkinRegions {
  const shares = new Uint8Array(chart.sizePx * chart.sizePx * REGION_COUNT);
  for (const at of chart.texels) {
    const part = chart.parts[at]!;
    const x = chart.positions[3 * at]!;
    const y = chart.positions[3 * at + 1]!;
    const z = chart.positions[3 * at + 2]!;
    const side = Math.abs(x);
    const inside = part >= RANGES.mouthSocket[0];
    const put = (region: Region, share: number): void => {
      shares[at * REGION_COUNT + REGIONS.indexOf(region)] = Math.round(255 * Math.min(1, Math.max(0, share)));
    };
    if (inside) {
      put('moist', 1);
      continue;
    }
    const front = smoothBetween(3, 7, z);
    const lips = lipShare(side, y, z);
    const lid =
      side > 1.4 && side < 5.4 && y > 2.2 && y < 5 && z > 7 ? marginDistance(x, y, z, neutral, margin) : 9;
    const above = smoothBetween(-0.1, 0.1, y - lidAxis(side));
    put('lips', lips);
    put(
      'redness',
      front * redness(side, y) * (1 - lips) + (side > 6.8 && y > -2 && y < 4 && z < 4 ? 0.8 : 0),
    );
    put('blush', front * Math.exp(-(((side - 4.9 + 0.45 * (y - 0.6)) / 1.5) ** 2) - ((y - 0.6) / 1.5) ** 2));
    put(
      'hollow',
      front * Math.exp(-(((side - 2.9) / 1.3) ** 2) - ((y - 2.25 - 0.12 * (side - 2.9)) / 0.55) ** 2),
    );
    put('oily', front * oily(side, y, z));
    put('beard', beardShare(side, y, z) * (1 - lips));
    put('freckles', front * smoothBetween(-3, -0.5, y) * smoothBetween(7.5, 4, y) * (lid < 0.35 ? 0 : 1));
    put('lid', above * smoothBetween(0.2, 0.3, lid) * smoothBetween(1.25, 0.4, lid));
    put('lashLine', smoothBetween(0.16, 0.23, lid) * smoothBetween(0.42, 0.3, lid));
    put('moist', smoothBetween(0.24, 0.12, lid));
    put('scalp', scalpShare(side, y, z));
    put('lower', 1 - above);
  }
  return { shares };
}

/** The vertices where the face's chart ends at the eyes. */
export function lidMargin(face: SkinChart, back: SkinChart, neutral: Float32Array): Uint32Array {
  const own = new Set(face.triangles);
  const shared = new Set([...back.triangles].filter((v) => own.has(v)));
  return Uint32Array.from(
    [...shared].filter(
      (v) => neutral[3 * v + 1]! > 2.5 && neutral[3 * v + 1]! < 4.6 && neutral[3 * v + 2]! > 7,
    ),
  );
}

/** Height of the line between the corners of an eye. */
const lidAxis = (side: number): number => 3.25 + 0.07 * (side - 1.84);

function marginDistance(x: number, y: number, z: number, neutral: Float32Array, margin: Uint32Array): number {
  let nearest = Infinity;
  for (const v of margin) {
    const dx = neutral[3 * v]! - x;
    const dy = neutral[3 * v + 1]! - y;
    const dz = neutral[3 * v + 2]! - z;
    nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz);
  }
  return Math.sqrt(nearest);
}

/** The red of the lips, with a bow in the upper edge. */
function lipShare(side: number, y: number, z: number): number {
  if (side > 2.6 || z < 9) return 0;
  const spread = Math.sqrt(Math.max(0, 1 - (side / 2.5) ** 2));
  const bow = 0.1 * Math.exp(-(((side - 0.5) / 0.35) ** 2)) - 0.1 * Math.exp(-((side / 0.22) ** 2));
  const top = -3.38 + 0.82 * spread ** 1.3 + bow;
  const bottom = -3.36 - 1.02 * spread;
  return (
    smoothBetween(top + 0.09, top - 0.07, y) *
    smoothBetween(bottom - 0.12, bottom + 0.1, y) *
    smoothBetween(2.5, 2.3, side)
  );
}

/** Where blood is near the surface: nose, cheeks, chin, between the brows. */
function redness(side: number, y: number): number {
  return Math.min(
    1,
    0.8 * Math.exp(-(((side - 4.3) / 1.9) ** 2) - ((y + 0.1) / 1.7) ** 2) +
      Math.exp(-((side / 1.3) ** 2) - ((y - 0.1) / 1.1) ** 2) +
      0.45 * Math.exp(-((side / 1.5) ** 2) - ((y + 6.6) / 1.1) ** 2) +
      0.3 * Math.exp(-((side / 1.2) ** 2) - ((y - 5) / 1) ** 2),
  );
}

/** Where sebum shines: forehead, nose, chin, the tops of the cheeks. */
function oily(side: number, y: number, z: number): number {
  return Math.min(
    1,
    Math.exp(-((side / 3.2) ** 2) - ((y - 7.4) / 1.9) ** 2) +
      1.1 * Math.exp(-((side / 0.8) ** 2) - ((y - 1.6) / 2.4) ** 2) * smoothBetween(9.5, 11, z) +
      0.5 * Math.exp(-((side / 1.1) ** 2) - ((y + 6.3) / 0.8) ** 2) +
      0.6 * Math.exp(-(((side - 4.3) / 1.2) ** 2) - ((y - 1.4) / 0.9) ** 2),
  );
}

function beardShare(side: number, y: number, z: number): number {
  const jaw = smoothBetween(-1.2, -3, y) * smoothBetween(0.5, 3, z) * smoothBetween(-10.5, -8.8, y);
  const cheek = smoothBetween(0.3, 2, side + (-2.6 - y) * 0.9);
  const sideburn =
    smoothBetween(6.1, 6.7, side) *
    smoothBetween(-2, 0, y) *
    smoothBetween(3.4, 2, y) *
    smoothBetween(1.8, 3, z);
  const moustache =
    smoothBetween(-1.25, -1.7, y) * smoothBetween(2.9, 2.3, side) * smoothBetween(-3.6, -3.2, y);
  const chin = smoothBetween(-4.5, -5, y) * smoothBetween(-10.5, -8.8, y) * smoothBetween(0.5, 3, z);
  return Math.max(
    jaw * cheek * smoothBetween(1.5, 2.6, side + 2 * smoothBetween(-4.3, -5, y)),
    chin,
    moustache,
    0.7 * sideburn,
  );
}

function scalpShare(side: number, y: number, z: number): number {
  const hairline = 10.2 - 0.02 * side * side - 1.3 * Math.max(0, 6.7 - z);
  const nape = smoothBetween(-7.5, -5.5, y);
  const ear = side > 7 && z > -2.5 && z < 3.5 && y < 4.6 ? 0 : 1;
  return smoothBetween(hairline - 0.7, hairline + 0.8, y) * nape * ear;
}
