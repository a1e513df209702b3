/** Environment maps: light as spherical harmonics, a key light, and what the camera sees behind a person. */
import { readFileSync } from 'node:fs';
import { AssetError } from './facekit.ts';
import { add, length, normalize, scale, type Vec3 } from '../vector.ts';

export interface Environment {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** [height * width * 3] linear radiance, latitude-longitude; the row 0 is up. */
  readonly radiance: Float32Array;
  /** Mean luminance over the sphere without its peaks: what exposure is set from. */
  readonly mean: number;
  /** [9][3] irradiance coefficients over pi (Lambert-convolved, order 2) of the map without its peaks, y up. */
  readonly harmonics: readonly Vec3[];
  /** Irradiance over pi of the peaks on a surface that faces them, in units of `mean`. */
  readonly keyShare: number;
  /** Direction to the peaks, y up; where there are none, to the brightest region. */
  readonly keyDirection: Vec3;
  /** Mean colour of that region, its largest channel 1. */
  readonly keyColour: Vec3;
}

/**
 * Reads a Radiance RGBE file (run-length encoded scanlines).
 * @see https://radsite.lbl.gov/radiance/refer/Notes/picture_format.html
 * @throws AssetError when it is missing or not such a file.
 */
export function loadEnvironment(file: string, name: string): Environment {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new AssetError(`No environment map at ${file}.`, { cause });
  }
  const size = /-Y (\d+) \+X (\d+)\n/.exec(bytes.toString('latin1', 0, 1024));
  if (!size) throw new AssetError(`${file} is not a Radiance picture.`);
  const height = Number(size[1]);
  const width = Number(size[2]);
  const radiance = decodeScanlines(bytes, size.index + size[0].length, width, height, file);
  return { name, width, height, radiance, ...summarize(radiance, width, height) };
}

function decodeScanlines(
  bytes: Buffer,
  start: number,
  width: number,
  height: number,
  file: string,
): Float32Array {
  const out = new Float32Array(width * height * 3);
  const line = new Uint8Array(width * 4);
  let at = start;
  for (let y = 0; y < height; y++) {
    if (bytes[at] !== 2 || bytes[at + 1] !== 2)
      throw new AssetError(`${file}: scanline ${y} is not run-length encoded.`);
    at += 4;
    for (let channel = 0; channel < 4; channel++) {
      for (let x = 0; x < width;) {
        const count = bytes[at++];
        if (count === undefined) throw new AssetError(`${file} is truncated in scanline ${y}.`);
        if (count > 128) {
          line.fill(bytes[at++]!, channel * width + x, channel * width + x + count - 128);
          x += count - 128;
        } else {
          line.set(bytes.subarray(at, at + count), channel * width + x);
          at += count;
          x += count;
        }
      }
    }
    for (let x = 0; x < width; x++) {
      const factor = 2 ** (line[3 * width + x]! - 136);
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = line[c * width + x]! * factor;
    }
  }
  return out;
}

/** Direction (y up) of a texel; longitude 0 looks along +z. */
function directionOf(x: number, y: number, width: number, height: number): Vec3 {
  const longitude = ((x + 0.5) / width) * 2 * Math.PI - Math.PI;
  const latitude = Math.PI / 2 - ((y + 0.5) / height) * Math.PI;
  return [
    Math.sin(longitude) * Math.cos(latitude),
    Math.sin(latitude),
    Math.cos(longitude) * Math.cos(latitude),
  ];
}

/** The nine real spherical harmonics up to order 2 at a unit direction. */
export function harmonicBasis(d: Vec3): number[] {
  const [x, y, z] = d;
  return [
    0.282095,
    0.488603 * y,
    0.488603 * z,
    0.488603 * x,
    1.092548 * x * y,
    1.092548 * y * z,
    0.315392 * (3 * z * z - 1),
    1.092548 * x * z,
    0.546274 * (x * x - y * y),
  ];
}

/** Cosine-lobe factors per coefficient, over pi. @see Ramamoorthi and Hanrahan 2001 */
const LOBE = [1, 2 / 3, 2 / 3, 2 / 3, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4];

