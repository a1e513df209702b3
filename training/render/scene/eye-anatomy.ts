/** The eye as an anatomist draws it: two spheres, an iris disc behind the cornea, and a visual axis that is not its optical axis. */
import type { Random } from '../random.ts';
import { RADIANS_PER_DEGREE, type Vec3 } from '../vector.ts';

/** Lengths in cm. @see Atchison and Smith, Optics of the Human Eye */
export interface EyeAnatomy {
  readonly side: 'right' | 'left';
  /** Centre of rotation in the head's space. */
  readonly centre: Vec3;
  readonly scleraRadius: number;
  readonly corneaRadius: number;
  /** Radius of the visible iris. */
  readonly limbusRadius: number;
  readonly pupilRadius: number;
  /** From the centre of rotation to the iris plane. */
  readonly irisLever: number;
  /** From the centre of rotation to the centre of the cornea's sphere. */
  readonly corneaLever: number;
  /** The visual axis lies nasal and above the optical axis by these angles (radians). */
  readonly kappaNasal: number;
  readonly kappaUp: number;
  readonly irisColour: Vec3;
  readonly irisRim: Vec3;
  readonly scleraColour: Vec3;
  readonly irisSeed: number;
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

const IRISES: readonly { colour: Vec3; rim: Vec3 }[] = [
  { colour: [0.05, 0.022, 0.01], rim: [0.015, 0.008, 0.005] },
  { colour: [0.11, 0.05, 0.02], rim: [0.03, 0.014, 0.008] },
  { colour: [0.17, 0.11, 0.04], rim: [0.04, 0.025, 0.012] },
  { colour: [0.14, 0.17, 0.08], rim: [0.04, 0.05, 0.03] },
  { colour: [0.15, 0.22, 0.26], rim: [0.03, 0.05, 0.07] },
  { colour: [0.14, 0.24, 0.38], rim: [0.03, 0.05, 0.1] },
  { colour: [0.24, 0.27, 0.28], rim: [0.05, 0.06, 0.07] },
];

/** Draws both eyes into the head's eyeballs: the front of each stays where the head's own eyeball has it. */
export function drawEyes(
  random: Random,
  [right, left]: readonly [Eyeball, Eyeball],
  melanin: number,
): readonly [EyeAnatomy, EyeAnatomy] {
  const scleraRadius = random.uniform(1.15, 1.25);
  const limbusRadius = random.clamped(0.59, 0.02, 0.55, 0.62);
  const corneaRadius = random.clamped(0.78, 0.02, 0.74, 0.82);
  const irisLever = Math.sqrt(scleraRadius ** 2 - limbusRadius ** 2);
  const shade = random.uniform(0.75, 1.3);
  const iris = IRISES[Math.floor(random.uniform(0, melanin > 0.5 ? 2 : IRISES.length))]!;
  const yellowing = random.uniform(0, 0.14);
  const redness = random.uniform(0, 0.12);
  const common = {
    scleraRadius,
    corneaRadius,
    limbusRadius,
    irisLever,
    corneaLever: irisLever - Math.sqrt(corneaRadius ** 2 - limbusRadius ** 2),
    pupilRadius: random.uniform(0.13, 0.27),
    irisColour: [iris.colour[0] * shade, iris.colour[1] * shade, iris.colour[2] * shade] as Vec3,
    irisRim: iris.rim,
    scleraColour: [0.58, 0.545 - redness, 0.53 - redness - yellowing] as Vec3,
  };
  const kappaNasal = random.normal(5, 1.5);
  const kappaUp = random.normal(1.5, 1);
  const eye = (side: 'right' | 'left', ball: Eyeball): EyeAnatomy => ({
    side,
    ...common,
    centre: [ball.centre[0], ball.centre[1] - 0.05, ball.centre[2] + ball.radius - scleraRadius - 0.03],
    kappaNasal: random.normal(kappaNasal, 0.6) * RADIANS_PER_DEGREE,
    kappaUp: random.normal(kappaUp, 0.4) * RADIANS_PER_DEGREE,
    irisSeed: Math.floor(random.uniform(0, 2 ** 31)),
  });
  return [eye('right', right), eye('left', left)];
}

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
