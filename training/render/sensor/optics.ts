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
/** Rows that the taps of one row need. */
const ROWS = 2 * REACH + 1;

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
  /** Rows spread along x, the last few of them: row y in y % ROWS. */
  const across = Array.from({ length: ROWS }, () => new Float32Array(stride));
  /** Samples that something covers, per row: from, to (none: from > to). */
  const first = new Int32Array(height);
  const last = new Int32Array(height);
  /** Samples that this frame changes, per row, and those that the frame before did. */
  const from = new Int32Array(height);
  const to = new Int32Array(height).fill(-1);
  const padded = new Float32Array(stride + 12);

  const findSpan = (coverage: Float32Array, y: number): void => {
    const start = y * width;
    let low = start;
    let high = start + width - 1;
    while (low <= high && coverage[low] === 0) low++;
    while (high > low && coverage[high] === 0) high--;
    first[y] = low - start;
    last[y] = high - start;
  };

  /** What a row changes lies up to `rows` rows away, and REACH samples beside. */
  const widestSpan = (y: number, rows: number): readonly [number, number] => {
    let low = width;
    let high = -1;
    for (let row = Math.max(0, y - rows); row <= Math.min(height - 1, y + rows); row++) {
      if (first[row]! > last[row]!) continue;
      low = Math.min(low, first[row]! - REACH);
      high = Math.max(high, last[row]! + REACH);
    }
    return [Math.max(0, low), Math.min(width - 1, high)];
  };

  /** Light over background along a row, spread along x. */
  const spreadRow = ({ coverage, colour }: Light, y: number): void => {
    const [spanFrom, spanTo] = widestSpan(y, 2 * REACH);
    if (spanFrom > spanTo) return;
    const low = Math.max(0, spanFrom - REACH);
    const high = Math.min(width - 1, spanTo + REACH);
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
    const out = across[y % ROWS]!;
    for (let i = 3 * spanFrom, end = 3 * spanTo + 3; i < end; i++)
      out[i] =
        far * (padded[i]! + padded[i + 12]!) +
        near * (padded[i + 3]! + padded[i + 9]!) +
        middle * padded[i + 6]!;
  };

  const acrossAt = (y: number): Float32Array => across[Math.min(height - 1, Math.max(0, y)) % ROWS]!;

  const spread = (light: Light): void => {
    for (let y = 0; y < Math.min(REACH, height); y++) spreadRow(light, y);
    for (let y = 0; y < height; y++) {
      if (y + REACH < height) spreadRow(light, y + REACH);
      const [low, high] = widestSpan(y, REACH);
      from[y] = low;
      to[y] = high;
      const [a, b, c] = [acrossAt(y - 2), acrossAt(y - 1), acrossAt(y)];
      const [d, e] = [acrossAt(y + 1), acrossAt(y + 2)];
      for (let i = 3 * low, o = y * stride + i, end = 3 * high + 3; i < end; i++, o++)
        image[o] = far * (a[i]! + e[i]!) + near * (b[i]! + d[i]!) + middle * c[i]!;
    }
  };

  const nothing = { colour: new Float32Array(height * stride), coverage: new Float32Array(width * height) };
  last.fill(width - 1);
  spread(nothing);
  const empty = image.slice();
  return {
    image,
    form(light) {
      for (let y = 0; y < height; y++) {
        const start = y * stride;
        for (let o = start + 3 * from[y]!, end = start + 3 * to[y]! + 3; o < end; o++) image[o] = empty[o]!;
        findSpan(light.coverage, y);
      }
      spread(light);
    },
  };
}
