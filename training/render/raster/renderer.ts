/** Draws a posed person into a supersampled target. */
import { RANGES, type Facekit } from '../assets/facekit.ts';
import { computeNormals, type Mesh } from '../scene/mesh.ts';
import { PIVOT, type Pose } from '../scene/performance.ts';
import type { Person } from '../scene/person.ts';
import { screenPointToCamera, type Sitting } from '../scene/sitting.ts';
import { add, multiply, scale, subtract, type Mat3, type Vec3 } from '../vector.ts';
import { paintEye, type PosedEye } from './eye-painter.ts';
import { createLighting, shadeVertices, type Lighting } from './lighting.ts';
import { clearTarget, createTarget, drawTriangles, type Target } from './rasterizer.ts';
import { aimShadowMap, createShadowMap, drawShadow } from './shadow-map.ts';

/** Samples per pixel and axis. */
export const SUPERSAMPLING = 2;

/** Vertices of the eyes' rims on the head: [right, left]. @see https://github.com/ICT-VGL/ICT-FaceKit (Multi-PIE landmarks) */
export const EYE_RIM = [
  { outer: 1507, inner: 1528, upper: [1537, 1542], lower: [1511, 1518] },
  { outer: 3721, inner: 3742, upper: [3751, 3756], lower: [3725, 3732] },
] as const;

/** A drawn frame: its samples and where the head's vertices came to lie. */
export interface Drawing {
  readonly target: Target;
  /** [V * 3] the head's vertices, cm, camera axes. */
  readonly headCamera: Float32Array;
  readonly eyes: readonly [PosedEye, PosedEye];
  /** Focal length in pixels of the final picture. */
  readonly focalPx: number;
}

export interface Renderer {
  draw(person: Person, sitting: Sitting, pose: Pose): Drawing;
}

const SKIN_RANGES = [[0, RANGES.eyeSockets[1]], RANGES.scleraLeft, RANGES.scleraRight] as const;
const LASH_RANGES = [RANGES.lashes] as const;
const HEAD_RANGES = [...SKIN_RANGES, ...LASH_RANGES] as const;

/** Creates a renderer for pictures of one size; its buffers are used again for each frame. */
export function createRenderer(facekit: Facekit, widthPx: number, heightPx: number): Renderer {
  const target = createTarget(widthPx * SUPERSAMPLING, heightPx * SUPERSAMPLING);
  const shadows = createShadowMap(192);
  const moved = new Float32Array(facekit.neutral.length);
  const scratch = new Scratch();
  let lit: { sitting: Sitting; lighting: Lighting } | undefined;

  return {
    draw(person, sitting, pose) {
      const focalPx = heightPx / 2 / Math.tan((sitting.camera.verticalFovDeg * Math.PI) / 360);
      const focal = focalPx * SUPERSAMPLING;
      if (lit?.sitting !== sitting)
        lit = {
          sitting,
          lighting: createLighting(
            sitting.light,
            [0, 0, sitting.distanceCm],
            screenPointToCamera(sitting, 0.5, 0.5),
          ),
        };
      const { lighting } = lit;
      clearTarget(target);
      applyExpression(facekit, person.head, pose.expression, moved);

      const meshes: {
        mesh: Mesh;
        ranges: readonly (readonly [number, number])[];
        positions: Float32Array;
      }[] = [
        { mesh: person.skin, ranges: SKIN_RANGES, positions: moved },
        {
          mesh: sitting.torso,
          ranges: [[0, sitting.torso.positions.length / 3]],
          positions: sitting.torso.positions,
        },
      ];
      if (person.hair)
        meshes.push({
          mesh: person.hair,
          ranges: [[0, person.hair.positions.length / 3]],
          positions: person.hair.positions,
        });
      meshes.push({ mesh: person.lashes, ranges: LASH_RANGES, positions: moved });

      aimShadowMap(shadows, sitting.light.keyDirection, add(pose.pivotCamera, [0, 4, 0]), 26);
      const placed = meshes.map(({ mesh, ranges, positions }, slot) => {
        const buffers = scratch.take(slot, positions.length);
        computeNormals(positions, mesh.triangles, buffers.normals);
        place(
          positions,
          buffers.normals,
          mesh.headWeights,
          pose,
          mesh === person.skin ? HEAD_RANGES : ranges,
          buffers,
        );
        if (mesh.castsShadow && sitting.light.keyStrength > 0.01)
          drawShadow(shadows, buffers.camera, ranges, mesh.triangles, buffers.projected);
        return { mesh, ranges, buffers };
      });
      const headCamera = placed[0]!.buffers.camera;
      const eyes = poseEyes(person, sitting, pose, headCamera);
      for (const { mesh, ranges, buffers } of placed) {
        const surface = { ...mesh, positions: buffers.camera, normals: buffers.cameraNormals };
        shadeVertices(surface, lighting, shadows, pose.screenLevel, ranges, buffers.colours);
        project(buffers.camera, ranges, focal, target.width, target.height, buffers.projected);
        // Lashes are blended over the eyes, so the eyes come before them.
        if (mesh === person.lashes)
          for (const eye of eyes) paintEye(target, eye, lighting, shadows, pose.screenLevel, focal);
        drawTriangles(target, { points: buffers.projected, colours: buffers.colours }, mesh.triangles, mesh);
      }
      return { target, headCamera, eyes, focalPx };
    },
  };
}

