/** The light that the lens throws: the raster's samples over what lies behind, spread by lens and focus. */
import type { Target } from '../raster/rasterizer.ts';

/** Drawn samples: colour times coverage, and coverage. */
type Light = Pick<Target, 'colour' | 'coverage'>;

export interface Optics {
  /** [height * width * 3] linear radiance; written anew by every call of `form`. */
  readonly image: Float32Array;
  form(light: Light): void;
}

/** Five taps of a Gaussian, [side2, side1, middle]; the sides count twice. */
function gaussianTaps(sigmaPx: number): readonly [number, number, number] {
  const g = (x: number): number => Math.exp((-x * x) / (2 * Math.max(0.05, sigmaPx) ** 2));
  const sum = 1 + 2 * g(1) + 2 * g(2);
  return [g(2) / sum, g(1) / sum, 1 / sum];
}

/** Taps reach this far. */
const REACH = 2;
const WINDOW = 2 * REACH + 1;

/**
 * Creates the optics for one background. What nothing covers is the same in every frame, so it is spread once; a frame spreads only
 * the span of each row that something covers, or nearly covers.
 * @param background [height * width * 3] linear radiance
 * @param sigmaPx standard deviation of the spread in samples of the raster, up to about 2
 */
export function createOptics(
  background: Float32Array,
  width: number,
  height: number,
  sigmaPx: number,
): Optics {
  const stride = width * 3;
  const image = new Float32Array(height * stride);
  const [far, near, middle] = gaussianTaps(sigmaPx);
  const across = new Float32Array(height * stride);
  /** Samples that something covers, per row: from, to (none: from > to). */
  const first = new Int32Array(height);
  const last = new Int32Array(height);
  const padded = new Float32Array(stride + 12);

  const findSpan = (coverage: Float32Array, y: number): void => {
    let from = y * width;
    let to = from + width - 1;
    while (from <= to && coverage[from] === 0) from++;
    while (to > from && coverage[to] === 0) to--;
    first[y] = from - y * width;
    last[y] = to - y * width;
  };

  const spreadRow = (light: Light, y: number, from: number, to: number): void => {
    const { coverage, colour } = light;
    const low = Math.max(0, from - REACH);
    const high = Math.min(width - 1, to + REACH);
    for (let x = low, o = (y * width + low) * 3, i = 6 + 3 * low; x <= high; x++, i += 3, o += 3) {
      const free = 1 - coverage[y * width + x]!;
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
    for (const at of [0, 3]) {
      padded.copyWithin(at, 6, 9);
      padded.copyWithin(stride + 6 + at, stride + 3, stride + 6);
    }
    const start = y * stride;
    for (let i = 3 * from, end = 3 * to + 3; i < end; i++)
      across[start + i] =
        far * (padded[i]! + padded[i + 12]!) +
        near * (padded[i + 3]! + padded[i + 9]!) +
        middle * padded[i + 6]!;
  };

  const spread = (light: Light): void => {
    for (let y = 0; y < height; y++) {
      let from = width;
      let to = -1;
      for (let row = Math.max(0, y - WINDOW); row <= Math.min(height - 1, y + WINDOW); row++) {
        if (first[row]! > last[row]!) continue;
        from = Math.min(from, first[row]! - REACH);
        to = Math.max(to, last[row]! + REACH);
      }
      if (from <= to) spreadRow(light, y, Math.max(0, from), Math.min(width - 1, to));
    }
    for (let y = 0; y < height; y++) {
      let from = width;
      let to = -1;
      for (let row = Math.max(0, y - REACH); row <= Math.min(height - 1, y + REACH); row++) {
        if (first[row]! > last[row]!) continue;
        from = Math.min(from, first[row]! - REACH);
        to = Math.max(to, last[row]! + REACH);
      }
      const b = Math.max(0, y - 1) * stride;
      const a = Math.max(0, y - 2) * stride;
      const c = y * stride;
      const d = Math.min(height - 1, y + 1) * stride;
      const e = Math.min(height - 1, y + 2) * stride;
      for (let i = 3 * Math.max(0, from), end = 3 * Math.min(width - 1, to) + 3; i < end; i++)
        image[c + i] =
          far * (across[a + i]! + across[e + i]!) +
          near * (across[b + i]! + across[d + i]!) +
          middle * across[c + i]!;
    }
  };

  const nothing = { colour: new Float32Array(height * stride), coverage: new Float32Array(width * height) };
  last.fill(width - 1);
  spread(nothing);
  const empty = image.slice();
  return {
    image,
    form(light) {
      image.set(empty);
      for (let y = 0; y < height; y++) findSpan(light.coverage, y);
      spread(light);
    },
  };
}
