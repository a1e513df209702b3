/** What a wet or polished surface mirrors of the place: the environment map, blurred to what a few samples can show. */
import type { Environment } from '../assets/environment.ts';
import { multiply, transpose, type Mat3, type Vec3 } from '../vector.ts';
import type { Lighting } from './lighting.ts';

const WIDTH = 64;
const HEIGHT = 32;
/** Brighter parts are lamps and suns, which are drawn as lights of their own; relative to the map's mean. */
const PEAK = 14;

const blurred = new WeakMap<Float32Array, Float32Array>();
const tints = new WeakMap<Environment, readonly number[]>();

/** [HEIGHT * WIDTH * 3] means over blocks of the map, made once for each map. */
function blur({ radiance, width, height, mean }: Environment): Float32Array {
  const known = blurred.get(radiance);
  if (known) return known;
  const out = new Float32Array(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row++) {
    const y0 = Math.floor((row * height) / HEIGHT);
    const y1 = Math.max(y0 + 1, Math.floor(((row + 1) * height) / HEIGHT));
    for (let column = 0; column < WIDTH; column++) {
      const x0 = Math.floor((column * width) / WIDTH);
      const x1 = Math.max(x0 + 1, Math.floor(((column + 1) * width) / WIDTH));
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += radiance[(y * width + x) * 3 + c]!;
        out[(row * WIDTH + column) * 3 + c] = Math.min(PEAK * mean, sum / ((y1 - y0) * (x1 - x0)));
      }
    }
  }
  blurred.set(radiance, out);
  return out;
}

/** What was made of the map's colours in its harmonics (the first is its mean): mirrored light takes the same. */
function tintOf(environment: Environment): readonly number[] {
  const known = tints.get(environment);
  if (known) return known;
  const map = blur(environment);
  const tint = [0, 1, 2].map((c) => {
    let mean = 0;
    let weights = 0;
    for (let row = 0; row < HEIGHT; row++) {
      const weight = Math.sin(((row + 0.5) / HEIGHT) * Math.PI);
      for (let column = 0; column < WIDTH; column++) mean += weight * map[(row * WIDTH + column) * 3 + c]!;
      weights += weight * WIDTH;
    }
    const lit = Math.max(0, environment.harmonics[0]![c]!) * 0.282095;
    return mean > 0 ? Math.min(3, lit / (mean / weights)) : 1;
  });
  tints.set(environment, tint);
  return tint;
}

/** Looks a direction (unit, camera axes) up in the place around the person; adds nothing but writes radiance to `out`. */
export type Reflection = (direction: Vec3, out: Float64Array) => void;

/** Prepares a sitting's reflections. */
export function createReflection({ setup }: Pick<Lighting, 'setup'>): Reflection {
  const map = blur(setup.environment);
  const toEnvironment: Mat3 = transpose(setup.turn);
  const strength = tintOf(setup.environment).map((tint) => tint * setup.ambientStrength);
  return (direction, out) => {
    const [x, y, z] = multiply(toEnvironment, direction);
    const u = ((Math.atan2(x, z) + Math.PI) / (2 * Math.PI)) * WIDTH - 0.5;
    const v = (0.5 - Math.asin(Math.min(1, Math.max(-1, y))) / Math.PI) * HEIGHT - 0.5;
    const uFloor = Math.floor(u);
    const row = Math.min(HEIGHT - 1, Math.max(0, v));
    const v0 = Math.floor(row);
    const v1 = Math.min(HEIGHT - 1, v0 + 1);
    const fx = u - uFloor;
    const fy = row - v0;
    const u0 = (uFloor + WIDTH) % WIDTH;
    const u1 = (u0 + 1) % WIDTH;
    for (let c = 0; c < 3; c++) {
      const top = map[(v0 * WIDTH + u0) * 3 + c]! * (1 - fx) + map[(v0 * WIDTH + u1) * 3 + c]! * fx;
      const bottom = map[(v1 * WIDTH + u0) * 3 + c]! * (1 - fx) + map[(v1 * WIDTH + u1) * 3 + c]! * fx;
      out[c] = strength[c]! * (top * (1 - fy) + bottom * fy);
    }
  };
}
