/** A mesh that the renderer draws: positions in the head's space, albedo per vertex. */

export interface Mesh {
  /** [V * 3] cm in the head's space: y up, z out of the face, x towards the person's left. */
  readonly positions: Float32Array;
  /** [T * 3] */
  readonly triangles: Uint32Array;
  /** [V * 3] linear reflectance. */
  readonly albedo: Float32Array;
  /** [V] 1 moves with the head, 0 with the torso. */
  readonly headWeights: Float32Array;
  /** [V] share of the ambient light that reaches the vertex. */
  readonly openness: Float32Array;
  readonly twoSided: boolean;
  readonly opacity: number;
  /** [V] factor on the opacity, where it varies over the mesh. */
  readonly opacities?: Float32Array;
  /** Strength of the specular highlight. */
  readonly gloss: number;
  readonly castsShadow: boolean;
}

/** Area-weighted vertex normals [V * 3] of triangles over positions; written to `out`. */
export function computeNormals(positions: Float32Array, triangles: Uint32Array, out: Float32Array): void {
  out.fill(0);
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
  for (let v = 0; v < out.length; v += 3) {
    const size = Math.sqrt(out[v]! ** 2 + out[v + 1]! ** 2 + out[v + 2]! ** 2) || 1;
    out[v] = out[v]! / size;
    out[v + 1] = out[v + 1]! / size;
    out[v + 2] = out[v + 2]! / size;
  }
}

/** How far a point of the head or neck follows the head's rotation: the chin does, the collar does not. */
export function headWeightAt(y: number, z: number): number {
  const t = (y + 0.35 * z + 11) / 5.5;
  const u = t < 0 ? 0 : t > 1 ? 1 : t;
  return u * u * (3 - 2 * u);
}
