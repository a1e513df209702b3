/** Where the eyes stand in a frame, camera axes. */
import { lidCurve, type LidCurve, type PosedEye } from '../raster/eye-surface.ts';
import { add, dot, multiply, scale, subtract, type Vec3 } from '../vector.ts';
import { EYE_RIM, LID_MARGINS } from './lid-margins.ts';
import { PIVOT, type Pose } from './performance.ts';
import type { Person } from './person.ts';
import { cornealFlux, pupilRadiusCm } from './pupil.ts';
import { screenPointToCamera, type Sitting } from './sitting.ts';

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
  const headLeft = multiply(pose.headRotation, [1, 0, 0]);
  const headUp = multiply(pose.headRotation, [0, 1, 0]);
  const headForward = multiply(pose.headRotation, [0, 0, 1]);
  const flux = cornealFlux(sitting.light, sitting.screen, sitting.distanceCm, pose.screenLevel);
  const vertex = (v: number): Vec3 => middleOf(headCamera, [v, v]);
  const eye = (i: 0 | 1): PosedEye => {
    const anatomy = person.eyes[i];
    const centre = headPointToCamera(pose, anatomy.centre);
    const edge = (margin: readonly number[]): LidCurve =>
      lidCurve(
        margin.map((v) => {
          const from = subtract(vertex(v), centre);
          return [dot(from, headLeft), dot(from, headUp)] as const;
        }),
      );
    const nasal = i === 0 ? headLeft : scale(headLeft, -1);
    const inner = vertex(EYE_RIM[i].inner);
    return {
      anatomy,
      centre,
      opticalAxis: multiply(pose.headRotation, pose.opticalAxes[i]),
      headLeft,
      headUp,
      headForward,
      upperLid: edge(LID_MARGINS[i]!.upper),
      lowerLid: edge(LID_MARGINS[i]!.lower),
      caruncle: add(inner, add(scale(nasal, -0.12), add(scale(headForward, -0.2), scale(headUp, -0.02)))),
      pupilRadius: pupilRadiusCm(flux, anatomy.ageYears, anatomy.pupilOffsetMm, pose.pupilScale),
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
