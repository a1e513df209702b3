/** Spectacles on a face: how they sit on it, and their meshes. */
import { RANGES } from '../assets/facekit.ts';
import { valueNoise } from '../random.ts';
import { add, RADIANS_PER_DEGREE, scale, type Vec3 } from '../vector.ts';
import type { EyeAnatomy } from './eye-anatomy.ts';
import type { GlassesDesign } from './glasses-design.ts';
import { frontOf, templeOf } from './glasses-frame.ts';
import { reachAt, type Lens } from './glasses-lens.ts';
import { tabulateReach, traceOutline } from './glasses-shapes.ts';
import type { Mesh } from './mesh.ts';
import { toMesh, type Finish } from './sweep.ts';

/** Glasses on a face. */
export interface Glasses {
  readonly design: GlassesDesign;
  /** Before the right eye, before the left. */
  readonly lenses: readonly [Lens, Lens];
  /** Sides, bent behind the ears: drawn before the lenses, seen through them. */
  readonly temples: Mesh;
  /** Rims, bridge and pads: drawn over the lenses. */
  readonly front: Mesh;
}

/** How somebody wears them today. */
export interface Seating {
  /** How far they have slid down the nose, cm. */
  readonly slideCm: number;
  readonly rollDeg: number;
}

/** Puts glasses on a face: on the nose, clear of brow and cheek, the sides over the ears. */
export function fitGlasses(
  design: GlassesDesign,
  head: Float32Array,
  eyes: readonly [EyeAnatomy, EyeAnatomy],
  { slideCm, rollDeg }: Seating,
): Glasses {
  const { shape, bridgeCm } = design;
  const templeHalfCm = widestAt(head, 3.6, 5.6, 4.5, 6.5);
  const earHalfCm = widestAt(head, 5, 6.4, 1.5, 3.5);
  const scaleBy = Math.min(1.12, Math.max(0.9, (templeHalfCm - 0.55 - bridgeCm / 2) / shape.widthCm));
  const outline = traceOutline(shape, scaleBy);
  const reach = tabulateReach(outline);
  const halfCm = (shape.widthCm * scaleBy) / 2;
  const eyeHeight = (eyes[0].centre[1] + eyes[1].centre[1]) / 2;
  const apex = Math.max(...eyes.map((eye) => eye.centre[2] + eye.corneaLever + eye.corneaRadius));
  const tilt = design.pantoscopicDeg * RADIANS_PER_DEGREE;
  const middleY = eyeHeight - 0.25 - slideCm;
  const place = (z: number): readonly [Lens, Lens] => {
    const lens = (i: 0 | 1): Lens => {
      const side = i === 0 ? -1 : 1;
      const wrap = design.wrapDeg * RADIANS_PER_DEGREE;
      const roll = rollDeg * RADIANS_PER_DEGREE * side;
      const flat: Vec3 = [side * Math.cos(wrap), 0, -Math.sin(wrap)];
      const risen: Vec3 = [0, Math.cos(tilt), Math.sin(tilt)];
      const outward = add(scale(flat, Math.cos(roll)), scale(risen, Math.sin(roll)));
      const up = add(scale(risen, Math.cos(roll)), scale(flat, -Math.sin(roll)));
      const forward: Vec3 = [
        side * Math.sin(wrap) * Math.cos(tilt),
        -Math.sin(tilt) * Math.cos(wrap),
        Math.cos(tilt) * Math.cos(wrap),
      ];
      const middle: Vec3 = [
        side * (bridgeCm / 2 + halfCm * Math.cos(wrap)),
        middleY + Math.sin(roll) * (bridgeCm / 2 + halfCm),
        z - halfCm * Math.sin(wrap) * 0.4,
      ];
      const eye = eyes[i].centre;
      const across = (eye[0] - middle[0]) * outward[0] + (eye[1] - middle[1]) * outward[1];
      const above = (eye[0] - middle[0]) * up[0] + (eye[1] - 0.15 - middle[1]) * up[1];
      const opticalCentre = add(middle, add(scale(outward, across), scale(up, above)));
      const behind = opticalCentre[2] - (eye[2] + eyes[i].irisLever);
      return {
        middle,
        outward,
        up,
        forward,
        opticalCentre,
        powerPerCm: (1 - 1 / design.magnification[i]) / behind,
        reach,
      };
    };
    return [lens(0), lens(1)];
  };
  const wanted = apex + design.vertexCm + 0.15 + 0.3 * slideCm;
  const z = wanted + Math.min(0.9, Math.max(0, collision(head, place(wanted), design.rimCm)));
  const lenses = place(z);
  const metal = design.material === 'metal';
  const finish: Omit<Finish, 'blended'> = {
    colour: (x, y, w) => {
      if (metal) {
        // Polished wire mirrors the room: dark and bright by turns.
        const gleam = 0.35 + 1.3 * Math.max(0, valueNoise(x * 1.3, y * 1.3, w * 0.9, design.seed) + 0.35);
        return scale(design.colour, gleam);
      }
      const spot = design.spots && valueNoise(x * 1.6, y * 1.6, w * 1.2, design.seed) > 0.05;
      return spot ? design.spots! : design.colour;
    },
    gloss: metal ? 0.14 : 0.09,
  };
  return {
    design,
    lenses,
    temples: toMesh(
      lenses.map((lens, i) => templeOf(design, lens, outline, i === 0 ? -1 : 1, earHalfCm, eyeHeight + 0.8)),
      finish,
    ),
    front: toMesh(frontOf(design, lenses, outline), { ...finish, blended: true }),
  };
}

/** Largest |x| of the head between two heights and two depths. */
function widestAt(head: Float32Array, y0: number, y1: number, z0: number, z1: number): number {
  let widest = 0;
  for (let v = 0; v < RANGES.headAndNeck[1]; v++) {
    const y = head[3 * v + 1]!;
    const z = head[3 * v + 2]!;
    if (y > y0 && y < y1 && z > z0 && z < z1) widest = Math.max(widest, Math.abs(head[3 * v]!));
  }
  return widest;
}

/** How far the face reaches through the back of the lenses or rims, cm. */
function collision(head: Float32Array, lenses: readonly [Lens, Lens], rimCm: number): number {
  let most = -Infinity;
  for (let v = 0; v < RANGES.face[1]; v++) {
    const x = head[3 * v]!;
    if (Math.abs(x) < 0.9) continue;
    const lens = lenses[x < 0 ? 0 : 1];
    const dx = x - lens.middle[0];
    const dy = head[3 * v + 1]! - lens.middle[1];
    const u = dx * lens.outward[0] + dy * lens.outward[1];
    const w = dx * lens.up[0] + dy * lens.up[1];
    if (Math.hypot(u, w) > reachAt(lens.reach, u, w) + rimCm) continue;
    const surface =
      lens.middle[2] -
      (u * lens.forward[0] * Math.sign(x) * Math.sign(lens.outward[0]) + dy * lens.forward[1]) /
        lens.forward[2];
    most = Math.max(most, head[3 * v + 2]! + 0.25 - surface);
  }
  return most;
}
