/** What the camera or its driver does to the picture on the way to the page: blocks of MJPEG or H.264. */
import sharp from 'sharp';
import type { Planes } from './develop.ts';
import type { CodecSetup } from './sensor-setup.ts';

/** Keeps the codec from starting threads of its own: a worker is one thread. */
sharp.concurrency(1);

/**
 * Encodes and decodes; the result is RGBA, [height * width * 4], in `rgba`.
 * @param planes used up
 */
export async function transmit(planes: Planes, codec: CodecSetup, rgba: Uint8Array): Promise<void> {
  const { width, height } = planes;
  if (codec.kind === 'h264') {
    quantizeBlocks(planes.luma, width, height, codec.step);
    deblock(planes.luma, width, height, codec.step);
    quantizeBlocks(planes.blue, width >> 1, height >> 1, 1.2 * codec.step);
    quantizeBlocks(planes.red, width >> 1, height >> 1, 1.2 * codec.step);
  }
  if (codec.kind !== 'mjpeg') return join(planes, rgba, 4);
  const rgb = new Uint8Array(width * height * 3);
  join(planes, rgb, 3);
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: codec.quality, chromaSubsampling: codec.chroma, optimiseCoding: false })
    .toBuffer();
  const decoded = await sharp(jpeg).raw().toBuffer();
  for (let i = 0, o = 0; o < rgba.length; i += 3, o += 4) {
    rgba[o] = decoded[i]!;
    rgba[o + 1] = decoded[i + 1]!;
    rgba[o + 2] = decoded[i + 2]!;
  }
}

/** Brightness and colour differences to bytes of RGB or RGBA (alpha is left alone). @see https://www.itu.int/rec/R-REC-BT.601 */
export function join(planes: Planes, out: Uint8Array, channels: 3 | 4): void {
  const { width, height, luma, blue, red } = planes;
  const halfWidth = width >> 1;
  for (let y = 0; y < height; y++) {
    const quads = (y >> 1) * halfWidth;
    let o = y * width * channels;
    for (let x = 0, at = y * width; x < width; x++, at++, o += channels) {
      const l = luma[at]! + 0.5;
      const quad = quads + (x >> 1);
      const r = l + 1.402 * red[quad]!;
      const g = l - 0.344 * blue[quad]! - 0.714 * red[quad]!;
      const b = l + 1.772 * blue[quad]!;
      out[o] = r < 0 ? 0 : r > 255 ? 255 : r;
      out[o + 1] = g < 0 ? 0 : g > 255 ? 255 : g;
      out[o + 2] = b < 0 ? 0 : b > 255 ? 255 : b;
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
  const limit = 0.6 * step;
  const soften = (at: number, across: number): void => {
    const gap = plane[at]! - plane[at - across]!;
    if (gap > limit || gap < -limit) return;
    plane[at] = plane[at]! - 0.3 * gap;
    plane[at - across] = plane[at - across]! + 0.3 * gap;
  };
  for (let y = 0; y < height; y++)
    for (let at = y * width + 4, end = (y + 1) * width; at < end; at += 4) soften(at, 1);
  for (let y = 4; y < height; y += 4)
    for (let at = y * width, end = at + width; at < end; at++) soften(at, width);
}
