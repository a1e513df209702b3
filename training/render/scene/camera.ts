/** The camera of a sitting: which model, where it is mounted, where it points, and how its lens bends the picture. */
import type { Random } from '../random.ts';
import {
  compose,
  RADIANS_PER_DEGREE,
  rotationX,
  rotationY,
  rotationZ,
  type Mat3,
  type Vec3,
} from '../vector.ts';
import { CAMERA_MODELS, type CameraModel } from './camera-models.ts';
import type { ScreenSetup } from './screen.ts';

export interface CameraSetup {
  readonly model: CameraModel;
  /** Field of view of the square crop (its height is the frame's), of the same lens without distortion: 36 to 75. */
  readonly verticalFovDeg: number;
  readonly place: 'above' | 'below' | 'beside';
  /** Lens position relative to the middle of the screen's upper edge, cm; x towards the person's left, y down. */
  readonly offsetCm: readonly [number, number];
  /** Screen-aligned axes to camera axes. */
  readonly rotation: Mat3;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Radial distortion: r' = r (1 + k r^2), r in halves of the frame's height from its middle. */
  readonly distortion: number;
  /** How much wider than the picture the raster has to be, so that the distortion finds light at the corners. */
  readonly overscan: number;
}

/** The models that may be drawn: those held back for the shift set only there, and only they. */
export const cameraModels = (shift: boolean): readonly CameraModel[] =>
  CAMERA_MODELS.filter((model) => (model.heldBack ?? false) === shift);

/** Draws a model for a kind of screen; desktop monitors have no lid. */
export function drawCameraModel(random: Random, screen: ScreenSetup, shift: boolean): CameraModel {
  const wanted = screen.kind === 'laptop' && random.chance(0.8) ? 'laptop' : 'clip';
  const models = cameraModels(shift);
  const fitting = models.filter((model) => model.mount === wanted);
  return random.pick(fitting.length ? fitting : models);
}

/** Draws where the lens is: in nine of ten cases above the screen, else below or beside it. */
export function drawPlace(
  random: Random,
  model: CameraModel,
  screen: ScreenSetup,
): Pick<CameraSetup, 'place' | 'offsetCm'> {
  const builtIn = model.mount === 'laptop';
  const chance = random.uniform(0, 1);
  const side = random.chance(0.5) ? 1 : -1;
  if (chance > 0.95)
    return {
      place: 'below',
      offsetCm: [
        builtIn ? side * random.uniform(0, 0.25) * screen.widthCm : random.normal(0, 3),
        screen.heightCm + random.uniform(0.6, builtIn ? 1.6 : 5),
      ],
    };
  if (chance > 0.9 && !builtIn)
    return {
      place: 'beside',
      offsetCm: [
        side * (screen.widthCm / 2 + random.uniform(1.5, 6)),
        screen.heightCm * random.uniform(-0.1, 0.7),
      ],
    };
  return builtIn
    ? { place: 'above', offsetCm: [random.normal(0, 0.4), -random.uniform(0.35, 1.1)] }
    : {
        place: 'above',
        offsetCm: [
          random.chance(0.7) ? random.normal(0, 1.2) : random.clamped(0, 0.12, -0.3, 0.3) * screen.widthCm,
          -random.uniform(1, 4.5),
        ],
      };
}

/** How far from the picture's middle a camera is left to show a face, in halves of its field of view. */
const MOST_ASIDE = 0.4;

/**
 * Aims a camera at a person: roughly, as people do.
 * @param seat the eyes from the lens, cm in screen-aligned axes: x towards the person's left, y down, z away from the screen
 */
export function drawCamera(
  random: Random,
  model: CameraModel,
  mounting: Pick<CameraSetup, 'place' | 'offsetCm'>,
  seat: Vec3,
): CameraSetup {
  // Narrow lenses are the common ones within a model's range.
  const [low, high] = model.squareFovDeg;
  const verticalFovDeg = low + (high - low) * random.uniform(0, 1) ** 1.3;
  const tangent = 2 * Math.tan((verticalFovDeg * RADIANS_PER_DEGREE) / 2);
  // The face lies where people put it: a little above the picture's middle, wherever the lens is.
  const wanted = random.normal(-0.045, 0.065) * tangent;
  const aim = mounting.place === 'beside' ? random.uniform(0.75, 1) : random.uniform(0, 0.8);
  const aside = Math.atan2(seat[0], seat[2]);
  // Nobody leaves a camera so that it shows half a face.
  const most = MOST_ASIDE * (verticalFovDeg / 2) * RADIANS_PER_DEGREE;
  const left = Math.max(
    -most,
    Math.min(most, (1 - aim) * aside + random.normal(0, 1.5) * RADIANS_PER_DEGREE),
  );
  const yaw = left - aside;
  const tilt = Math.atan2(seat[1] - 2, Math.hypot(seat[0], seat[2])) - Math.atan(wanted);
  const rollDeg = random.normal(0, random.chance(0.1) ? 3 : 0.8);
  const distortion = random.uniform(...model.distortion);
  return {
    ...mounting,
    model,
    verticalFovDeg,
    rotation: compose(rotationZ(rollDeg * RADIANS_PER_DEGREE), compose(rotationX(tilt), rotationY(yaw))),
    widthPx: model.widthPx,
    heightPx: model.heightPx,
    distortion,
    overscan: Math.max(1, undistort(distortion, Math.SQRT2) / Math.SQRT2),
  };
}

/** The radius before distortion that comes to lie at `radius` after it, both in halves of the frame's height (Newton's method). */
export function undistort(distortion: number, radius: number): number {
  let r = radius;
  for (let step = 0; step < 8; step++) r -= (r + distortion * r ** 3 - radius) / (1 + 3 * distortion * r * r);
  return r;
}

/**
 * Where a point of the picture of an ideal pinhole camera lies in the picture that this camera delivers:
 *
 *     (x', y') = middle + (x, y - middle) (1 + k r^2)
 *
 * For truth: project with the frame's focal length, then pass through here. Motion blur and the rolling shutter are centred on the pose.
 * @param widthPx size of the stored frame; r is in halves of its height
 */
export function imagePoint(
  camera: Pick<CameraSetup, 'distortion'>,
  xPx: number,
  yPx: number,
  widthPx: number,
  heightPx: number,
): readonly [number, number] {
  const half = heightPx / 2;
  const x = xPx - widthPx / 2;
  const y = yPx - half;
  const factor = 1 + (camera.distortion * (x * x + y * y)) / (half * half);
  return [widthPx / 2 + x * factor, half + y * factor];
}
