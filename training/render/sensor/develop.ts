/** The camera's processor, first half: colours from the mosaic, tone, and brightness apart from colour. */

/** A picture as brightness at every pixel and colour at every second one and row, codes 0..255; colour is centred on 0. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly luma: Float32Array;
  readonly blue: Float32Array;
  readonly red: Float32Array;
}

export function createPlanes(width: number, height: number): Planes {
  const quarter = (width >> 1) * (height >> 1);
  return {
    width,
    height,
    luma: new Float32Array(width * height),
    blue: new Float32Array(quarter),
    red: new Float32Array(quarter),
  };
}

const TABLE = 4096;

/**
 * Codes by linear level: the sRGB curve, an S-shaped contrast and lifted blacks. [TABLE + 1]
 * @see IEC 61966-2-1
 */
export function createTone(contrast: number, blackLift: number): Float32Array {
  return Float32Array.from({ length: TABLE + 1 }, (_, i) => {
    const linear = i / TABLE;
    // Highlights roll off instead of ending at once.
    const soft = linear < 0.6 ? linear : 0.6 + 0.4 * (1 - (1 - (linear - 0.6) / 0.4) ** 1.35);
    const value = soft <= 0.0031308 ? 12.92 * soft : 1.055 * soft ** (1 / 2.4) - 0.055;
    const curved = value + contrast * value * (1 - value) * (2 * value - 1);
    return blackLift + (255 - blackLift) * curved;
  });
}

/** Level to the table's index. */
const indexOf = (level: number): number => (level <= 0 ? 0 : (level * TABLE + 0.5) | 0);

/**
 * Bilinear demosaic of an RGGB mosaic [height * width], levels up to 1, then tone and BT.601 luma and colour differences.
 * The rim of one pixel repeats its neighbours' result.
 * @see https://www.itu.int/rec/R-REC-BT.601
 */
export function develop(mosaic: Float32Array, tone: Float32Array, saturation: number, out: Planes): void {
  const { width, height, luma, blue, red } = out;
  const halfWidth = width >> 1;
  const toBlue = (0.564 * saturation) / 4;
  const toRed = (0.713 * saturation) / 4;
  for (let y = 0; y < height; y += 2) {
    // At the rim the window moves inwards by whole quads, so that the filters keep their places.
    const v = y === 0 ? 2 : y + 2 >= height ? height - 4 : y;
    for (let x = 0; x < width; x += 2) {
      const u = x === 0 ? 2 : x + 2 >= width ? width - 4 : x;
      const b = v * width + u;
      const a = b - width;
      const c = b + width;
      const d = c + width;
      const m00 = mosaic[b]!;
      const m10 = mosaic[b + 1]!;
      const m01 = mosaic[c]!;
      const m11 = mosaic[c + 1]!;
      const left = mosaic[b - 1]!;
      const above = mosaic[a]!;
      const right = mosaic[c + 2]!;
      const below = mosaic[d + 1]!;
      const redRight = mosaic[b + 2]!;
      const redBelow = mosaic[d]!;
      const blueLeft = mosaic[c - 1]!;
      const blueAbove = mosaic[a + 1]!;
      // Red's pixel, green's in the red row, green's in the blue row, blue's pixel.
      const r0 = tone[indexOf(m00)]!;
      const g0 = tone[indexOf((left + m10 + above + m01) * 0.25)]!;
      const b0 = tone[indexOf((m11 + blueLeft + blueAbove + mosaic[a - 1]!) * 0.25)]!;
      const r1 = tone[indexOf((m00 + redRight) * 0.5)]!;
      const g1 = tone[indexOf(m10)]!;
      const b1 = tone[indexOf((m11 + blueAbove) * 0.5)]!;
      const r2 = tone[indexOf((m00 + redBelow) * 0.5)]!;
      const g2 = tone[indexOf(m01)]!;
      const b2 = tone[indexOf((m11 + blueLeft) * 0.5)]!;
      const r3 = tone[indexOf((m00 + redRight + redBelow + mosaic[d + 2]!) * 0.25)]!;
      const g3 = tone[indexOf((m10 + m01 + right + below) * 0.25)]!;
      const b3 = tone[indexOf(m11)]!;
      const y0 = 0.299 * r0 + 0.587 * g0 + 0.114 * b0;
      const y1 = 0.299 * r1 + 0.587 * g1 + 0.114 * b1;
      const y2 = 0.299 * r2 + 0.587 * g2 + 0.114 * b2;
      const y3 = 0.299 * r3 + 0.587 * g3 + 0.114 * b3;
      const at = y * width + x;
      luma[at] = y0;
      luma[at + 1] = y1;
      luma[at + width] = y2;
      luma[at + width + 1] = y3;
      const sum = y0 + y1 + y2 + y3;
      const quad = (y >> 1) * halfWidth + (x >> 1);
      blue[quad] = (b0 + b1 + b2 + b3 - sum) * toBlue;
      red[quad] = (r0 + r1 + r2 + r3 - sum) * toRed;
    }
  }
}
