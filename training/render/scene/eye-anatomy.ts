/** The eye as an anatomist draws it: two spheres, an iris disc behind the cornea, and a visual axis that is not its optical axis. */
import type { Random } from '../random.ts';
import { RADIANS_PER_DEGREE, type Vec3 } from '../vector.ts';
import { bakeIris, drawIrisColours, type IrisMap } from './iris.ts';
import { drawVeins, type VeinMap } from './sclera-veins.ts';

/** Lengths in cm unless the name says otherwise. @see Atchison and Smith, Optics of the Human Eye, 2000 */
export interface EyeAnatomy {
  readonly side: 'right' | 'left';
  /** Centre of rotation in the head's space. */
  readonly centre: Vec3;
  readonly scleraRadius: number;
  readonly corneaRadius: number;
  /** Radius of the visible iris. */
  readonly limbusRadius: number;
  /** Half the width over which the iris fades into the sclera. */
  readonly limbusSoftness: number;
  /** From the centre of rotation to the iris plane. */
  readonly irisLever: number;
  /** From the centre of rotation to the centre of the cornea's sphere. */
  readonly corneaLever: number;
  /** The visual axis lies nasal and above the optical axis by these angles (radians). */
  readonly kappaNasal: number;
  readonly kappaUp: number;
  /** Decides the pupil and the limbus's softness. */
  readonly ageYears: number;
  /** By how much this pupil is wider than the average one in the same light, mm. */
  readonly pupilOffsetMm: number;
  readonly iris: IrisMap;
  readonly scleraColour: Vec3;
  readonly veins: VeinMap;
}

/** Aqueous humour's refractive index: the iris is seen through it, enlarged by about an eighth. */
export const AQUEOUS_INDEX = 1.336;

export interface Eyeball {
  readonly centre: Vec3;
  readonly radius: number;
}

/** Least-squares sphere through a range of vertices. */
export function fitEyeball(positions: Float32Array, range: readonly [number, number]): Eyeball {
  // |p|^2 = 2 p.c + k: four unknowns, normal equations.
  const m = Array.from({ length: 4 }, () => new Float64Array(5));
  for (let v = range[0]; v < range[1]; v++) {
    const p = [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!] as const;
    const row = [2 * p[0], 2 * p[1], 2 * p[2], 1, p[0] ** 2 + p[1] ** 2 + p[2] ** 2];
    for (let i = 0; i < 4; i++) for (let j = 0; j < 5; j++) m[i]![j]! += row[i]! * row[j]!;
  }
  for (let i = 0; i < 4; i++) {
    for (let k = i + 1; k < 4; k++) {
      const factor = m[k]![i]! / m[i]![i]!;
      for (let j = i; j < 5; j++) m[k]![j]! -= factor * m[i]![j]!;
    }
  }
  const solution = [0, 0, 0, 0];
  for (let i = 3; i >= 0; i--) {
    let sum = m[i]![4]!;
    for (let j = i + 1; j < 4; j++) sum -= m[i]![j]! * solution[j]!;
    solution[i] = sum / m[i]![i]!;
  }
  const [x, y, z, k] = solution as [number, number, number, number];
  return { centre: [x, y, z], radius: Math.sqrt(k + x * x + y * y + z * z) };
}

/**
 * Draws both eyes into the head's eyeballs: the front of each stays where the head's own eyeball has it.
 * @param melanin of the skin, 0..1: dark skin goes with brown eyes
 */
export function drawEyes(
  random: Random,
  [right, left]: readonly [Eyeball, Eyeball],
  melanin: number,
): readonly [EyeAnatomy, EyeAnatomy] {
  const scleraRadius = random.uniform(1.15, 1.25);
  // Large eyes have large corneas, but not in proportion.
  const limbusRadius = random.clamped(0.59 * Math.sqrt(scleraRadius / 1.2), 0.016, 0.55, 0.62);
  const corneaRadius = random.clamped(0.78, 0.02, 0.74, 0.82);
  const irisLever = Math.sqrt(scleraRadius ** 2 - limbusRadius ** 2);
  const ageYears = drawAge(random.fork('age'));
  const redness = random.uniform(0, 1) ** 2 * 0.1;
  const yellow = 0.03 + random.uniform(0, 0.05) + Math.max(0, ageYears - 35) * 0.0022 + 0.04 * melanin;
  const white = random.uniform(0.56, 0.68) - 0.1 * melanin;
  const pupils = random.fork('pupils');
  const offsetMm = pupils.normal(0, 0.6);
  const common = {
    scleraRadius,
    corneaRadius,
    limbusRadius,
    limbusSoftness: random.uniform(0.02, 0.045) + Math.max(0, ageYears - 45) * 0.0006,
    irisLever,
    corneaLever: irisLever - Math.sqrt(corneaRadius ** 2 - limbusRadius ** 2),
    ageYears,
    scleraColour: [white, white * (1 - redness - 0.3 * yellow), white * (0.99 - redness - yellow)] as Vec3,
    veins: drawVeins(random.fork('veins'), redness),
  };
  const kappaNasal = random.normal(5, 1.5);
  const kappaUp = random.normal(1.5, 1);
  const colours = drawIrisColours(random.fork('iris colours'), melanin, ageYears);
  const eye = (i: 0 | 1, ball: Eyeball): EyeAnatomy => ({
    side: i === 0 ? 'right' : 'left',
    ...common,
    centre: [ball.centre[0], ball.centre[1] - 0.05, ball.centre[2] + ball.radius - scleraRadius - 0.03],
    kappaNasal: random.normal(kappaNasal, 0.6) * RADIANS_PER_DEGREE,
    kappaUp: random.normal(kappaUp, 0.4) * RADIANS_PER_DEGREE,
    // Pupils that differ a little are common. @see Lam, Thompson and Corbett, Normal variability of pupillary size, 1987
    pupilOffsetMm: offsetMm + pupils.normal(0, 0.1),
    iris: bakeIris(colours[i], random.fork(`iris ${i}`)),
  });
  return [eye(0, right), eye(1, left)];
}

/** Working age mostly, with some who are younger or older. */
const drawAge = (random: Random): number => Math.round(random.clamped(38, 16, 12, 82));

/** Yaw (towards the person's left) and pitch (up) of a direction in the head's space, in radians. */
export function anglesOf(direction: Vec3): { yaw: number; pitch: number } {
  return {
    yaw: Math.atan2(direction[0], direction[2]),
    pitch: Math.asin(direction[1] / Math.hypot(...direction)),
  };
}

/** Unit direction in the head's space from yaw and pitch. */
export function directionFrom(yaw: number, pitch: number): Vec3 {
  return [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)];
}

/** The optical axis of an eye whose visual axis has the given direction in the head's space. */
export function opticalAxis(eye: EyeAnatomy, visualAxis: Vec3): Vec3 {
  const { yaw, pitch } = anglesOf(visualAxis);
  const temporal = eye.side === 'left' ? 1 : -1;
  return directionFrom(yaw + temporal * eye.kappaNasal, pitch - eye.kappaUp);
}
