/** How a person moves during a sitting: head, lids, expression and the eyes' rotation, moment by moment. */
import type { Random } from '../random.ts';
import {
  add,
  compose,
  multiply,
  normalize,
  RADIANS_PER_DEGREE,
  rotationX,
  rotationY,
  rotationZ,
  subtract,
  transpose,
  type Mat3,
  type Vec3,
} from '../vector.ts';
import { anglesOf, opticalAxis } from './eye-anatomy.ts';
import type { Person } from './person.ts';
import { FLIP, screenPointToCamera, seatToCamera, type Sitting } from './sitting.ts';

/** Everything that changes from frame to frame. */
export interface Pose {
  readonly eyes: 'open' | 'closed' | 'absent';
  /** Head's space to camera axes. */
  readonly headRotation: Mat3;
  readonly torsoRotation: Mat3;
  /** Where the neck's pivot lies, cm, camera axes. */
  readonly pivotCamera: Vec3;
  /** Weights of the head's expression shapes. */
  readonly expression: ReadonlyMap<string, number>;
  /** Unit axes in the head's space: right eye, left eye. */
  readonly visualAxes: readonly [Vec3, Vec3];
  readonly opticalAxes: readonly [Vec3, Vec3];
  /** Yaw, pitch and roll of the head relative to facing the camera, degrees: left, up, and to the person's left. */
  readonly yawPitchRollDeg: Vec3;
  readonly pupilScale: number;
  /** Brightness of the screen's picture, relative. */
  readonly screenLevel: number;
}

/** What the person is asked for in a frame. */
export interface Cue {
  readonly xScreen: number;
  readonly yScreen: number;
  /** Seconds since the frame before. */
  readonly elapsedS: number;
  /** 0 open .. 1 shut. */
  readonly blink: number;
  readonly absent?: boolean;
}

/** The skull turns about the top of the neck; cm in the head's space. */
export const PIVOT: Vec3 = [0, -3.5, -0.5];

/** A slow random walk that returns to zero (Ornstein-Uhlenbeck). */
function createDrift(random: Random, deviation: number, timeS: number): (elapsedS: number) => number {
  let value = random.normal(0, deviation);
  return (elapsedS) => {
    const keep = Math.exp(-elapsedS / timeS);
    value = value * keep + random.normal(0, deviation * Math.sqrt(1 - keep * keep));
    return value;
  };
}

