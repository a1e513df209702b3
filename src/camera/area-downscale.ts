/** Scales a square of a camera frame to the network's input by exact area weighting. */

/** A square in the frame's pixels; its corners may lie between pixels. */
export type SquareArea = { x: number; y: number; side: number };

/** What a downscale is prepared for: `channels` bytes a pixel, of which the first three are RGB. */
export type DownscalePlan = {
  width: number;
  height: number;
  channels: 3 | 4;
  crop: SquareArea;
  size: number;
};

/** Takes `[height * width * channels]` and gives `[size * size * 3]`, 0..255, not rounded. Throws as its maker does. */
export type AreaDownscale = (pixels: Uint8ClampedArray | Uint8Array) => Float32Array;

/** How far a crop may leave the frame: computed from fractions, its far corner is a rounding error off. */
const ROUNDING_PX = 1e-6;

/**
 * Which source pixels each output pixel covers, and by how much: `shares[i * taps + k]` of pixel `starts[i] + k`, which sum to
 * 1 over k. Output pixels that cover fewer have shares of 0.
 */
type Coverage = { starts: Int32Array; shares: Float64Array; taps: number };

/**
 * Prepares to scale `crop` of many frames to `size` x `size` RGB.
 *
 * Each output pixel is the mean of its source box, pixels that lie partly in it counting by their overlap:
 *
 *     out[i] = sum_j overlap(j, [i r, (i + 1) r]) in[j] / r     r = side / size
 *
 * along x, then along y. It does not ring and does not alias; where `side < size` the boxes are smaller than a pixel and
 * the same formula scales up.
 *
 * @throws RangeError where the crop leaves the frame, and, when called, where the buffer is not a frame of that size.
 */
export function createAreaDownscale({ width, height, channels, crop, size }: DownscalePlan): AreaDownscale {
  checkCrop(width, height, crop, size);
  const columns = coverAxis(Math.max(0, crop.x), crop.side, size, width);
  const rows = coverAxis(Math.max(0, crop.y), crop.side, size, height);
  const rowLength = size * 3;
  /** The source rows that an output row covers, narrowed: row y at y % taps. */
  const narrowed = Array.from({ length: rows.taps }, () => new Float32Array(rowLength));

  return (pixels) => {
    if (pixels.length !== width * height * channels) {
      throw new RangeError(
        `A frame of ${width} x ${height} px has ${width * height * channels} bytes of ${channels === 4 ? 'RGBA' : 'RGB'}, not ${pixels.length}.`,
      );
    }
    const scaled = new Float32Array(size * rowLength);
    let next = rows.starts[0]!;
    for (let i = 0; i < size; i += 1) {
      const start = rows.starts[i]!;
      for (; next < Math.min(start + rows.taps, height); next += 1) {
        narrowRow(pixels, next * width * channels, channels, columns, narrowed[next % rows.taps]!);
      }
      const to = i * rowLength;
      for (let k = 0; k < rows.taps; k += 1) {
        const share = rows.shares[i * rows.taps + k]!;
        if (share === 0) continue;
        const row = narrowed[(start + k) % rows.taps]!;
        for (let j = 0; j < rowLength; j += 1) scaled[to + j]! += share * row[j]!;
      }
    }
    return scaled;
  };
}

/** Scales one RGBA frame. @see createAreaDownscale */
export function areaDownscale(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
  crop: SquareArea,
  size: number,
): Float32Array {
  return createAreaDownscale({ width, height, channels: 4, crop, size })(rgba);
}

/** One row of pixels, from byte `from`, to the RGB of the columns that cover it. */
function narrowRow(
  pixels: Uint8ClampedArray | Uint8Array,
  from: number,
  channels: number,
  { starts, shares, taps }: Coverage,
  narrowed: Float32Array,
): void {
  for (let i = 0; i < starts.length; i += 1) {
    let at = from + starts[i]! * channels;
    const tap = i * taps;
    const last = tap + taps;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = tap; k < last; k += 1, at += channels) {
      const share = shares[k]!;
      red += share * pixels[at]!;
      green += share * pixels[at + 1]!;
      blue += share * pixels[at + 2]!;
    }
    narrowed[3 * i] = red;
    narrowed[3 * i + 1] = green;
    narrowed[3 * i + 2] = blue;
  }
}

/** What each of `size` equal boxes over `[origin, origin + side]` covers of `limit` source pixels, 0 <= origin. */
function coverAxis(origin: number, side: number, size: number, limit: number): Coverage {
  const box = side / size;
  const taps = Math.min(Math.ceil(box) + 1, limit);
  const starts = new Int32Array(size);
  const shares = new Float64Array(size * taps);
  for (let i = 0; i < size; i += 1) {
    const from = origin + i * box;
    const to = Math.min(origin + (i + 1) * box, limit);
    // So that no tap lies beyond the frame; those before the box have no share.
    const start = Math.min(Math.floor(from), limit - taps);
    starts[i] = start;
    for (let k = 0; k < taps; k += 1) {
      shares[i * taps + k] = Math.max(0, Math.min(to, start + k + 1) - Math.max(from, start + k)) / box;
    }
  }
  return { starts, shares, taps };
}

function checkCrop(width: number, height: number, { x, y, side }: SquareArea, size: number): void {
  const startsInside = x >= -ROUNDING_PX && y >= -ROUNDING_PX;
  const endsInside = x + side <= width + ROUNDING_PX && y + side <= height + ROUNDING_PX;
  if (!(side > 0 && startsInside && endsInside)) {
    throw new RangeError(`The crop ${side} px at (${x}, ${y}) leaves the frame of ${width} x ${height} px.`);
  }
  if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`Cannot scale to ${size} px.`);
}
