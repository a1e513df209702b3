/** What the renderer knows about a frame and a camera cannot: used in training, ignored by the product. */
import { throughLens } from '../raster/lens.ts';
import { SUPERSAMPLING, type Drawing } from '../raster/renderer.ts';
import { imagePoint } from '../scene/camera.ts';
import { EYE_CORNERS, EYE_RIM } from '../scene/lid-margins.ts';
import type { Pose } from '../scene/performance.ts';
import type { Person } from '../scene/person.ts';
import { headPointToCamera, middleOf } from '../scene/pose-eyes.ts';
import { screenPointToCamera, type Sitting } from '../scene/sitting.ts';
import { length, multiply, subtract, transpose, type Vec3 } from '../vector.ts';
import type { Ellipse, Point } from './ellipse.ts';
import { irisEllipse, measureVisibility, pupilEllipse, readGlints, type Glints } from './eye-truth.ts';

export type { Point } from './ellipse.ts';

/**
 * Image coordinates are pixels of the stored frame, pixel centres at .5, as they appear: through spectacle lenses and
 * after the camera's distortion. Camera axes: x right in the image,
 * y down, z away; cm. Pairs are right eye, left eye.
 */
export interface Truth {
  /** Row-major [9], head to camera. */
  readonly headRotation: readonly number[];
  /** Midpoint of the eyes, cm. */
  readonly headPosition: Vec3;
  readonly yawPitchRollDeg: Vec3;
  /** From the event `lean` on: by how much the head moves then and stays, cm away from the screen: -10 or 10. */
  readonly leanCm?: number;
  /**
   * Right eye, then left: iris centre, inner corner, outer corner, middle of the upper lid, of the lower lid. The iris centre is the
   * apparent one: the centre of the ellipse that the limbus makes in the picture. (The limbus lies on the eye's surface, where cornea
   * and sclera meet, so the cornea does not displace it. The pupil's apparent centre is another point: `pupilEllipses`.)
   */
  readonly landmarks: readonly Point[];
  /** Of the limbus, along the ellipse's major axis. */
  readonly irisRadiusPx: readonly [number, number];
  readonly eyeCentres: readonly [Vec3, Vec3];
  /** Unit visual axes, with fixation noise. */
  readonly gazeRays: readonly [Vec3, Vec3];
  readonly interocularPx: number;
  readonly irisEllipses: readonly [Ellipse, Ellipse];
  /** As the cornea shows them. */
  readonly pupilEllipses: readonly [Ellipse, Ellipse];
  readonly pupilDiametersMm: readonly [number, number];
  /** Share of each iris disc that nothing hides. */
  readonly irisVisible: readonly [number, number];
  readonly glints: readonly [Glints, Glints];
  /** Where the eyes point but for fixation noise, cm from the camera: in camera axes, and in the screen's own
   * (x towards the person's left along its upper edge, y down the screen, z from the screen towards the person). */
  readonly targetCm: { readonly camera: Vec3; readonly screen: Vec3 };
  readonly light: {
    /** Unit, towards the key light, camera axes. */
    readonly keyDirection: Vec3;
    /** Irradiance over pi: of the key light, of the place on average, of the screen with the page that it shows. */
    readonly key: number;
    readonly ambient: number;
    readonly screen: number;
    /** Illuminance of a surface of light level 1. */
    readonly lux: number;
  };
}

/** Reads the truth off a drawing, after everything is drawn, of a picture with the given size. */
export function readTruth(
  person: Person,
  sitting: Sitting,
  pose: Pose,
  drawing: Drawing,
  widthPx: number,
  heightPx: number,
): Truth {
  const { focalPx, headCamera, eyes, glasses, target } = drawing;
  const rasterFocal = (focalPx * SUPERSAMPLING) / sitting.camera.overscan;
  const project = (point: Vec3): Point => {
    const [x, y] = throughLens(glasses, point, focalPx, widthPx, heightPx);
    return imagePoint(sitting.camera, x, y, widthPx, heightPx);
  };
  const irises = both((i) => rounded(irisEllipse(eyes[i], project)));
  const landmarks = ([0, 1] as const).flatMap((i) => {
    const rim = EYE_RIM[i];
    const points = [
      middleOf(headCamera, EYE_CORNERS[i].inner),
      middleOf(headCamera, EYE_CORNERS[i].outer),
      middleOf(headCamera, rim.upper),
      middleOf(headCamera, rim.lower),
    ];
    return [irises[i].centre].concat(points.map((point) => rounded(project(point))));
  });
  const { light } = sitting;
  const targetCamera = screenPointToCamera(sitting, pose.gaze[0], pose.gaze[1]);
  return {
    headRotation: rounded(pose.headRotation, 6),
    headPosition: rounded(headPointToCamera(pose, person.betweenEyes), 4),
    yawPitchRollDeg: rounded(pose.yawPitchRollDeg),
    ...(pose.leanCm === 0 ? {} : { leanCm: pose.leanCm }),
    landmarks,
    irisRadiusPx: both((i) => irises[i].semiAxesPx[0]),
    eyeCentres: both((i) => rounded(eyes[i].centre, 4)),
    gazeRays: both((i) => rounded(multiply(pose.headRotation, pose.visualAxes[i]), 6)),
    interocularPx: round((length(subtract(eyes[0].centre, eyes[1].centre)) * focalPx) / eyes[0].centre[2], 3),
    irisEllipses: irises,
    pupilEllipses: both((i) => rounded(pupilEllipse(eyes[i], project))),
    pupilDiametersMm: both((i) => round(20 * eyes[i].pupilRadius, 2)),
    irisVisible: both((i) => round(measureVisibility(target, eyes[i], rasterFocal), 3)),
    glints: both((i) => rounded(readGlints(eyes[i], light.keyDirection, project))),
    targetCm: {
      camera: rounded(targetCamera),
      screen: rounded(multiply(transpose(sitting.camera.rotation), targetCamera)),
    },
    light: {
      keyDirection: rounded(light.keyDirection, 4),
      key: round(light.keyStrength, 3),
      ambient: round(light.ambientStrength * light.environment.mean, 3),
      screen: round(light.screenStrength * pose.screenLevel, 3),
      lux: round(light.lux, 0),
    },
  };
}

/** For the right eye and the left. */
const both = <T>(read: (i: 0 | 1) => T): readonly [T, T] => [read(0), read(1)];

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Rounds every number in plain data. */
function rounded<T>(value: T, digits = 3): T {
  if (typeof value === 'number') return round(value, digits) as T;
  if (Array.isArray(value)) return value.map((item) => rounded(item as unknown, digits)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, rounded(item as unknown, digits)]),
  ) as T;
}
