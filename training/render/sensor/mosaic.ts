/** The sensor itself: light at its pixels through lens distortion and colour filters, with the noise of photons and electronics. */
import type { Random } from '../random.ts';
import { undistort } from '../scene/camera.ts';
import { NOISE_MASK, NORMALS } from './noise.ts';

/** Which light falls on each sensor pixel: one entry per pixel, the filter's colour folded in (RGGB). */
export interface Warp {
  readonly width: number;
  readonly height: number;
  /** Index of the upper left of four samples in the optical image's [.. * 3] buffer. */
  readonly index: Int32Array;
  readonly xFraction: Float32Array;
  readonly yFraction: Float32Array;
  /** Share of the light that the lens lets through. */
  readonly passed: Float32Array;
}

/** Colour of the filter before a pixel: 0 red, 1 green, 2 blue. */
export const filterAt = (x: number, y: number): 0 | 1 | 2 => (y & 1 ? (x & 1 ? 2 : 1) : x & 1 ? 1 : 0);

export interface Lens {
  readonly distortion: number;
  /** The raster is this much wider than the picture. */
  readonly overscan: number;
  /** Loss of light at the corners. */
  readonly vignette: number;
  /** Size of the red picture relative to the green one, less 1; blue is as much smaller. */
  readonly lateralChroma: number;
}

/** Entries of the distortion's table per half of the frame's height. */
const PER_RADIUS = 256;

/** Maps each sensor pixel to the undistorted raster. */
export function createWarp(
  lens: Lens,
  width: number,
  height: number,
  rasterWidth: number,
  rasterHeight: number,
): Warp {
  const count = width * height;
  const warp: Warp = {
    width,
    height,
    index: new Int32Array(count),
    xFraction: new Float32Array(count),
    yFraction: new Float32Array(count),
    passed: new Float32Array(count),
  };
  const half = height / 2;
  const scale = rasterHeight / 2 / lens.overscan;
  const most = Math.hypot(width, height) / height;
  // By how much a radius has to grow to be where it was before distortion.
  const factors = Float64Array.from({ length: Math.ceil(most * PER_RADIUS) + 2 }, (_, i) =>
    i > 0 ? undistort(lens.distortion, i / PER_RADIUS) / (i / PER_RADIUS) : 1,
  );
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const dx = (x + 0.5 - width / 2) / half;
      const dy = (y + 0.5 - half) / half;
      const r = Math.sqrt(dx * dx + dy * dy);
      const colour = filterAt(x, y);
      const spread = 1 + (colour === 0 ? -1 : colour === 2 ? 1 : 0) * lens.lateralChroma;
      const entry = r * PER_RADIUS;
      const low = entry | 0;
      const factor = (factors[low]! + (factors[low + 1]! - factors[low]!) * (entry - low)) * spread * scale;
      const u = Math.min(rasterWidth - 1.001, Math.max(0, dx * factor + rasterWidth / 2 - 0.5));
      const v = Math.min(rasterHeight - 1.001, Math.max(0, dy * factor + rasterHeight / 2 - 0.5));
      warp.index[at] = (Math.floor(v) * rasterWidth + Math.floor(u)) * 3 + colour;
      warp.xFraction[at] = u - Math.floor(u);
      warp.yFraction[at] = v - Math.floor(v);
      warp.passed[at] = 1 - (lens.vignette * r * r) / 2;
    }
  }
  return warp;
}

/** How one exposure is taken; levels are shares of a full pixel. */
export interface Exposure {
  /** Radiance to level. */
  readonly gain: number;
  /** Factor of the white balance per colour, 1 and above. */
  readonly balance: readonly [number, number, number];
  /** Variance of a level v: shot * v + read. */
  readonly shot: number;
  readonly read: number;
  /** Standard deviation that a whole row shares. */
  readonly row: number;
  /** Factor on a row's light, by the row's share of the height: lamps flicker while the rows are read. */
  flicker(row: number): number;
  /** Movement of what covers the background during the exposure, in samples of the raster. */
  readonly motion: readonly [number, number];
}