interface Buffers {
  readonly normals: Float32Array;
  readonly camera: Float32Array;
  readonly cameraNormals: Float32Array;
  readonly projected: Float32Array;
  readonly colours: Float32Array;
}

/** Vertex buffers by mesh slot, grown when a mesh needs more. */
class Scratch {
  private readonly slots: Buffers[] = [];

  take(slot: number, length: number): Buffers {
    let buffers = this.slots[slot];
    if (!buffers || buffers.normals.length !== length) {
      const make = (): Float32Array => new Float32Array(length);
      buffers = {
        normals: make(),
        camera: make(),
        cameraNormals: make(),
        projected: make(),
        colours: make(),
      };
      this.slots[slot] = buffers;
    }
    return buffers;
  }
}

/** Adds weighted shapes to the head at rest; both [V * 3]. */
function applyExpression(
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
      const i = indices[k]! * 3;
      // The recessed eyeballs hold still: only what is around them moves.
      if (indices[k]! >= RANGES.scleraLeft[0] && indices[k]! < RANGES.lashes[0]) continue;
      out[i] = out[i]! + weight * offsets[3 * k]!;
      out[i + 1] = out[i + 1]! + weight * offsets[3 * k + 1]!;
      out[i + 2] = out[i + 2]! + weight * offsets[3 * k + 2]!;
    }
  }
}

/** Head space to camera axes, with the neck blending head and torso. */
function place(
  positions: Float32Array,
  normals: Float32Array,
  headWeights: Float32Array,
  pose: Pose,
  ranges: readonly (readonly [number, number])[],
  out: Buffers,
): void {
  const h = pose.headRotation;
  const t = pose.torsoRotation;
  const m = new Float64Array(9);
  const [ox, oy, oz] = pose.pivotCamera;
  const { camera, cameraNormals } = out;
  for (const [from, to] of ranges) {
    for (let v = from; v < to; v++) {
      const w = headWeights[v]!;
      for (let k = 0; k < 9; k++)
        m[k] = w * (h as ArrayLike<number>)[k]! + (1 - w) * (t as ArrayLike<number>)[k]!;
      const i = 3 * v;
      const x = positions[i]! - PIVOT[0];
      const y = positions[i + 1]! - PIVOT[1];
      const z = positions[i + 2]! - PIVOT[2];
      camera[i] = ox + m[0]! * x + m[1]! * y + m[2]! * z;
      camera[i + 1] = oy + m[3]! * x + m[4]! * y + m[5]! * z;
      camera[i + 2] = oz + m[6]! * x + m[7]! * y + m[8]! * z;
      const nx = normals[i]!;
      const ny = normals[i + 1]!;
      const nz = normals[i + 2]!;
      cameraNormals[i] = m[0]! * nx + m[1]! * ny + m[2]! * nz;
      cameraNormals[i + 1] = m[3]! * nx + m[4]! * ny + m[5]! * nz;
      cameraNormals[i + 2] = m[6]! * nx + m[7]! * ny + m[8]! * nz;
    }
  }
}

function project(
  camera: Float32Array,
  ranges: readonly (readonly [number, number])[],
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

/** A point of the head's space in camera axes, moving with the head. */
export function headPointToCamera(pose: Pose, point: Vec3): Vec3 {
  return add(pose.pivotCamera, multiply(pose.headRotation, subtract(point, PIVOT)));
}

function poseEyes(
  person: Person,
  sitting: Sitting,
  pose: Pose,
  headCamera: Float32Array,
): readonly [PosedEye, PosedEye] {
  const corner = screenPointToCamera(sitting, 0, 0);
  const headUp = multiply(pose.headRotation as Mat3, [0, 1, 0]);
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

/** Midpoint of two vertices of a [V * 3] buffer. */
export function middleOf(positions: Float32Array, [a, b]: readonly [number, number]): Vec3 {
  const at = (v: number): Vec3 => [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!];
  return scale(add(at(a), at(b)), 0.5);
}
