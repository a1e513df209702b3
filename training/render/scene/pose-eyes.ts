/** Where the eyes stand in a frame, camera axes. */
import type { PosedEye } from '../raster/eye-painter.ts';
import { add, multiply, scale, subtract, type Vec3 } from '../vector.ts';
import { PIVOT, type Pose } from './performance.ts';
import type { Person } from './person.ts';
import { screenPointToCamera, type Sitting } from './sitting.ts';

/** Vertices of the eyes' rims on the head: [right, left]. @see https://github.com/ICT-VGL/ICT-FaceKit (Multi-PIE landmarks) */
export const EYE_RIM = [
  { outer: 1507, inner: 1528, upper: [1537, 1542], lower: [1511, 1518] },
  { outer: 3721, inner: 3742, upper: [3751, 3756], lower: [3725, 3732] },
] as const;

/**
 * Poses both eyes: right, left.
 * @param headCamera [V * 3] the head's vertices, cm, camera axes
 */
export function poseEyes(
  person: Person,
  sitting: Sitting,
  pose: Pose,
  headCamera: Float32Array,
): readonly [PosedEye, PosedEye] {
  const corner = screenPointToCamera(sitting, 0, 0);
  const headUp = multiply(pose.headRotation, [0, 1, 0]);
  const eye = (i: 0 | 1): PosedEye => {
    const anatomy = person.eyes[i];
    return {
      anatomy,
      centre: headPointToCamera(pose, anatomy.centre),
      opticalAxis: multiply(pose.headRotation, pose.opticalAxes[i]),
      upperLid: middleOf(headCamera, EYE_RIM[i].upper),
      headUp,
      pupilRadius: Math.min(anatomy.limbusRadius * 0.6, anatomy.pupilRadius * pose.pupilScale),
      screenCorner: corner,
      screenRight: subtract(screenPointToCamera(sitting, 1, 0), corner),
      screenDown: subtract(screenPointToCamera(sitting, 0, 1), corner),
    };
  };
  return [eye(0), eye(1)];
}

/** A point of the head's space in camera axes, moving with the head. */
export function headPointToCamera(pose: Pose, point: Vec3): Vec3 {
  return add(pose.pivotCamera, multiply(pose.headRotation, subtract(point, PIVOT)));
}

/** Midpoint of two vertices of a [V * 3] buffer. */
export function middleOf(positions: Float32Array, [a, b]: readonly [number, number]): Vec3 {
  const at = (v: number): Vec3 => [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!];
  return scale(add(at(a), at(b)), 0.5);
}
