/** Scales a square of a camera frame to the network's input by exact area weighting. */

/** A square in the frame's pixels. */
export type SquareArea = { x: number; y: number; side: number };

/**
 * Which source pixels each output pixel covers, and by how much: `shares[i * taps + k]` of pixel `starts[i] + k`, which sum to
 * 1 over k. Output pixels that cover fewer have shares of 0 at the end.
 */
type Coverage = { starts: Int32Array; shares: Float64Array; taps: number };

/**
 * Scales `crop` of an RGBA frame to `size` x `size` RGB, `[size * size * 3]`, 0..255, not rounded.
 *
 * Each output pixel is the mean of its source box, pixels that lie partly in it counting by their overlap:
 *
 *     out[i] = sum_j overlap(j, [i r, (i + 1) r]) in[j] / r     r = side / size
 *
 * along x, then along y. It does not ring and does not alias; where `side < size` the boxes are smaller than a pixel and
 * the same formula scales up.
 *
 * @throws RangeError where the buffer is not `width * height` RGBA pixels or the crop leaves the frame.
 */
export function areaDownscale(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
  crop: SquareArea,
  size: number,
): Float32Array {
  checkArea(rgba.length, width, height, crop, size);
  const columns = coverAxis(crop.x, crop.side, size, width);
  const rows = coverAxis(crop.y, crop.side, size, height);
  const firstRow = rows.starts[0]!;
  const lastRow = Math.min(height, rows.starts[size - 1]! + rows.taps);
  const rowLength = size * 3;

  const narrowed = new Float32Array((lastRow - firstRow) * rowLength); // [source rows, size, 3]
  for (let y = firstRow; y < lastRow; y += 1) {
    narrowRow(rgba, y * width * 4, (y + 1) * width * 4 - 4, columns, narrowed, (y - firstRow) * rowLength);
  }

  const scaled = new Float32Array(size * rowLength); // [size, size, 3]
  for (let i = 0; i < size; i += 1) {
    const to = i * rowLength;
    for (let k = 0; k < rows.taps; k += 1) {
      const share = rows.shares[i * rows.taps + k]!;
      if (share === 0) break;
      const from = (rows.starts[i]! + k - firstRow) * rowLength;
      for (let j = 0; j < rowLength; j += 1) scaled[to + j]! += share * narrowed[from + j]!;
    }
  }
  return scaled;
}

/** One row of RGBA, from byte `from` to the pixel at byte `last`, to the RGB of the columns that cover it. */
function narrowRow(
  rgba: Uint8ClampedArray | Uint8Array,
  from: number,
  last: number,
  { starts, shares, taps }: Coverage,
  narrowed: Float32Array,
  to: number,
): void {
  for (let i = 0; i < starts.length; i += 1) {
    let at = from + starts[i]! * 4;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let k = i * taps; k < (i + 1) * taps && at <= last; k += 1, at += 4) {
      const share = shares[k]!;
      r += share * rgba[at]!;
      g += share * rgba[at + 1]!;
      b += share * rgba[at + 2]!;
    }
    const out = to + i * 3;
    narrowed[out] = r;
    narrowed[out + 1] = g;
    narrowed[out + 2] = b;
  }
}

/** What each of `size` equal boxes over `[origin, origin + side]` covers of `limit` source pixels. */
function coverAxis(origin: number, side: number, size: number, limit: number): Coverage {
  const box = side / size;
  const taps = Math.ceil(box) + 1;
  const starts = new Int32Array(size);
  const shares = new Float64Array(size * taps);
  for (let i = 0; i < size; i += 1) {
    const from = origin + i * box;
    const to = Math.min(origin + (i + 1) * box, limit);
    const start = Math.min(Math.floor(from), limit - 1);
    starts[i] = start;
    for (let k = 0; k < taps; k += 1) {
      shares[i * taps + k] = Math.max(0, Math.min(to, start + k + 1) - Math.max(from, start + k)) / box;
    }
  }
  return { starts, shares, taps };
}

function checkArea(
  length: number,
  width: number,
  height: number,
  { x, y, side }: SquareArea,
  size: number,
): void {
  if (length !== width * height * 4) {
    throw new RangeError(
      `A frame of ${width} x ${height} px has ${width * height * 4} bytes of RGBA, not ${length}.`,
    );
  }
  if (!(side > 0 && x >= 0 && y >= 0 && x + side <= width && y + side <= height)) {
    throw new RangeError(`The crop ${side} px at (${x}, ${y}) leaves the frame of ${width} x ${height} px.`);
  }
  if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`Cannot scale to ${size} px.`);
}
