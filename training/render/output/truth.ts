/** What the renderer knows about a frame and a camera cannot: used in training, ignored by the product. */
import type { Pose } from '../scene/performance.ts';
import type { Person } from '../scene/person.ts';
import type { Drawing } from '../raster/renderer.ts';
import { EYE_RIM } from '../scene/lid-margins.ts';
import { headPointToCamera, middleOf } from '../scene/pose-eyes.ts';
import { add, multiply, scale, subtract, length, type Vec3 } from '../vector.ts';

export type Point = readonly [number, number];

/** Image coordinates are pixels of the stored frame, pixel centres at .5; camera axes: x right in the image, y down, z away; cm. */
export interface Truth {
  /** Row-major [9], head to camera. */
  readonly headRotation: readonly number[];
  /** Midpoint of the eyes, cm. */
  readonly headPosition: Vec3;
  readonly yawPitchRollDeg: Vec3;
  /** Right eye, then left: iris centre, inner corner, outer corner, middle of the upper lid, of the lower lid. */
  readonly landmarks: readonly Point[];
  readonly irisRadiusPx: readonly [number, number];
  readonly eyeCentres: readonly [Vec3, Vec3];
  readonly gazeRays: readonly [Vec3, Vec3];
  readonly interocularPx: number;
}

/** Reads the truth off a drawing of a picture with the given size. */
export function readTruth(
  person: Person,
  pose: Pose,
  drawing: Drawing,
  widthPx: number,
  heightPx: number,
): Truth {
  const { focalPx, headCamera, eyes } = drawing;
  const toImage = (p: Vec3): Point => [
    round((p[0] * focalPx) / p[2] + widthPx / 2, 3),
    round((p[1] * focalPx) / p[2] + heightPx / 2, 3),
  ];
  const vertex = (v: number): Vec3 => middleOf(headCamera, [v, v]);
  const irisCentre = (i: 0 | 1): Vec3 =>
    add(eyes[i].centre, scale(eyes[i].opticalAxis, eyes[i].anatomy.irisLever));
  const landmarks = ([0, 1] as const).flatMap((i) => {
    const rim = EYE_RIM[i];
    return [
      toImage(irisCentre(i)),
      toImage(vertex(rim.inner)),
      toImage(vertex(rim.outer)),
      toImage(middleOf(headCamera, rim.upper)),
      toImage(middleOf(headCamera, rim.lower)),
    ];
  });
  const radius = (i: 0 | 1): number => round((eyes[i].anatomy.limbusRadius * focalPx) / irisCentre(i)[2], 3);
  const ray = (i: 0 | 1): Vec3 => rounded(multiply(pose.headRotation, pose.visualAxes[i]), 6);
  const [right, left] = [eyes[0].centre, eyes[1].centre];
  return {
    headRotation: pose.headRotation.map((value) => round(value, 6)),
    headPosition: rounded(headPointToCamera(pose, person.betweenEyes), 4),
    yawPitchRollDeg: rounded(pose.yawPitchRollDeg, 3),
    landmarks,
    irisRadiusPx: [radius(0), radius(1)],
    eyeCentres: [rounded(right, 4), rounded(left, 4)],
    gazeRays: [ray(0), ray(1)],
    interocularPx: round((length(subtract(right, left)) * focalPx) / right[2], 3),
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

const rounded = (v: Vec3, digits: number): Vec3 => [
  round(v[0], digits),
  round(v[1], digits),
  round(v[2], digits),
];
