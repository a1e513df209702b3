/** How a person moves during a sitting: head, torso, face, lids and the eyes' rotation, moment by moment. */
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
  scale,
  subtract,
  transpose,
  type Mat3,
  type Vec3,
} from '../vector.ts';
import { createDrift } from './drift.ts';
import { anglesOf, opticalAxis } from './eye-anatomy.ts';
import { leanFrom } from './events.ts';
import { createFaceMotion } from './face-motion.ts';
import { createFixationNoise } from './fixation.ts';
import { createHeadMotion, type Heading } from './head-motion.ts';
import { driveLids } from './lids.ts';
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
  /** Where on the screen the eyes point, but for fixation noise. */
  readonly gaze: readonly [xScreen: number, yScreen: number];
  /** The pupils' unrest, as a factor on what the light makes of them. */
  readonly pupilScale: number;
  /** How fast the eyes' midpoint moves, cm/s, camera axes. */
  readonly motion: Vec3;
  /** Brightness of the screen's picture, relative. */
  readonly screenLevel: number;
  /** By how much the person has leaned for good, or is about to: cm away from the screen; 0 without such an event. */
  readonly leanCm: number;
}

/** Why there is no gaze on the screen: an empty chair, half a face at the picture's edge, or eyes on something else. */
export type Absence = 'nobody' | 'edge' | 'off-screen';

/** What the person is asked for in a frame. */
export interface Cue {
  /** Where the eyes point but for fixation noise; outside of 0..1 when they look past the screen. */
  readonly xScreen: number;
  readonly yScreen: number;
  /** Seconds since the frame before. */
  readonly elapsedS: number;
  /** 0 open .. 1 shut. */
  readonly blink: number;
  readonly absence?: Absence;
  /** Somebody else is in the picture, farther away. */
  readonly visitor?: boolean;
  /** The person leans by 10 cm, from the first frame with this on. @see leanFrom */
  readonly leaning?: boolean;
  /** The light of the room is the other one. */
  readonly relit?: boolean;
  /** Somebody else sits here instead of the person. */
  readonly guest?: boolean;
}

/** The skull turns about the top of the neck; cm in the head's space. */
export const PIVOT: Vec3 = [0, -3.5, -0.5];

/** Lids lower than this count as closed eyes. */
const CLOSED = 0.6;
/** Eyes do not turn farther in the head than this while the head can help; radians. @see Stahl, Amplitude of human head movements, 1999 */
const EYE_RANGE = { yaw: 27 * RADIANS_PER_DEGREE, pitch: 22 * RADIANS_PER_DEGREE };
/** How near the screen and how far from it the eyes come. */
export const DISTANCE_CM = [45, 90] as const;
/** How far from the picture's middle eyes may wander, in halves of its side; and how near its border, cm: half a face. */
const IN_PICTURE = 0.75;
const FACE_CM = 7.5;
/** Beyond this the person is out of any picture. */
const AWAY_CM = 95;

/** Frames farther apart than this do not show how fast the head moves in each. */
const SEQUENCE_S = 0.2;
/** A still head moves about this fast; one in ten photos catches it in the middle of a turn or a shift. */
const STILL_CM_PER_S = 0.6;
const MOVING_CM_PER_S = 9;
const MOVING_SHARE = 0.1;

