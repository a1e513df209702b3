/** A mesh that the renderer draws: positions in the head's space, albedo per vertex and, where it has one, a texture. */
import type { MeshTexture } from '../raster/texture.ts';

/** Some of a mesh's triangles with a texture of their own, over the same vertices. */
export interface MeshPart {
  readonly triangles: Uint32Array;
  readonly texture?: MeshTexture;
}

export interface Mesh {
  /** [V * 3] cm in the head's space: y up, z out of the face, x towards the person's left. */
  readonly positions: Float32Array;
  /** [T * 3] */
  readonly triangles: Uint32Array;
  /** [V * 3] linear reflectance; a texture multiplies it. */
  readonly albedo: Float32Array;
  /** [V] 1 moves with the head, 0 with the torso. */
  readonly headWeights: Float32Array;
  /** [V] share of the ambient light that reaches the vertex. */
  readonly openness: Float32Array;
  readonly twoSided: boolean;
  readonly opacity: number;
  /** [V] factor on the opacity, where it varies over the mesh. */
  readonly opacities?: Float32Array;
  readonly texture?: MeshTexture;
  /** What is drawn instead of `triangles` and `texture`, where charts differ; `triangles` still makes normals and shadows. */
  readonly parts?: readonly MeshPart[];
  /**
   * The texture's alpha and the opacities are blended, and the mesh is drawn after the eyes. Without it alpha below a half is
   * cut out. Meshes with an opacity below 1 are always blended.
   */
  readonly blended?: boolean;
  /** Strength of the specular highlight; a texture's gloss multiplies it. */
  readonly gloss: number;
  readonly castsShadow: boolean;
}

/**
 * Area-weighted vertex normals [V * 3] of triangles over positions; written to `out`.
 * @param ranges the vertices [from, to) that the triangles use
 */
export function computeNormals(
  positions: Float32Array,
  triangles: Uint32Array,
  ranges: readonly (readonly [number, number])[],
  out: Float32Array,
): void {
  for (const [from, to] of ranges) out.fill(0, 3 * from, 3 * to);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    out[a] = out[a]! + nx;
    out[a + 1] = out[a + 1]! + ny;
    out[a + 2] = out[a + 2]! + nz;
    out[b] = out[b]! + nx;
    out[b + 1] = out[b + 1]! + ny;
    out[b + 2] = out[b + 2]! + nz;
    out[c] = out[c]! + nx;
    out[c + 1] = out[c + 1]! + ny;
    out[c + 2] = out[c + 2]! + nz;
  }
  for (const [from, to] of ranges) {
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const x = out[i]!;
      const y = out[i + 1]!;
      const z = out[i + 2]!;
      const inverse = 1 / (Math.sqrt(x * x + y * y + z * z) || 1);
      out[i] = x * inverse;
      out[i + 1] = y * inverse;
      out[i + 2] = z * inverse;
    }
  }
}

/** How far a point of the head or neck follows the head's rotation: the chin does, the collar does not. */
export function headWeightAt(y: number, z: number): number {
  const t = (y + 0.35 * z + 11) / 5.5;
  const u = t < 0 ? 0 : t > 1 ? 1 : t;
  return u * u * (3 - 2 * u);
}
