/** Moves vertices: expression shapes, head and torso to camera axes, camera axes to the target. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import { PIVOT, type Pose } from '../scene/performance.ts';

/** Vertex ranges [from, to) of a buffer. */
export type Ranges = readonly (readonly [number, number])[];

/**
 * Adds weighted shapes to the head at rest; both [V * 3] cm.
 * @throws RangeError when the head has no shape of that name.
 */
export function applyExpression(
  facekit: Facekit,
  rest: Float32Array,
  expression: ReadonlyMap<string, number>,
  out: Float32Array,
): void {
  out.set(rest);
  for (const [name, weight] of expression) {
    const shape = facekit.expressions.get(name);
    if (!shape) throw new RangeError(`The head has no expression shape '${name}'.`);
    if (Math.abs(weight) < 1e-3) continue;
    const { indices, offsets } = shape;
    for (let k = 0; k < indices.length; k++) {
      const vertex = indices[k]!;
      // The recessed eyeballs hold still: only what is around them moves.
      if (vertex >= RANGES.scleraLeft[0] && vertex < RANGES.lashes[0]) continue;
      const i = vertex * 3;
      out[i] = out[i]! + weight * offsets[3 * k]!;
      out[i + 1] = out[i + 1]! + weight * offsets[3 * k + 1]!;
      out[i + 2] = out[i + 2]! + weight * offsets[3 * k + 2]!;
    }
  }
}

/** Head space to camera axes, with the neck blending head and torso; [V * 3] cm written to `out`. */
export function place(
  positions: Float32Array,
  headWeights: Float32Array,
  pose: Pose,
  ranges: Ranges,
  out: Float32Array,
): void {
  const h = Float64Array.from(pose.headRotation);
  const t = Float64Array.from(pose.torsoRotation);
  const [ox, oy, oz] = pose.pivotCamera;
  for (const [from, to] of ranges) {
    for (let v = from; v < to; v++) {
      const w = headWeights[v]!;
      const i = 3 * v;
      const x = positions[i]! - PIVOT[0];
      const y = positions[i + 1]! - PIVOT[1];
      const z = positions[i + 2]! - PIVOT[2];
      let px = 0;
      let py = 0;
      let pz = 0;
      if (w > 0) {
        px = w * (h[0]! * x + h[1]! * y + h[2]! * z);
        py = w * (h[3]! * x + h[4]! * y + h[5]! * z);
        pz = w * (h[6]! * x + h[7]! * y + h[8]! * z);
      }
      if (w < 1) {
        px += (1 - w) * (t[0]! * x + t[1]! * y + t[2]! * z);
        py += (1 - w) * (t[3]! * x + t[4]! * y + t[5]! * z);
        pz += (1 - w) * (t[6]! * x + t[7]! * y + t[8]! * z);
      }
      out[i] = ox + px;
      out[i + 1] = oy + py;
      out[i + 2] = oz + pz;
    }
  }
}

/** Camera axes to samples of the target and 1 / z; behind the camera 1 / z is 0. */
export function project(
  camera: Float32Array,
  ranges: Ranges,
  focal: number,
  width: number,
  height: number,
  out: Float32Array,
): void {
  for (const [from, to] of ranges) {
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const inverse = camera[i + 2]! > 1 ? 1 / camera[i + 2]! : 0;
      out[i] = camera[i]! * focal * inverse + width / 2;
      out[i + 1] = camera[i + 1]! * focal * inverse + height / 2;
      out[i + 2] = inverse;
    }
  }
}
