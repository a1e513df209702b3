/** The build of a person's eye region: how deep the eyes lie, the upper lid's crease, folds at the inner corner. */
import { smoothBetween, type Random } from '../random.ts';
import type { Eyeball, EyeAnatomy } from './eye-anatomy.ts';

export interface LidShape {
  /** Cm that the eyes lie deeper than the average head's. */
  readonly socketDepthCm: number;
  /** -1 none (monolid) .. 0 the average head's .. 1 deep. */
  readonly crease: number;
  readonly creaseHeightCm: number;
  /** 0 free lid .. 1: skin of the upper lid hangs over the crease. */
  readonly hood: number;
  /** 0 none .. 1: a fold covers the inner corner (epicanthus). */
  readonly epicanthus: number;
  /** Cm that the outer corners lie higher than the average head's. */
  readonly slantCm: number;
}

/** Draws a build: about a fifth of people have no crease, and those mostly an epicanthic fold. */
export function drawLidShape(random: Random): LidShape {
  const monolid = random.chance(0.2);
  const fold = random.chance(monolid ? 0.8 : 0.1);
  return {
    socketDepthCm: monolid ? random.normal(-0.08, 0.06) : random.normal(0.02, 0.1),
    crease: monolid ? random.uniform(-1, -0.6) : random.uniform(-0.2, 1),
    creaseHeightCm: random.normal(0.8, 0.08),
    hood: random.chance(0.3) ? random.uniform(0.2, 1) : random.uniform(0, 0.2),
    epicanthus: fold ? random.uniform(0.4, 1) : 0,
    slantCm: random.normal(fold ? 0.06 : 0, 0.05),
  };
}

/** Middle of the mean head's left eyeball, cm: regions are found on the mean head, whose vertices keep their meaning. */
const EYE = { x: 3.116, y: 3.602, z: 7.98 } as const;

const bell = (x: number, width: number): number => Math.exp(-((x / width) ** 2));

/**
 * Shapes lids and sockets, eyeballs and lashes with them, before the eyes are fitted in.
 * @param head [V * 3] the person's head at rest, cm; changed in place
 * @param neutral [V * 3] the mean head
 */
export function shapeLids(head: Float32Array, neutral: Float32Array, shape: LidShape): void {
  for (let v = 0; v < neutral.length / 3; v++) {
    const z = neutral[3 * v + 2]!;
    if (z < 5.5) continue;
    const side = Math.sign(neutral[3 * v]!) || 1;
    // Outwards and up from the eye.
    const u = Math.abs(neutral[3 * v]!) - EYE.x;
    const w = neutral[3 * v + 1]! - EYE.y;
    const r = Math.hypot(u, w * 1.15);
    if (r > 3.2) continue;
    const region = smoothBetween(3.1, 1.5, r);
    let dx = 0;
    let dy =
      shape.slantCm * smoothBetween(-1.4, 1.4, u) * smoothBetween(2.4, 1.2, r) - 0.5 * shape.slantCm * region;
    let dz = -shape.socketDepthCm * region;
    if (z > EYE.z) {
      // The crease follows the lid's arch.
      const along = smoothBetween(1.75, 1.1, Math.abs(u));
      const line = shape.creaseHeightCm - 0.28 * u * u;
      const above = w - line;
      dz -= 0.13 * shape.crease * bell(above, 0.13) * along;
      if (shape.crease < 0) {
        // Without a crease the lid is full and its edge hangs lower.
        dz -= 0.1 * shape.crease * bell(above + 0.25, 0.27) * along;
        dy += 0.1 * shape.crease * bell(w - 0.35, 0.42) * along;
      }
      const droop = shape.hood * bell(above - 0.12, 0.22) * along;
      dy -= 0.24 * droop;
      dz += 0.07 * droop;
      // A fold of the upper lid that runs over the inner corner.
      const inner = shape.epicanthus * bell(u + 1.2, 0.34) * bell(w - 0.12, 0.42);
      dy -= 0.27 * inner * smoothBetween(-0.5, 0.05, w);
      dx += 0.19 * inner;
      dz += 0.12 * inner;
    }
    head[3 * v] = head[3 * v]! + side * dx;
    head[3 * v + 1] = head[3 * v + 1]! + dy;
    head[3 * v + 2] = head[3 * v + 2]! + dz;
  }
}

/** Share of the way that the inner corner is taken back with the lids: it hangs on the nose. */
const INNER_CORNER = 0.55;

/**
 * Wraps the lids around the anatomical eyeballs, which are smaller than the head's own: edges and corners move back onto them.
 * @param head [V * 3] the head at rest, cm; changed in place
 * @param neutral [V * 3] the mean head
 * @param eyes right, left, standing in `balls`
 */
export function seatLids(
  head: Float32Array,
  neutral: Float32Array,
  faceVertices: number,
  eyes: readonly [EyeAnatomy, EyeAnatomy],
  balls: readonly [Eyeball, Eyeball],
): void {
  for (let v = 0; v < faceVertices; v++) {
    if (neutral[3 * v + 2]! < 7) continue;
    const left = neutral[3 * v]! > 0 ? 1 : 0;
    const eye = eyes[left];
    const { centre, radius } = balls[left];
    const outward = (head[3 * v]! - centre[0]) * (left ? 1 : -1);
    const r = Math.hypot(outward, head[3 * v + 1]! - eye.centre[1]);
    if (r > 2.4) continue;
    const near = Math.min(r, 0.96 * eye.scleraRadius);
    const behind = (sphere: number): number => sphere - Math.sqrt(sphere * sphere - near * near);
    const share = smoothBetween(2.3, 1.25, r) * (1 - (1 - INNER_CORNER) * smoothBetween(0.7, 1.2, -outward));
    head[3 * v + 2] = head[3 * v + 2]! - share * (behind(eye.scleraRadius) - behind(radius));
  }
}