/** Starts a performance; call the result once per frame, in order. */
export function createPerformance(person: Person, sitting: Sitting, random: Random): (cue: Cue) => Pose {
  const { habits } = person;
  const { camera, screen, carriage } = sitting;
  const moveHead = createHeadMotion(habits, random.fork('head'));
  const moveFace = createFaceMotion(habits, random.fork('face'));
  const unrest = createFixationNoise(random.fork('fixation'), habits.fixationNoiseDeg);
  const pupils = createDrift(random.fork('pupils'), 0.04, 1.5);
  const page = createDrift(random.fork('page'), 0.3, 5);
  const edges = random.fork('edges');
  const moves = random.fork('moves');
  let offset: Vec3 = [0, 0, 0];
  let before: Vec3 | undefined;
  let leanCm = 0;

  return (cue) => {
    const { elapsedS } = cue;
    const face = moveFace(elapsedS);
    // Directions are taken in axes with y up that face the screen, as the head's own space does at rest.
    const seated = add(sitting.seat, offset);
    const heading = (xScreen: number, yScreen: number): Heading =>
      anglesOf(multiply(FLIP, subtract(screenPoint(sitting, xScreen, yScreen), seated)));
    const centre = heading(0.5, 0.5);
    const target = heading(cue.xScreen, cue.yScreen);
    const begins = (cue.leaning ?? false) && leanCm === 0;
    const shownCm = keepDistance(seated, sitting.seat[2])[2];
    if (begins) leanCm = leanFrom(shownCm, DISTANCE_CM[0]);
    const rest = { yaw: centre.yaw + carriage[0], pitch: 0.5 * centre.pitch + carriage[1] };
    const moved = moveHead(
      elapsedS,
      {
        yaw: keepWithin(
          rest.yaw + habits.headYawShare * (target.yaw - centre.yaw),
          target.yaw,
          EYE_RANGE.yaw,
        ),
        pitch: keepWithin(
          rest.pitch + habits.headPitchShare * (target.pitch - centre.pitch),
          target.pitch,
          EYE_RANGE.pitch,
        ),
      },
      face.speaking,
      begins ? shownCm - seated[2] + leanCm : 0,
    );
    const roll = carriage[2] + moved.roll;
    offset = moved.offsetCm;
    const seat = keepDistance(add(sitting.seat, offset), sitting.seat[2]);
    const eyesCamera = placeInPicture(seatToCamera(sitting, seat), cue.absence, camera.verticalFovDeg, edges);
    const drawn = drawMotion(moves, habits.restlessness);
    const gone = cue.absence === 'nobody';
    const motion =
      before && !gone && elapsedS < SEQUENCE_S ? scale(subtract(eyesCamera, before), 1 / elapsedS) : drawn;
    before = gone ? undefined : eyesCamera;

    const headInScreen = compose(rotationY(moved.yaw), compose(rotationX(-moved.pitch), rotationZ(roll)));
    const upright = compose(camera.rotation, FLIP);
    const headRotation = compose(upright, headInScreen);
    const torsoRotation = compose(
      upright,
      compose(rotationY(moved.torsoYaw), compose(rotationX(moved.torsoLean), rotationZ(moved.torsoRoll))),
    );
    const pivotCamera = subtract(eyesCamera, multiply(headRotation, subtract(person.betweenEyes, PIVOT)));

    const [rightDeg, downDeg] = unrest(elapsedS);
    const cmPerDeg = RADIANS_PER_DEGREE * seat[2];
    const point = screenPointToCamera(
      sitting,
      cue.xScreen + (rightDeg * cmPerDeg) / screen.widthCm,
      cue.yScreen + (downDeg * cmPerDeg) / screen.heightCm,
    );
    const pointInHead = add(multiply(transpose(headRotation), subtract(point, pivotCamera)), PIVOT);
    const [right, left] = person.eyes;
    const visualAxes = [
      normalize(subtract(pointInHead, right.centre)),
      normalize(subtract(pointInHead, left.centre)),
    ] as const;
    const expression = new Map(face.weights);
    driveLids(expression, habits, visualAxes, cue.blink, face.smile);
    return {
      eyes: gone ? 'absent' : cue.blink > CLOSED ? 'closed' : 'open',
      headRotation,
      torsoRotation,
      pivotCamera,
      expression,
      visualAxes,
      opticalAxes: [opticalAxis(right, visualAxes[0]), opticalAxis(left, visualAxes[1])],
      yawPitchRollDeg: yawPitchRoll(compose(FLIP, headRotation)),
      gaze: [cue.xScreen, cue.yScreen],
      motion,
      pupilScale: 1 + pupils(elapsedS),
      screenLevel: Math.max(0.2, 1 + page(elapsedS)),
      leanCm,
    };
  };
}

/** The goal, or what is nearest to it within a range of what is wanted. */
const keepWithin = (goal: number, wanted: number, range: number): number =>
  Math.min(wanted + range, Math.max(wanted - range, goal));

/** A point of the screen (fractions) from the camera, in screen-aligned axes. */
function screenPoint(sitting: Sitting, xScreen: number, yScreen: number): Vec3 {
  return multiply(transpose(sitting.camera.rotation), screenPointToCamera(sitting, xScreen, yScreen));
}

/** Keeps leaning within the usual distances; whoever sits beyond them may move there. */
function keepDistance([x, y, z]: Vec3, seatCm: number): Vec3 {
  const [nearest, farthest] = DISTANCE_CM;
  return [x, y, Math.min(Math.max(farthest, seatCm), Math.max(Math.min(nearest, seatCm), z))];
}

/** Keeps the eyes' midpoint in the picture, as people do; moves it out of the picture for an empty chair, and onto its border for half a face. */
function placeInPicture(
  eyes: Vec3,
  absence: Absence | undefined,
  verticalFovDeg: number,
  random: Random,
): Vec3 {
  if (absence === 'nobody') return add(eyes, [AWAY_CM, 0, 0]);
  const half = eyes[2] * Math.tan((verticalFovDeg / 2) * RADIANS_PER_DEGREE);
  if (absence !== 'edge') {
    const most = Math.min(IN_PICTURE * half, half - FACE_CM);
    return [keepWithin(eyes[0], 0, most), keepWithin(eyes[1], 0, most), eyes[2]];
  }
  const border = half + random.uniform(-1.5, 2.5);
  const side = random.pick(['left', 'right', 'left', 'right', 'top', 'bottom'] as const);
  if (side === 'left' || side === 'right') return [side === 'left' ? -border : border, eyes[1], eyes[2]];
  return [eyes[0], side === 'top' ? -border : border, eyes[2]];
}

function drawMotion(random: Random, restlessness: number): Vec3 {
  const speed = restlessness * (random.chance(MOVING_SHARE) ? MOVING_CM_PER_S : STILL_CM_PER_S);
  return [random.normal(0, speed), random.normal(0, 0.6 * speed), random.normal(0, 0.6 * speed)];
}

/** Angles of Ry(yaw) Rx(-pitch) Rz(roll), degrees. */
function yawPitchRoll(m: Mat3): Vec3 {
  return [
    Math.atan2(m[2], m[8]) / RADIANS_PER_DEGREE,
    Math.asin(Math.max(-1, Math.min(1, m[5]))) / RADIANS_PER_DEGREE,
    Math.atan2(m[3], m[4]) / RADIANS_PER_DEGREE,
  ];
}
