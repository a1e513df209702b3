/** The webcam's sensor and processor: samples of light in, 8-bit pixels out. */
import type { Target } from '../raster/rasterizer.ts';
import { createRandom, type Random } from '../random.ts';
import type { SensorSetup } from './sensor-setup.ts';

export interface Sensor {
  /** One picture [height * width * 3], sRGB bytes. */
  expose(target: Target, random: Random): Uint8Array;
}

const TABLE = 4096;
const NOISE_TABLE = 1 << 16;

/** Standard normal numbers: read from a random offset, they cost a lookup instead of a logarithm. */
const NORMALS = ((): Float32Array => {
  const random = createRandom('sensor noise');
  return Float32Array.from({ length: NOISE_TABLE }, () => random.normal(0, 1));
})();

/** sRGB transfer with an S-shaped contrast on top. @see IEC 61966-2-1 */
function toneTable(contrast: number): Float32Array {
  return Float32Array.from({ length: TABLE }, (_, i) => {
    const linear = i / (TABLE - 1);
    const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return 255 * (value + contrast * value * (1 - value) * (2 * value - 1));
  });
}

/**
 * Sets the exposure once from a first picture, as a webcam settles on a sitting, and returns the sensor.
 * @param background [height * width * 3] linear radiance
 */
export function createSensor(
  setup: SensorSetup,
  background: Float32Array,
  first: Target,
  supersampling: number,
): Sensor {
  const width = first.width / supersampling;
  const height = first.height / supersampling;
  const { person, picture } = meanLevels(first, background, supersampling);
  // Face priority: whatever the background, the face is neither black nor burnt out.
  const gain = Math.min(0.45 / person, Math.max(0.07 / person, setup.pictureTarget / picture));
  const tone = toneTable(setup.contrast);
  const linear = new Float32Array(width * height * 3);
  const toned = new Float32Array(width * height * 3);
  const rows = new Float32Array(width * height * 3);
  const blur = Math.exp(-1 / (2 * setup.blurPx ** 2));
  // One separable kernel: the lens spreads, the processor sharpens.
  const side = blur / (1 + 2 * blur) - setup.sharpening * 0.1;

  return {
    expose(target, random) {
      resolve(target, background, supersampling, linear);
      const offset = Math.floor(random.uniform(0, NOISE_TABLE));
      const flicker = random.normal(1, 0.01);
      const last = TABLE - 1;
      for (let c = 0; c < 3; c++) {
        const factor = gain * flicker * (c === 0 ? setup.leaning[0] : c === 1 ? 1 : setup.leaning[1]);
        for (let i = c; i < linear.length; i += 3) {
          const level = linear[i]! * factor;
          const soft = level > 0.7 ? level / (0.3 + level) : level;
          // Noise is drawn before the processor: shot noise grows with the root of the level.
          const grain = NORMALS[(i * 7 + offset) & (NOISE_TABLE - 1)]!;
          const noisy = soft + 0.006 * setup.noiseFactor * (0.35 + Math.sqrt(soft)) * grain;
          toned[i] = tone[noisy <= 0 ? 0 : noisy >= 1 ? last : (noisy * last) | 0]!;
        }
      }
      convolve(toned, rows, width, height, side, 3, width * 3);
      const out = new Uint8Array(toned.length);
      convolve(rows, toned, width, height, side, width * 3, width * 3);
      for (let i = 0; i < out.length; i++) {
        const value = toned[i]! + 0.5;
        out[i] = value <= 0 ? 0 : value >= 255 ? 255 : value;
      }
      return out;
    },
  };
}

/** Mean over the picture in log radiance, half face and body, half background: what an automatic exposure sees. */
function meanLevels(
  target: Target,
  background: Float32Array,
  supersampling: number,
): { person: number; picture: number } {
  let person = 0;
  let covered = 0;
  let behind = 0;
  let free = 0;
  const width = target.width / supersampling;
  for (let y = 0; y < target.height; y += 4) {
    for (let x = 0; x < target.width; x += 4) {
      const at = y * target.width + x;
      if (target.coverage[at]) {
        person += Math.log(1e-3 + luminanceAt(target.colour, at));
        covered++;
      } else {
        behind += Math.log(
          1e-3 +
            luminanceAt(background, Math.floor(y / supersampling) * width + Math.floor(x / supersampling)),
        );
        free++;
      }
    }
  }
  const face = covered ? person / covered : behind / free;
  const rest = free ? behind / free : face;
  return { person: Math.exp(face), picture: Math.exp(0.65 * face + 0.35 * rest) };
}

const luminanceAt = (buffer: Float32Array, at: number): number =>
  0.3 * buffer[3 * at]! + 0.6 * buffer[3 * at + 1]! + 0.1 * buffer[3 * at + 2]!;

/** Averages each pixel's samples over what lies behind. */
function resolve(target: Target, background: Float32Array, supersampling: number, out: Float32Array): void {
  const width = target.width / supersampling;
  const height = target.height / supersampling;
  const share = 1 / (supersampling * supersampling);
  const { coverage, colour } = target;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const o = (y * width + x) * 3;
      let r = 0;
      let g = 0;
      let b = 0;
      let free = 0;
      for (let sy = 0; sy < supersampling; sy++) {
        const row = (y * supersampling + sy) * target.width + x * supersampling;
        for (let sx = 0; sx < supersampling; sx++) {
          free += 1 - coverage[row + sx]!;
          const i = (row + sx) * 3;
          r += colour[i]!;
          g += colour[i + 1]!;
          b += colour[i + 2]!;
        }
      }
      out[o] = (r + free * background[o]!) * share;
      out[o + 1] = (g + free * background[o + 1]!) * share;
      out[o + 2] = (b + free * background[o + 2]!) * share;
    }
  }
}

/** Three taps [side, 1 - 2 side, side] along one axis; the picture's edge repeats. */
function convolve(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  side: number,
  step: number,
  stride: number,
): void {
  const centre = 1 - 2 * side;
  const count = step === 3 ? width : height;
  const last = count - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = step === 3 ? x : y;
      const o = y * stride + x * 3;
      const before = k > 0 ? o - step : o;
      const after = k < last ? o + step : o;
      to[o] = side * (from[before]! + from[after]!) + centre * from[o]!;
      to[o + 1] = side * (from[before + 1]! + from[after + 1]!) + centre * from[o + 1]!;
      to[o + 2] = side * (from[before + 2]! + from[after + 2]!) + centre * from[o + 2]!;
    }
  }
}
