/** Scales a square of a camera frame to the network's input by exact area weighting. */

/** A square in the frame's pixels. */
export type SquareArea = { x: number; y: number; side: number };

/** Overlap of one output pixel with the source pixels `start, start + 1, ...`; the shares sum to 1. */
type Coverage = { start: number; shares: Float64Array };

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
  const firstRow = rows[0]!.start;
  const lastRow = rows[size - 1]!.start + rows[size - 1]!.shares.length;

  const narrowed = new Float32Array((lastRow - firstRow) * size * 3); // [source rows, size, 3]
  for (let y = firstRow; y < lastRow; y += 1) {
    for (let i = 0; i < size; i += 1) {
      const { start, shares } = columns[i]!;
      let [r, g, b] = [0, 0, 0];
      for (let k = 0; k < shares.length; k += 1) {
        const at = (y * width + start + k) * 4;
        r += shares[k]! * rgba[at]!;
        g += shares[k]! * rgba[at + 1]!;
        b += shares[k]! * rgba[at + 2]!;
      }
      const at = ((y - firstRow) * size + i) * 3;
      narrowed[at] = r;
      narrowed[at + 1] = g;
      narrowed[at + 2] = b;
    }
  }

  const rowLength = size * 3;
  const scaled = new Float32Array(size * rowLength); // [size, size, 3]
  for (let i = 0; i < size; i += 1) {
    const { start, shares } = rows[i]!;
    for (let k = 0; k < shares.length; k += 1) {
      const from = (start + k - firstRow) * rowLength;
      for (let j = 0; j < rowLength; j += 1) scaled[i * rowLength + j]! += shares[k]! * narrowed[from + j]!;
    }
  }
  return scaled;
}

/** Which source pixels each of `size` equal boxes over `[origin, origin + side]` covers, and by how much. */
function coverAxis(origin: number, side: number, size: number, limit: number): Coverage[] {
  const box = side / size;
  return Array.from({ length: size }, (_, i) => {
    const from = origin + i * box;
    const to = Math.min(origin + (i + 1) * box, limit);
    const start = Math.min(Math.floor(from), limit - 1);
    const count = Math.max(1, Math.min(Math.ceil(to), limit) - start);
    const shares = new Float64Array(count);
    for (let k = 0; k < count; k += 1) {
      shares[k] = Math.max(0, Math.min(to, start + k + 1) - Math.max(from, start + k)) / box;
    }
    return { start, shares };
  });
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
