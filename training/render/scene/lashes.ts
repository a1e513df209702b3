/** Lashes: single curved hairs that grow out of the lids' edges and move with them. */
import type { Random } from '../random.ts';
import { add, cross, dot, normalize, RADIANS_PER_DEGREE, scale, subtract, type Vec3 } from '../vector.ts';
import { LID_MARGINS } from './lid-margins.ts';

export interface Lash {
  /** Right eye 0, left eye 1. */
  readonly eye: 0 | 1;
  readonly lid: 'upper' | 'lower';
  /** Place along the lid's edge: index into its vertices, with fraction. */
  readonly root: number;
  readonly lengthCm: number;
  /** At the root; it tapers to nothing. */
  readonly widthCm: number;
  /** Where it sets out to, from straight out of the eye towards the brow (upper) or cheek (lower), radians. */
  readonly rise: number;
  /** By how much it has turned that way at its tip, radians. */
  readonly curl: number;
  /** Lean along the lid, towards the outer corner, as a slope. */
  readonly lean: number;
}

export interface Lashes {
  readonly strands: readonly Lash[];
  /** Linear reflectance. */
  readonly colour: Vec3;
}

/** Points of a strand. */
export const LASH_POINTS = 6;

/**
 * Grows the lashes of a person: 70 to 110 on an upper lid, fewer and shorter ones on a lower lid.
 * @param makeUp 0 none .. 1 mascara
 * @see https://en.wikipedia.org/wiki/Eyelash
 */
export function growLashes(random: Random, hairColour: Vec3, makeUp: number): Lashes {
  const density = random.uniform(0.7, 1.15);
  const length = random.uniform(0.75, 1.1) * (1 + 0.15 * makeUp);
  const curl = random.uniform(40, 95) * RADIANS_PER_DEGREE;
  const rise = random.uniform(-35, -8) * RADIANS_PER_DEGREE;
  const width = random.uniform(0.011, 0.016) * (1 + 0.9 * makeUp);
  const strands: Lash[] = [];
  for (const eye of [0, 1] as const) {
    for (const lid of ['upper', 'lower'] as const) {
      const upper = lid === 'upper';
      const last = LID_MARGINS[eye]![lid].length - 1;
      const count = Math.round((upper ? 95 : 50) * density);
      for (let k = 0; k < count; k++) {
        // None at the inner corner; they come in clumps.
        const along = (k + random.uniform(0.1, 0.9)) / count;
        const root = (upper ? 0.4 : 1.5) + along * (last * (upper ? 0.8 : 0.7) - 1);
        const bow = Math.sin(Math.PI * Math.min(1, 0.25 + 0.75 * along));
        strands.push({
          eye,
          lid,
          root,
          lengthCm: length * (upper ? 0.85 : 0.48) * (0.55 + 0.45 * bow) * random.uniform(0.75, 1.1),
          widthCm: width * (upper ? 1 : 0.7) * random.uniform(0.8, 1.2),
          rise: (upper ? rise : -0.15) + random.normal(0, 0.13),
          curl: curl * (upper ? 1 : 0.6) * random.uniform(0.8, 1.2),
          // Fanned out: towards the outer corner at the outer end, the other way at the inner one.
          lean: 0.55 - 0.95 * along + random.normal(0, 0.16),
        });
      }
    }
  }
  const dark = makeUp > 0.5 ? 0.25 : 0.6;
  return { strands, colour: [hairColour[0] * dark, hairColour[1] * dark, hairColour[2] * dark] };
}

/**
 * Where a lash lies in a frame.
 * @param headCamera [V * 3] the head's vertices, cm, camera axes
 * @param eyeCentre camera axes
 * @param out [LASH_POINTS * 3] written, camera axes
 */
export function poseLash(
  lash: Lash,
  headCamera: Float32Array,
  eyeCentre: Vec3,
  headUp: Vec3,
  out: Float32Array,
): void {
  const margin = LID_MARGINS[lash.eye]![lash.lid];
  const i = Math.min(margin.length - 2, Math.floor(lash.root));
  const f = lash.root - i;
  const at = (v: number): Vec3 => [headCamera[3 * v]!, headCamera[3 * v + 1]!, headCamera[3 * v + 2]!];
  const [a, b] = [at(margin[i]!), at(margin[i + 1]!)];
  const root = add(scale(a, 1 - f), scale(b, f));
  const outOfEye = normalize(subtract(root, eyeCentre));
  const outwards = normalize(subtract(a, b));
  let away = normalize(cross(outOfEye, outwards));
  if (dot(away, headUp) > 0 !== (lash.lid === 'upper')) away = scale(away, -1);
  let point = root;
  const step = lash.lengthCm / (LASH_POINTS - 1);
  for (let k = 0; k < LASH_POINTS; k++) {
    out.set(point, 3 * k);
    const angle = lash.rise + (lash.curl * (k + 0.5)) / (LASH_POINTS - 1);
    const direction = add(
      add(scale(outOfEye, Math.cos(angle)), scale(away, Math.sin(angle))),
      scale(outwards, lash.lean),
    );
    point = add(point, scale(normalize(direction), step));
  }
}
