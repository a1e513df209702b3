/** What the camera or its driver does to the picture on the way to the page: blocks of MJPEG or H.264. */
import sharp from 'sharp';
import type { Planes } from './develop.ts';
import type { CodecSetup } from './sensor-setup.ts';

/** Keeps the codec from starting threads of its own: a worker is one thread. */
sharp.concurrency(1);
// No picture is ever seen twice.
sharp.cache(false);

/**
 * Encodes and decodes.
 * @param planes used up
 * @param rgb [height * width * 3] bytes, used up
 * @returns the picture as bytes of RGB: in `rgb`, or the decoder's own
 */
export async function transmit(planes: Planes, codec: CodecSetup, rgb: Uint8Array): Promise<Uint8Array> {
  const { width, height } = planes;
  if (codec.kind === 'h264') {
    quantizeBlocks(planes.luma, width, height, codec.step);
    deblock(planes.luma, width, height, codec.step);
    quantizeBlocks(planes.blue, width >> 1, height >> 1, 1.2 * codec.step);
    quantizeBlocks(planes.red, width >> 1, height >> 1, 1.2 * codec.step);
  }
  join(planes, rgb);
  if (codec.kind !== 'mjpeg') return rgb;
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: codec.quality, chromaSubsampling: codec.chroma, optimiseCoding: false })
    .toBuffer();
  return sharp(jpeg, { sequentialRead: true }).raw().toBuffer();
}

const toByte = (code: number): number => (code < 0 ? 0 : code > 255 ? 255 : code);

/** Brightness and colour differences to bytes of RGB. @see https://www.itu.int/rec/R-REC-BT.601 */
function join({ width, height, luma, blue, red }: Planes, out: Uint8Array): void {
  const halfWidth = width >> 1;
  for (let y = 0; y < height; y++) {
    let quad = (y >> 1) * halfWidth;
    for (let at = y * width, o = at * 3, end = at + width; at < end; at += 2, o += 6, quad++) {
      const r = 1.402 * red[quad]! + 0.5;
      const g = 0.5 - 0.344 * blue[quad]! - 0.714 * red[quad]!;
      const b = 1.772 * blue[quad]! + 0.5;
      const left = luma[at]!;
      const right = luma[at + 1]!;
      out[o] = toByte(left + r);
      out[o + 1] = toByte(left + g);
      out[o + 2] = toByte(left + b);
      out[o + 3] = toByte(right + r);
      out[o + 4] = toByte(right + g);
      out[o + 5] = toByte(right + b);
    }
  }
}

/** Rounded towards zero: two thirds of a step is needed to leave zero, as encoders' dead zones have it. */
const quantize = (value: number, step: number, inverse: number): number =>
  ((value * inverse + (value < 0 ? -1 / 3 : 1 / 3)) | 0) * step;

/**
 * Quantizes 4 x 4 blocks in place with H.264's core transform [1 1 1 1; 2 1 -1 -2; 1 -1 -1 1; 1 -2 2 -1], rows of square norm
 * 4, 10, 4, 10. The mean is predicted from neighbours by real encoders, so it has a quarter of the step.
 * @see https://www.itu.int/rec/T-REC-H.264 (8.5)
 */
export function quantizeBlocks(plane: Float32Array, width: number, height: number, step: number): void {
  const t = new Float64Array(16);
  for (let y = 0; y + 3 < height; y += 4) {
    for (let x = 0; x + 3 < width; x += 4) {
      const o = y * width + x;
      for (let r = 0; r < 4; r++) {
        const i = o + r * width;
        const p = plane[i]! + plane[i + 3]!;
        const q = plane[i + 1]! + plane[i + 2]!;
        const s = plane[i]! - plane[i + 3]!;
        const u = plane[i + 1]! - plane[i + 2]!;
        t[4 * r] = 0.5 * (p + q);
        t[4 * r + 1] = ROOT * (2 * s + u);
        t[4 * r + 2] = 0.5 * (p - q);
        t[4 * r + 3] = ROOT * (s - 2 * u);
      }
      for (let c = 0; c < 4; c++) {
        const p = t[c]! + t[c + 12]!;
        const q = t[c + 4]! + t[c + 8]!;
        const s = t[c]! - t[c + 12]!;
        const u = t[c + 4]! - t[c + 8]!;
        const inverse = 1 / step;
        const low = c === 0 ? 0.25 * step : step;
        const k0 = quantize(0.5 * (p + q), low, 1 / low);
        const k1 = ROOT * quantize(ROOT * (2 * s + u), step, inverse);
        const k2 = 0.5 * quantize(0.5 * (p - q), step, inverse);
        const k3 = ROOT * quantize(ROOT * (s - 2 * u), step, inverse);
        const h = 0.5 * k0;
        t[c] = h + 2 * k1 + k2 + k3;
        t[c + 4] = h + k1 - k2 - 2 * k3;
        t[c + 8] = h - k1 - k2 + 2 * k3;
        t[c + 12] = h - 2 * k1 + k2 - k3;
      }
      for (let r = 0; r < 4; r++) {
        const i = o + r * width;
        const h = 0.5 * t[4 * r]!;
        const k1 = ROOT * t[4 * r + 1]!;
        const k2 = 0.5 * t[4 * r + 2]!;
        const k3 = ROOT * t[4 * r + 3]!;
        plane[i] = h + 2 * k1 + k2 + k3;
        plane[i + 1] = h + k1 - k2 - 2 * k3;
        plane[i + 2] = h - k1 - k2 + 2 * k3;
        plane[i + 3] = h - 2 * k1 + k2 - k3;
      }
    }
  }
}
const ROOT = 1 / Math.sqrt(10);

/** Smooths steps between blocks that the quantizer may have made: those smaller than it. */
function deblock(plane: Float32Array, width: number, height: number, step: number): void {
  for (let y = 0; y < height; y++) soften(plane, y * width + 4, (y + 1) * width, 4, 1, 0.6 * step);
  for (let y = 4; y < height; y += 4) soften(plane, y * width, (y + 1) * width, 1, width, 0.6 * step);
}

/** Takes from steps within `limit` between samples [from, to) and those `across` before them. */
function soften(
  plane: Float32Array,
  from: number,
  to: number,
  stride: number,
  across: number,
  limit: number,
): void {
  for (let at = from; at < to; at += stride) {
    const gap = plane[at]! - plane[at - across]!;
    if (gap > limit || gap < -limit) continue;
    plane[at] = plane[at]! - 0.3 * gap;
    plane[at - across] = plane[at - across]! + 0.3 * gap;
  }
}