/** Starts a performance; call the result once per frame, in order. */
export function createPerformance(person: Person, sitting: Sitting, random: Random): (cue: Cue) => Pose {
  const { habits } = person;
  const restless = habits.restlessness;
  const drift = (deviation: number, timeS: number): ((elapsedS: number) => number) =>
    createDrift(random.fork(`${deviation}/${timeS}/${random.uniform(0, 1)}`), deviation * restless, timeS);
  const sway = [drift(1.1, 25), drift(0.7, 25), drift(1.8, 30)] as const;
  const turn = [drift(2.2, 20), drift(1.8, 20), drift(1.6, 20)] as const;
  const smile = drift(0.1, 6);
  const brows = drift(0.14, 8);
  const jaw = drift(0.05, 4);
  const squint = drift(0.1, 10);
  const page = drift(0.3, 5);

  return (cue) => {
    const { elapsedS } = cue;
    const jitter = (deviation: number): number => random.normal(0, deviation * RADIANS_PER_DEGREE * restless);
    const seat = add(sitting.seat, [sway[0](elapsedS), sway[1](elapsedS), sway[2](elapsedS)]);
    const eyesCamera = seatToCamera(sitting, cue.absent ? add(seat, [60, 0, 0]) : seat);

    // Directions are taken in axes with y up that face the camera, as the head's own space does.
    const upright = (point: Vec3): { yaw: number; pitch: number } =>
      anglesOf(multiply(FLIP, subtract(point, eyesCamera)));
    const centre = upright(screenPointToCamera(sitting, 0.5, 0.5));
    const target = upright(screenPointToCamera(sitting, cue.xScreen, cue.yScreen));
    const yaw =
      centre.yaw +
      sitting.carriage[0] +
      habits.headYawShare * (target.yaw - centre.yaw) +
      turn[0](elapsedS) * RADIANS_PER_DEGREE +
      jitter(0.7);
    const pitch =
      0.6 * centre.pitch +
      sitting.carriage[1] +
      habits.headPitchShare * (target.pitch - centre.pitch) +
      turn[1](elapsedS) * RADIANS_PER_DEGREE +
      jitter(0.6);
    const roll = sitting.carriage[2] + turn[2](elapsedS) * RADIANS_PER_DEGREE + jitter(0.4);
    const headInUpright = compose(rotationY(yaw), compose(rotationX(-pitch), rotationZ(roll)));
    const headRotation = compose(FLIP, headInUpright);
    const torsoRotation = compose(FLIP, compose(rotationY(0.25 * yaw), rotationX(-0.1 * pitch)));
    const pivotCamera = subtract(eyesCamera, multiply(headRotation, subtract(person.betweenEyes, PIVOT)));

    // Fixation noise, both eyes together.
    const noise = 0.5 * RADIANS_PER_DEGREE * sitting.distanceCm;
    const point = screenPointToCamera(
      sitting,
      cue.xScreen + (random.normal(0, 0.6) * noise) / sitting.screen.widthCm,
      cue.yScreen + (random.normal(0, 0.6) * noise) / sitting.screen.heightCm,
    );
    const pointInHead = add(multiply(transpose(headRotation), subtract(point, pivotCamera)), PIVOT);
    const [right, left] = person.eyes;
    const visualAxes = [
      normalize(subtract(pointInHead, right.centre)),
      normalize(subtract(pointInHead, left.centre)),
    ] as const;
    const expression = new Map<string, number>();
    driveLids(expression, person, visualAxes, cue.blink);
    set(expression, 'mouthSmile', habits.smile + smile(elapsedS), 0, 0.7);
    set(expression, 'cheekSquint', 0.5 * habits.smile + squint(elapsedS), 0, 0.6);
    set(expression, 'eyeSquint', squint(elapsedS) - 0.03, 0, 0.4);
    const brow = brows(elapsedS);
    set(expression, 'browDown', -brow, 0, 0.5);
    set(expression, 'browOuterUp', brow, 0, 0.6);
    expression.set('jawOpen', Math.min(0.25, Math.max(0, jaw(elapsedS))));
    return {
      eyes: cue.absent ? 'absent' : cue.blink > 0.6 ? 'closed' : 'open',
      headRotation,
      torsoRotation,
      pivotCamera,
      expression,
      visualAxes,
      opticalAxes: [opticalAxis(right, visualAxes[0]), opticalAxis(left, visualAxes[1])],
      yawPitchRollDeg: [yaw / RADIANS_PER_DEGREE, pitch / RADIANS_PER_DEGREE, roll / RADIANS_PER_DEGREE],
      pupilScale: 1 + random.normal(0, 0.04),
      screenLevel: Math.max(0.2, 1 + page(elapsedS)),
    };
  };
}

function set(
  expression: Map<string, number>,
  shape: string,
  weight: number,
  low: number,
  high: number,
): void {
  const w = Math.min(high, Math.max(low, weight));
  if (w === 0) return;
  expression.set(`${shape}_L`, w);
  expression.set(`${shape}_R`, w);
}

/** Eye rotation at which a lid shape has its full weight: where the iris has moved as far as that shape moves the lid. */
const FULL_DOWN = 36 * RADIANS_PER_DEGREE;
const FULL_UP = 16 * RADIANS_PER_DEGREE;
const FULL_SIDE = 40 * RADIANS_PER_DEGREE;

/** Lids follow the gaze and blink; the shapes `eyeLook*` move nothing else. */
function driveLids(
  expression: Map<string, number>,
  person: Person,
  visualAxes: readonly [Vec3, Vec3],
  blink: number,
): void {
  const { lidGain, aperture, lidAsymmetry } = person.habits;
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
  }
}
