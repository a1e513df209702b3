/** Lids in motion: they follow the gaze, blink, narrow with a smile, and always lie on the eyeball. */
import { smoothBetween } from '../random.ts';
import { RADIANS_PER_DEGREE, type Vec3 } from '../vector.ts';
import { anglesOf, type EyeAnatomy } from './eye-anatomy.ts';
import type { Habits } from './habits.ts';

/** Eye rotation at which a lid shape has its full weight: where the iris has moved as far as that shape moves the lid. */
const FULL_DOWN = 36 * RADIANS_PER_DEGREE;
const FULL_UP = 16 * RADIANS_PER_DEGREE;
const FULL_SIDE = 40 * RADIANS_PER_DEGREE;
/** How much of a full smile the lower lid rises by. */
const SMILE_SQUINT = 0.45;

/**
 * Sets the weights of the lids' shapes (`eyeLook*` move nothing else).
 * @param visualAxes unit, head's space: right eye, left eye
 * @param blink 0 open .. 1 shut
 * @param smile 0..1
 */
export function driveLids(
  expression: Map<string, number>,
  habits: Pick<Habits, 'lidGain' | 'aperture' | 'lidAsymmetry'>,
  visualAxes: readonly [Vec3, Vec3],
  blink: number,
  smile: number,
): void {
  const { lidGain, aperture, lidAsymmetry } = habits;
  for (const [i, side] of (['R', 'L'] as const).entries()) {
    const { yaw, pitch } = anglesOf(visualAxes[i as 0 | 1]);
    const open = (1 - blink) * lidGain;
    expression.set(`eyeLookDown_${side}`, Math.min(1.2, (Math.max(0, -pitch) / FULL_DOWN) * open));
    expression.set(`eyeLookUp_${side}`, Math.min(1.1, (Math.max(0, pitch) / FULL_UP) * open));
    const outward = side === 'L' ? yaw : -yaw;
    expression.set(`eyeLookOut_${side}`, Math.min(1, Math.max(0, outward) / FULL_SIDE));
    expression.set(`eyeLookIn_${side}`, Math.min(1, Math.max(0, -outward) / FULL_SIDE));
    const rest = aperture + (side === 'L' ? lidAsymmetry : -lidAsymmetry);
    expression.set(`eyeWide_${side}`, Math.min(0.5, Math.max(0, rest)) * (1 - blink));
    expression.set(`eyeBlink_${side}`, Math.min(1, Math.max(blink, Math.max(0, -rest))));
    expression.set(`eyeSquint_${side}`, SMILE_SQUINT * smile * (1 - blink));
  }
}

/** Which vertices lie on an eye, and how far from it at rest. */
export interface LidContact {
  readonly vertices: Uint32Array;
  /** Clear of the eyeball's sphere at rest, cm. */
  readonly clearances: Float32Array;
  /** How far up each is moved by a full blink beyond the head's own shape, so that the lids meet; cm. */
  readonly closing: Float32Array;
}

/** Lids thicker than this are left alone, cm. */
const REACH_CM = 0.4;
const THICKEST_CM = 0.16;

/**
 * Finds the lid's vertices of an eye.
 * @param head [V * 3] the head at rest, cm
 * @param faceVertices how many of its vertices are skin
 */
export function findLidContact(head: Float32Array, faceVertices: number, eye: EyeAnatomy): LidContact {
  const vertices: number[] = [];
  const clearances: number[] = [];
  for (let v = 0; v < faceVertices; v++) {
    const z = head[3 * v + 2]! - eye.centre[2];
    if (z < -0.2) continue;
    const distance = Math.hypot(head[3 * v]! - eye.centre[0], head[3 * v + 1]! - eye.centre[1], z);
    if (distance > eye.scleraRadius + REACH_CM) continue;
    vertices.push(v);
    clearances.push(Math.max(0.005, distance - eye.scleraRadius));
  }
  return {
    vertices: Uint32Array.from(vertices),
    clearances: Float32Array.from(clearances),
    closing: new Float32Array(vertices.length),
  };
}

/**
 * Lays the lids onto the eyeball and over the bulge of the cornea, wherever that points: shapes move lids along another sphere.
 * @param head [V * 3] the head in its expression, cm; changed in place
 * @param opticalAxis unit, head's space
 * @param blink weight of the blink's shape, 0..1
 */
export function layLids(
  head: Float32Array,
  contact: LidContact,
  eye: EyeAnatomy,
  opticalAxis: Vec3,
  blink: number,
): void {
  const { vertices, clearances, closing } = contact;
  const [cx, cy, cz] = eye.centre;
  const { scleraRadius, corneaRadius, corneaLever, irisLever } = eye;
  for (let k = 0; k < vertices.length; k++) {
    const i = 3 * vertices[k]!;
    const x = head[i]! - cx;
    const y = head[i + 1]! - cy + blink * closing[k]!;
    const z = head[i + 2]! - cz;
    const distance = Math.sqrt(x * x + y * y + z * z);
    const cos = (x * opticalAxis[0] + y * opticalAxis[1] + z * opticalAxis[2]) / distance;
    let surface = scleraRadius;
    if (cos * scleraRadius > irisLever) {
      const aside2 = corneaLever * corneaLever * (1 - cos * cos);
      surface = Math.max(surface, corneaLever * cos + Math.sqrt(Math.max(0, corneaRadius ** 2 - aside2)));
    }
    const clearance = clearances[k]!;
    const least = surface + Math.min(THICKEST_CM, clearance);
    // Pushed out at once; drawn in the more, the nearer the lid's edge.
    const pull = distance < least ? 1 : smoothBetween(0.28, 0.08, clearance);
    const factor = 1 + (pull * (least - distance)) / distance;
    head[i] = cx + x * factor;
    head[i + 1] = cy + y * factor;
    head[i + 2] = cz + z * factor;
  }
}
