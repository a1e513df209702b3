/** What spectacle lenses do to a picture: whatever lies behind one looks larger or smaller, the more so the farther behind. */
import type { Pose } from '../scene/performance.ts';
import { reachAt, type Lens } from '../scene/glasses-lens.ts';
import type { Glasses } from '../scene/glasses.ts';
import { headPointToCamera } from '../scene/pose-eyes.ts';
import { add, dot, multiply, scale, subtract, type Vec3 } from '../vector.ts';

/** A lens as it stands in a frame, camera axes, cm. */
export interface PosedLens extends Lens {
  /** Radius and middle of the sphere that the front surface is a piece of. */
  readonly frontRadiusCm: number;
  readonly sphere: Vec3;
}

export interface PosedGlasses {
  readonly glasses: Glasses;
  /** Before the right eye, before the left. */
  readonly lenses: readonly [PosedLens, PosedLens];
}

/** Farther behind a lens than this nothing shrinks any more: the place behind the person is drawn without lenses. */
const FARTHEST_CM = 9;

/** Moves glasses with the head. */
export function poseGlasses(glasses: Glasses, pose: Pose): PosedGlasses {
  const turn = (direction: Vec3): Vec3 => multiply(pose.headRotation, direction);
  const lens = (rest: Lens): PosedLens => {
    const middle = headPointToCamera(pose, rest.middle);
    const forward = turn(rest.forward);
    const { frontRadiusCm } = glasses.design;
    return {
      middle,
      outward: turn(rest.outward),
      up: turn(rest.up),
      forward,
      opticalCentre: headPointToCamera(pose, rest.opticalCentre),
      powerPerCm: rest.powerPerCm,
      reach: rest.reach,
      frontRadiusCm,
      sphere: add(middle, scale(forward, -frontRadiusCm)),
    };
  };
  return { glasses, lenses: [lens(glasses.lenses[0]), lens(glasses.lenses[1])] };
}

/**
 * How much larger something looks through a lens: 1 / (1 - d P), d cm behind the lens along the line of sight's depth.
 * @param x, y ideal image coordinates about the principal point, in focal lengths: where it would be without the lens
 * @param z its depth, cm
 */
export function magnificationAt(lens: PosedLens, x: number, y: number, z: number): number {
  const { forward, opticalCentre } = lens;
  const facing = forward[0] * x + forward[1] * y + forward[2];
  const lensZ = facing < -1e-6 ? dot(forward, opticalCentre) / facing : opticalCentre[2];
  const behind = Math.min(FARTHEST_CM, Math.max(0, z - lensZ));
  return 1 / (1 - behind * lens.powerPerCm);
}

/** Whether the line of sight through an image point (in focal lengths) meets the lens. */
export function meetsLens(lens: PosedLens, x: number, y: number): boolean {
  const { forward, middle } = lens;
  const facing = forward[0] * x + forward[1] * y + forward[2];
  if (facing > -1e-6) return false;
  const depth = dot(forward, middle) / facing;
  const dx = x * depth - middle[0];
  const dy = y * depth - middle[1];
  const dz = depth - middle[2];
  const u = dx * lens.outward[0] + dy * lens.outward[1] + dz * lens.outward[2];
  const v = dx * lens.up[0] + dy * lens.up[1] + dz * lens.up[2];
  return u * u + v * v <= reachAt(lens.reach, u, v) ** 2;
}

/**
 * Where a point behind glasses appears in the picture, or where it is where no lens lies before it. For truth: an iris centre, an eye
 * corner or a lid in camera axes (cm) goes in; what comes out are ideal pinhole pixels with the principal point at the picture's
 * middle, before the camera's own distortion, which comes after.
 * @param glasses as posed in the frame: `drawing.glasses`; without any the point is projected as it is
 */
export function throughLens(
  glasses: PosedGlasses | undefined,
  point: Vec3,
  focalPx: number,
  widthPx: number,
  heightPx: number,
): readonly [number, number] {
  const x = point[0] / point[2];
  const y = point[1] / point[2];
  for (const lens of glasses?.lenses ?? []) {
    const { opticalCentre } = lens;
    const cx = opticalCentre[0] / opticalCentre[2];
    const cy = opticalCentre[1] / opticalCentre[2];
    const size = magnificationAt(lens, x, y, point[2]);
    const seenX = cx + (x - cx) * size;
    const seenY = cy + (y - cy) * size;
    if (point[2] > opticalCentre[2] && meetsLens(lens, seenX, seenY))
      return [seenX * focalPx + widthPx / 2, seenY * focalPx + heightPx / 2];
  }
  return [x * focalPx + widthPx / 2, y * focalPx + heightPx / 2];
}

/** Direction in which a unit ray goes on from a mirror with a unit normal. */
export const mirrored = (ray: Vec3, normal: Vec3): Vec3 => subtract(ray, scale(normal, 2 * dot(ray, normal)));

/** Where a line from a point meets a quad: fractions along its two edges, or undefined beyond it. */
export function meetQuad(
  from: Vec3,
  direction: Vec3,
  corner: Vec3,
  right: Vec3,
  down: Vec3,
): readonly [number, number] | undefined {
  const plane: Vec3 = [
    right[1] * down[2] - right[2] * down[1],
    right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];
  const distance = dot(subtract(corner, from), plane) / dot(direction, plane);
  if (!(distance > 0)) return undefined;
  const hit = subtract(add(from, scale(direction, distance)), corner);
  const u = dot(hit, right) / dot(right, right);
  const v = dot(hit, down) / dot(down, down);
  return u >= 0 && u <= 1 && v >= 0 && v <= 1 ? [u, v] : undefined;
}