const TAPS = 4;

/**
 * Exposes: level = min(1, balance * (light + noise)), one colour per pixel.
 * @param image [rasterHeight * rasterWidth * 3] radiance
 * @param coverage [rasterHeight * rasterWidth] of what moves; read where `motion` is longer than half a sample
 * @param mosaic [height * width] written
 */
export function exposeMosaic(
  warp: Warp,
  image: Float32Array,
  rasterWidth: number,
  coverage: Float32Array,
  exposure: Exposure,
  random: Random,
  mosaic: Float32Array,
): void {
  const { width, height } = warp;
  const { motion } = exposure;
  const moves = Math.hypot(...motion) > 0.5;
  const steps = Array.from({ length: TAPS }, (_, k) => {
    const t = (k + 0.5) / TAPS - 0.5;
    return 3 * (Math.round(t * motion[0]) + rasterWidth * Math.round(t * motion[1]));
  });
  const light = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const level = exposure.gain * exposure.flicker((y + 0.5) / height);
    const rowOffset = exposure.row * random.normal(0, 1);
    const noiseStart = Math.floor(random.uniform(0, NOISE_MASK + 1));
    gather(warp, image, 3 * rasterWidth, y * width, light);
    if (moves) smear(warp, image, 3 * rasterWidth, y * width, coverage, steps, light);
    readOut(warp, exposure, y, level, rowOffset, noiseStart, light, mosaic);
  }
}

/** Light at the pixels of a row that begins at pixel `from`. */
function gather(warp: Warp, image: Float32Array, stride: number, from: number, light: Float64Array): void {
  const { index, xFraction, yFraction } = warp;
  for (let x = 0, at = from; x < light.length; x++, at++) {
    const i = index[at]!;
    const fx = xFraction[at]!;
    const top = image[i]! + (image[i + 3]! - image[i]!) * fx;
    const j = i + stride;
    light[x] = top + (image[j]! + (image[j + 3]! - image[j]!) * fx - top) * yFraction[at]!;
  }
}

/** The same where something moves: the mean over its way. */
function smear(
  { index, xFraction, yFraction }: Warp,
  image: Float32Array,
  stride: number,
  from: number,
  coverage: Float32Array,
  steps: readonly number[],
  light: Float64Array,
): void {
  const last = image.length - stride - 4;
  for (let x = 0, at = from; x < light.length; x++, at++) {
    const i = index[at]!;
    if (coverage[(i / 3) | 0]! <= 0) continue;
    let sum = 0;
    for (const step of steps) {
      const j = Math.min(last, Math.max(0, i + step));
      sum += bilinear(image, j, stride, xFraction[at]!, yFraction[at]!);
    }
    light[x] = sum / steps.length;
  }
}

/** A row's light to levels, with noise. */
function readOut(
  { width, passed }: Warp,
  { shot, read, balance }: Exposure,
  y: number,
  level: number,
  rowOffset: number,
  noiseStart: number,
  light: Float64Array,
  mosaic: Float32Array,
): void {
  const even = balance[filterAt(0, y)];
  const odd = balance[filterAt(1, y)];
  for (let x = 0, at = y * width; x < width; x++, at++) {
    const arrived = light[x]! * level * passed[at]!;
    const share = arrived > 1 ? 1 : arrived;
    const noise = Math.sqrt(shot * share + read) * NORMALS[(noiseStart + x) & NOISE_MASK]!;
    const value = (share + rowOffset + noise) * (x & 1 ? odd : even);
    mosaic[at] = value > 1 ? 1 : value;
  }
}

function bilinear(image: Float32Array, i: number, stride: number, fx: number, fy: number): number {
  const top = image[i]! + (image[i + 3]! - image[i]!) * fx;
  const bottom = image[i + stride]! + (image[i + stride + 3]! - image[i + stride]!) * fx;
  return top + (bottom - top) * fy;
}
