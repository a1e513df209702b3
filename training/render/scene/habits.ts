/** How a person moves: the same in every measurement. */
import type { Random } from '../random.ts';

export interface Habits {
  /** Share of a gaze shift that the head turns, horizontally and vertically. */
  readonly headYawShare: number;
  readonly headPitchShare: number;
  /** The head sets off this long after the eyes. */
  readonly headDelayS: number;
  /** Natural frequency of the head's turn, 1/s: it is nearly there after four periods' inverse. */
  readonly headSpeed: number;
  /** How much of the anatomical travel the upper lid follows the gaze. */
  readonly lidGain: number;
  /** Weights of shapes that never relax: lid aperture (-: narrow), brows, smile. */
  readonly aperture: number;
  readonly lidAsymmetry: number;
  readonly smile: number;
  readonly restlessness: number;
  readonly blinksPerMinute: number;
  /** RMS distance of the point of gaze from where it should be, degrees: drift and microsaccades together. */
  readonly fixationNoiseDeg: number;
  readonly smilesPerMinute: number;
  /** Share of a measurement spent speaking. */
  readonly speechShare: number;
  readonly postureShiftsPerMinute: number;
  /** Small weights that a face at rest keeps: a crooked mouth, raised or drawn brows. */
  readonly restFace: ReadonlyMap<string, number>;
}

/** Shapes that a face at rest may keep a little of, how much at most, and in what share of people. */
const REST_SHAPES: readonly (readonly [shape: string, most: number, share: number])[] = [
  ['mouthLeft', 0.2, 0.25],
  ['mouthRight', 0.2, 0.25],
  ['mouthFrown_L', 0.2, 0.12],
  ['mouthFrown_R', 0.2, 0.12],
  ['mouthPress_L', 0.4, 0.25],
  ['mouthPress_R', 0.4, 0.25],
  ['mouthRollLower', 0.3, 0.25],
  ['mouthShrugLower', 0.3, 0.15],
  ['browInnerUp_L', 0.25, 0.25],
  ['browInnerUp_R', 0.25, 0.25],
  ['browDown_L', 0.15, 0.08],
  ['browDown_R', 0.15, 0.08],
  ['jawForward', 0.3, 0.25],
  ['noseSneer_L', 0.1, 0.1],
  ['noseSneer_R', 0.1, 0.1],
];

export function drawHabits(random: Random): Habits {
  const motion = random.fork('motion');
  return {
    headYawShare: random.uniform(0.2, 0.6),
    headPitchShare: random.uniform(0.2, 0.6),
    lidGain: random.uniform(0.75, 1.05),
    aperture: random.normal(0.08, 0.11),
    lidAsymmetry: random.normal(0, 0.04),
    smile: random.chance(0.55) ? random.uniform(0.03, 0.4) : 0,
    restlessness: random.uniform(0.5, 1.6),
    headDelayS: motion.uniform(0.04, 0.12),
    headSpeed: motion.uniform(7, 13),
    blinksPerMinute: motion.uniform(8, 25),
    fixationNoiseDeg: motion.uniform(0.3, 0.7),
    smilesPerMinute: motion.uniform(0.1, 2),
    speechShare: motion.uniform(0, 1) ** 2 * 0.16,
    postureShiftsPerMinute: motion.uniform(0.5, 2.5),
    restFace: drawRestFace(random.fork('rest')),
  };
}

function drawRestFace(random: Random): Map<string, number> {
  const face = new Map<string, number>();
  for (const [shape, most, share] of REST_SHAPES) {
    // Both sides together, one a little stronger.
    const twin = shape.endsWith('_R') ? face.get(`${shape.slice(0, -1)}L`) : undefined;
    const weight = random.chance(share) ? most * random.uniform(0, 1) : 0;
    face.set(shape, twin === undefined ? weight : twin * random.uniform(0.7, 1.3));
  }
  return face;
}
