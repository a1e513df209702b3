/** One sitting of one person: screen, camera, light and place, the same for all frames of a measurement. */
import type { Environment } from '../assets/environment.ts';
import type { Random } from '../random.ts';
import { multiply, RADIANS_PER_DEGREE, scale, type Mat3, type Vec3 } from '../vector.ts';
import { drawSensor, type SensorSetup } from '../sensor/sensor-setup.ts';
import { drawCamera, drawCameraModel, drawPlace, type CameraSetup } from './camera.ts';
import { drawLight, type Illumination } from './light.ts';
import type { Mesh } from './mesh.ts';
import { drawDistanceCm, drawScreen, type ScreenSetup } from './screen.ts';
import { createTorso } from './torso.ts';

export interface Sitting {
  readonly screen: ScreenSetup;
  readonly camera: CameraSetup;
  readonly light: Illumination;
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

/** Draws a sitting; axes: x towards the person's left (the image's right), y down, z away from the screen. */
export function createSitting(
  random: Random,
  environments: readonly Environment[],
  seed: string,
  shift = false,
): Sitting {
  const screen = drawScreen(random.fork('screen'));
  const distanceCm = drawDistanceCm(random.fork('distance'), screen);
  const model = drawCameraModel(random.fork('model'), screen, shift);
  const mounting = drawPlace(random.fork('place'), model, screen);
  const seat = drawSeat(random.fork('seat'), screen, mounting.offsetCm, distanceCm);
  const camera = drawCamera(random.fork('camera'), model, mounting, seat);
  return {
    screen,
    camera,
    light: drawLight(random.fork('light'), environments, camera.rotation, shift),
    sensor: drawSensor(random.fork('sensor'), model, shift),
    torso: createTorso(random.fork('torso')),
    wear: [],
    seat,
    distanceCm,
    carriage: drawCarriage(random.fork('carriage')),
    seed,
  };
}

/** How somebody holds the head at rest: yaw, pitch, roll in radians. */
export function drawCarriage(random: Random): Vec3 {
  return [
    random.normal(0, 3) * RADIANS_PER_DEGREE,
    random.normal(-1, 3) * RADIANS_PER_DEGREE,
    random.normal(0, 2) * RADIANS_PER_DEGREE,
  ];
}

/** The eyes from the lens, screen-aligned: before the middle of the screen, near the upper edge of a monitor, above a laptop's. */
function drawSeat(
  random: Random,
  screen: ScreenSetup,
  offsetCm: readonly [number, number],
  distanceCm: number,
): Vec3 {
  return [
    random.normal(0, 2.6) - offsetCm[0],
    (screen.kind === 'laptop' ? random.normal(-1, 3.2) : random.normal(3, 3)) - offsetCm[1],
    distanceCm,
  ];
}

/** Screen-aligned directions with y up and z towards the person, from camera axes with y down and z away. */
export const FLIP: Mat3 = [1, 0, 0, 0, -1, 0, 0, 0, -1];

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