/** Blocks of the map are averaged over this many texels and axis. */
const BLOCK = 4;
/** What is this many times brighter than the median of the map is a light, and casts shadows of its own. */
const PEAK = 8;

interface Block {
  readonly direction: Vec3;
  readonly solidAngle: number;
  readonly luminance: number;
  readonly colour: Vec3;
}

function readBlocks(radiance: Float32Array, width: number, height: number): Block[] {
  const blocks: Block[] = [];
  for (let by = 0; by < height; by += BLOCK) {
    for (let bx = 0; bx < width; bx += BLOCK) {
      const colour: [number, number, number] = [0, 0, 0];
      for (let y = by; y < Math.min(by + BLOCK, height); y++)
        for (let x = bx; x < Math.min(bx + BLOCK, width); x++)
          for (let c = 0; c < 3; c++) colour[c]! += radiance[(y * width + x) * 3 + c]! / (BLOCK * BLOCK);
      const direction = directionOf(bx + BLOCK / 2 - 0.5, by + BLOCK / 2 - 0.5, width, height);
      const solidAngle =
        Math.sqrt(Math.max(0, 1 - direction[1] ** 2)) *
        ((2 * Math.PI * BLOCK) / width) *
        ((Math.PI * BLOCK) / height);
      const luminance = 0.3 * colour[0] + 0.6 * colour[1] + 0.1 * colour[2];
      blocks.push({ direction, solidAngle, luminance, colour });
    }
  }
  return blocks;
}

function summarize(
  radiance: Float32Array,
  width: number,
  height: number,
): Pick<Environment, 'mean' | 'harmonics' | 'keyShare' | 'keyDirection' | 'keyColour'> {
  const blocks = readBlocks(radiance, width, height).sort((p, q) => q.luminance - p.luminance);
  const limit = PEAK * blocks[blocks.length >> 1]!.luminance;
  const coefficients = Array.from({ length: 9 }, () => [0, 0, 0] as [number, number, number]);
  let mean = 0;
  let total = 0;
  let peaks: Vec3 = [0, 0, 0];
  let peakColour: Vec3 = [0, 0, 0];
  for (const { direction, solidAngle, luminance, colour } of blocks) {
    const kept = luminance > limit ? limit / luminance : 1;
    mean += kept * luminance * solidAngle;
    total += solidAngle;
    // The key light is drawn apart with its own shadow: the ambient part takes the map without its peaks.
    harmonicBasis(direction).forEach((value, i) => {
      for (let c = 0; c < 3; c++) coefficients[i]![c]! += kept * colour[c]! * value * solidAngle * LOBE[i]!;
    });
    if (kept === 1) continue;
    peaks = add(peaks, scale(direction, (1 - kept) * luminance * solidAngle));
    peakColour = add(peakColour, scale(colour, (1 - kept) * solidAngle));
  }
  const keyShare = length(peaks) / Math.PI / (mean / total);
  if (keyShare === 0)
    for (const { direction, solidAngle, luminance, colour } of blocks.slice(0, 40)) {
      peaks = add(peaks, scale(direction, luminance * solidAngle));
      peakColour = add(peakColour, colour);
    }
  return {
    mean: mean / total,
    harmonics: coefficients,
    keyShare,
    keyDirection: normalize(peaks),
    keyColour: scale(peakColour, 1 / Math.max(...peakColour)),
  };
}

/** Radiance towards a direction (y up), bilinear; `out` takes the three channels. */
export function sampleEnvironment(environment: Environment, direction: Vec3, out: Float32Array): void {
  const { width, height, radiance } = environment;
  const u = ((Math.atan2(direction[0], direction[2]) + Math.PI) / (2 * Math.PI)) * width - 0.5;
  const v = (0.5 - Math.asin(Math.min(1, Math.max(-1, direction[1]))) / Math.PI) * height - 0.5;
  const x0 = Math.floor(u);
  const y0 = Math.floor(v);
  const fx = u - x0;
  const fy = v - y0;
  for (let c = 0; c < 3; c++) {
    const at = (x: number, y: number): number =>
      radiance[(Math.min(height - 1, Math.max(0, y)) * width + ((x + width) % width)) * 3 + c]!;
    out[c] =
      (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy) +
      (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
  }
}
