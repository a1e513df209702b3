/** The light that the lens throws: the raster's samples over what lies behind, spread by lens and focus. */
import type { Target } from '../raster/rasterizer.ts';

export interface Optics {
  /** [height * width * 3] linear radiance; written anew by every call of `form`. */
  readonly image: Float32Array;
  form(target: Target, background: Float32Array): void;
}

/** Five taps of a Gaussian, [side2, side1, middle]; the sides count twice. */
function gaussianTaps(sigmaPx: number): readonly [number, number, number] {
  const g = (x: number): number => Math.exp((-x * x) / (2 * Math.max(0.05, sigmaPx) ** 2));
  const sum = 1 + 2 * g(1) + 2 * g(2);
  return [g(2) / sum, g(1) / sum, 1 / sum];
}

/** Rows that the vertical taps reach at a time. */
const WINDOW = 5;

/**
 * Creates the optics for rasters of one size.
 * @param sigmaPx standard deviation of the spread in samples of the raster, up to about 2
 */
export function createOptics(width: number, height: number, sigmaPx: number): Optics {
  const stride = width * 3;
  const image = new Float32Array(height * stride);
  const [far, near, middle] = gaussianTaps(sigmaPx);
  const padded = new Float32Array(stride + 12);
  const rows = Array.from({ length: WINDOW }, () => new Float32Array(stride));

  const spreadRow = (target: Target, background: Float32Array, y: number): void => {
    const { coverage, colour } = target;
    const from = y * width;
    let o = from * 3;
    for (let x = 0, i = 6; x < width; x++, i += 3, o += 3) {
      const free = 1 - coverage[from + x]!;
      if (free === 0) {
        padded[i] = colour[o]!;
        padded[i + 1] = colour[o + 1]!;
        padded[i + 2] = colour[o + 2]!;
      } else {
        padded[i] = colour[o]! + free * background[o]!;
        padded[i + 1] = colour[o + 1]! + free * background[o + 1]!;
        padded[i + 2] = colour[o + 2]! + free * background[o + 2]!;
      }
    }
    padded.copyWithin(0, 6, 9);
    padded.copyWithin(3, 6, 9);
    padded.copyWithin(stride + 6, stride + 3, stride + 6);
    padded.copyWithin(stride + 9, stride + 3, stride + 6);
    const row = rows[y % WINDOW]!;
    for (let i = 0; i < stride; i++)
      row[i] =
        far * (padded[i]! + padded[i + 12]!) +
        near * (padded[i + 3]! + padded[i + 9]!) +
        middle * padded[i + 6]!;
  };

  return {
    image,
    form(target, background) {
      const row = (y: number): Float32Array => rows[Math.min(height - 1, Math.max(0, y)) % WINDOW]!;
      spreadRow(target, background, 0);
      spreadRow(target, background, 1);
      for (let y = 0; y < height; y++) {
        if (y + 2 < height) spreadRow(target, background, y + 2);
        const a = row(y - 2);
        const b = row(y - 1);
        const c = row(y);
        const d = row(y + 1);
        const e = row(y + 2);
        const start = y * stride;
        for (let i = 0; i < stride; i++)
          image[start + i] = far * (a[i]! + e[i]!) + near * (b[i]! + d[i]!) + middle * c[i]!;
      }
    },
  };
}
