/** A spectacle lens in the head's space. */
import { add, scale, type Vec3 } from '../vector.ts';

/** One lens in the head's space, cm. */
export interface Lens {
  /** Middle of the box around it, on the front surface. */
  readonly middle: Vec3;
  /** Unit axes: away from the nose, up, and out of the face. */
  readonly outward: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
  /** Where the line of sight straight ahead goes through it: what it enlarges, it enlarges about this point. */
  readonly opticalCentre: Vec3;
  /** Vergence that it takes away, per cm: something d cm behind it looks 1 / (1 - d * power) as large. */
  readonly powerPerCm: number;
  /** [REACH_STEPS] cm */
  readonly reach: Float32Array;
}

/** A point of a lens's front surface by its place in the box. */
export function pointOfLens(lens: Lens, x: number, y: number, frontRadiusCm: number): Vec3 {
  const sag = (x * x + y * y) / (2 * frontRadiusCm);
  return add(lens.middle, add(scale(lens.outward, x), add(scale(lens.up, y), scale(lens.forward, -sag))));
}

/** Distance of the outline from the middle of the box in the direction of (x, y). */
export function reachAt(reach: Float32Array, x: number, y: number): number {
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) * reach.length;
  const low = Math.floor(turn);
  const t = turn - low;
  return reach[low % reach.length]! * (1 - t) + reach[(low + 1) % reach.length]! * t;
}
