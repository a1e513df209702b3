/** One sitting of one person: screen, camera, light and place, the same for all frames of a measurement. */
import type { Environment } from '../assets/environment.ts';
import type { Random } from '../random.ts';
import {
  compose,
  multiply,
  RADIANS_PER_DEGREE,
  rotationX,
  rotationY,
  rotationZ,
  scale,
  type Mat3,
  type Vec3,
} from '../vector.ts';
import type { Mesh } from './mesh.ts';
import { createTorso } from './torso.ts';

export interface ScreenSetup {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthCm: number;
  readonly heightCm: number;
}

export interface CameraSetup {
  readonly verticalFovDeg: number;
  /** Lens position relative to the middle of the screen's upper edge, cm; x towards the person's left, y down. */
  readonly offsetCm: readonly [number, number];
  /** Screen-aligned axes to camera axes. */
  readonly rotation: Mat3;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A lamp or a window far away. */
export interface DirectLight {
  /** Unit direction towards it, camera axes. */
  readonly direction: Vec3;
  readonly colour: Vec3;
  readonly strength: number;
}

export interface LightSetup {
  readonly environment: Environment;
  /** Environment axes (y up) to camera axes. */
  readonly turn: Mat3;
  /** Unit direction towards the key light, camera axes. */
  readonly keyDirection: Vec3;
  readonly keyColour: Vec3;
  readonly keyStrength: number;
  /** Further lights; they cast no shadow. */
  readonly fills?: readonly DirectLight[];
  readonly ambientStrength: number;
  readonly screenStrength: number;
  readonly screenColour: Vec3;
}

/** What the camera does to light. */
export interface SensorSetup {
  readonly exposure: number;
  readonly whiteBalance: Vec3;
  readonly contrast: number;
  readonly noise: number;
  readonly blurPx: number;
  readonly sharpening: number;
  readonly jpegQuality: number;
}

export interface Sitting {
  readonly screen: ScreenSetup;
  readonly camera: CameraSetup;
  readonly light: LightSetup;
  readonly sensor: SensorSetup;
  readonly torso: Mesh;
  /** What is worn or held in this sitting only; head weights as for hair. */
  readonly wear: readonly Mesh[];
  /** Where the eyes' midpoint rests, cm in screen-aligned axes from the camera. */
  readonly seat: Vec3;
  readonly distanceCm: number;
  /** How the head is held at rest: yaw, pitch, roll in radians. */
  readonly carriage: Vec3;
  /** Names the sitting: everything random in it follows from this. */
  readonly seed: string;
}

const ASPECTS: readonly (readonly [number, number])[] = [
  [1920, 1080],
  [1920, 1200],
  [2560, 1440],
  [1440, 900],
  [1366, 768],
  [2560, 1600],
];

/** Draws a sitting; axes: x towards the person's left (the image's right), y down, z away from the screen. */
export function createSitting(
  random: Random,
  environments: readonly Environment[],
  seed: string,
  _shift = false,
): Sitting {
  const [widthPx, heightPx] = random.pick(ASPECTS);
  const laptop = random.chance(0.65);
  const diagonalCm = 2.54 * (laptop ? random.uniform(13, 16) : random.uniform(20, 27));
  const perPx = diagonalCm / Math.hypot(widthPx, heightPx);
  const screen: ScreenSetup = { widthPx, heightPx, widthCm: widthPx * perPx, heightCm: heightPx * perPx };
  const distanceCm = laptop ? random.clamped(56, 7, 44, 72) : random.clamped(65, 7, 50, 85);
  const offset = [
    random.chance(0.85) ? random.normal(0, 0.6) : random.uniform(-8, 8),
    -random.uniform(0.4, 1.4),
  ] as const;
  const seat: Vec3 = [
    random.normal(0, 2.6),
    // From the camera down to the eyes: near the upper edge on a desktop, well above it on a laptop.
    (laptop ? random.normal(-1, 3.2) : random.normal(3, 3)) - offset[1],
    distanceCm,
  ];
  const horizontalFov = random.uniform(54, 74) * RADIANS_PER_DEGREE;
  const verticalFov = 2 * Math.atan((Math.tan(horizontalFov / 2) * 9) / 16);
  // Tilted so that the face lies where people put it: a little above the picture's middle.
  const wanted = random.normal(-0.04, 0.07) * 2 * Math.tan(verticalFov / 2);
  const elevation = Math.atan2(seat[1] - 2, seat[2]);
  const tilt = elevation - Math.atan(wanted);
  const rotation = compose(
    rotationZ(random.normal(0, 1) * RADIANS_PER_DEGREE),
    compose(rotationX(tilt), rotationY(random.normal(0, 1.5) * RADIANS_PER_DEGREE)),
  );
  const environment = random.pick(environments);
  return {
    screen,
    camera: {
      verticalFovDeg: verticalFov / RADIANS_PER_DEGREE,
      offsetCm: offset,
      rotation,
      widthPx: random.chance(0.6) ? 1280 : 640,
      heightPx: random.chance(0.6) ? 720 : 480,
    },
    light: drawLight(random, environment, rotation),
    sensor: drawSensor(random),
    torso: createTorso(random.fork('torso')),
    wear: [],
    seat,
    distanceCm,
    carriage: [
      random.normal(0, 3) * RADIANS_PER_DEGREE,
      random.normal(-3, 4) * RADIANS_PER_DEGREE,
      random.normal(0, 2.5) * RADIANS_PER_DEGREE,
    ],
    seed,
  };
}

/** Screen-aligned directions with y up and z towards the person, from camera axes with y down and z away. */
export const FLIP: Mat3 = [1, 0, 0, 0, -1, 0, 0, 0, -1];

function drawLight(random: Random, environment: Environment, cameraRotation: Mat3): LightSetup {
  // Screen-aligned axes have z pointing at the person, y down; the environment has y up.
  const turn = compose(
    cameraRotation,
    compose([1, 0, 0, 0, -1, 0, 0, 0, 1], rotationY(random.uniform(0, 2 * Math.PI))),
  );
  const fromMap = multiply(turn, environment.keyDirection);
  // A key light behind the person lights nothing that the camera sees: half of those are turned to the front.
  const front: Vec3 =
    fromMap[2] > 0.2 && random.chance(0.6) ? [fromMap[0], fromMap[1], -fromMap[2]] : fromMap;
  const ambient = 1 / environment.mean;
  const level = random.uniform(0.25, 1.6);
  return {
    environment,
    turn,
    keyDirection: front,
    keyColour: environment.keyColour,
    keyStrength: random.uniform(0, 1) ** 1.6 * 2.6 * level,
    ambientStrength: ambient * level,
    screenStrength: random.uniform(0.03, 0.55),
    screenColour: [random.uniform(0.75, 1), random.uniform(0.85, 1), random.uniform(0.9, 1.15)],
  };
}

function drawSensor(random: Random): SensorSetup {
  const dim = random.uniform(0, 1) ** 2;
  return {
    exposure: random.uniform(0.2, 0.42),
    whiteBalance: [random.normal(1, 0.05), 1, random.normal(1, 0.07)],
    contrast: random.uniform(-0.1, 0.35),
    noise: 0.004 + 0.022 * dim,
    blurPx: random.uniform(0.15, 0.75),
    sharpening: random.chance(0.6) ? random.uniform(0, 0.5) : 0,
    jpegQuality: Math.round(random.uniform(72, 93)),
  };
}

/** A point of the screen (fractions) in camera axes, cm. */
export function screenPointToCamera(sitting: Sitting, xScreen: number, yScreen: number): Vec3 {
  const { screen, camera } = sitting;
  return multiply(camera.rotation, [
    -(xScreen - 0.5) * screen.widthCm - camera.offsetCm[0],
    yScreen * screen.heightCm - camera.offsetCm[1],
    0,
  ]);
}

/** A point given from the camera in screen-aligned axes, in camera axes. */
export function seatToCamera(sitting: Sitting, point: Vec3): Vec3 {
  return multiply(sitting.camera.rotation, scale(point, 1));
}
