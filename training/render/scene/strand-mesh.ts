/** Hair as the renderer draws it: a mesh whose surface is a map of strands. */
import type { HairKind } from '../raster/strand-texture.ts';
import type { Vec3 } from '../vector.ts';
import { headWeightAt, type Mesh } from './mesh.ts';

export interface Strands {
  readonly kind: HairKind;
  /** [V * 2] cm across the strands and along them; looked up in the strand map. */
  readonly uvCm: Float32Array;
  /** [V] how dense the hair is: 0 no strand is left, 1 all. */
  readonly cover: Float32Array;
  /** [V * 3] unit, head space, away from the skull. */
  readonly normals: Float32Array;
  /** [V * 3] unit, head space, along the strand. */
  readonly tangents: Float32Array;
  /** What light takes on that goes through the strands: the second highlight's colour. */
  readonly tint: Vec3;
  /** Strength of the highlights. */
  readonly sheen: number;
  /** Of those who are partly grey. */
  readonly salt?: Salt | undefined;
}

/** Strands with and without pigment. */
export interface Salt {
  /** Share of grey strands. */
  readonly grey: number;
  /** Brightness of grey and of coloured strands against the mean of all. */
  readonly bright: number;
  readonly dark: number;
}

export interface StrandMesh extends Mesh {
  readonly strands: Strands;
}

export const isStrandMesh = (mesh: Mesh): mesh is StrandMesh => 'strands' in mesh;

/** Middle of the skull, head space, cm. */
export const SKULL_CENTRE: Vec3 = [0, 5, 0];

/** What a style's vertices are made of before they become a mesh. */
export interface StrandParts {
  readonly positions: Float32Array;
  readonly triangles: Uint32Array;
  readonly uvCm: Float32Array;
  readonly cover: Float32Array;
  readonly albedo: Float32Array;
  readonly openness: Float32Array;
}

/** Joins parts into a mesh with normals that lean outwards and tangents along the strand coordinate. */
export function createStrandMesh(
  parts: StrandParts,
  kind: HairKind,
  tint: Vec3,
  sheen: number,
  salt?: Salt,
): StrandMesh {
  const { positions, triangles, uvCm, cover, albedo, openness } = parts;
  const count = positions.length / 3;
  const normals = new Float32Array(count * 3);
  const tangents = new Float32Array(count * 3);
  addFaces(positions, triangles, uvCm, normals, tangents);
  for (let v = 0; v < count; v++) {
    const i = 3 * v;
    const rx = positions[i]! - SKULL_CENTRE[0];
    const ry = (positions[i + 1]! - SKULL_CENTRE[1]) * (positions[i + 1]! < 2 ? 0.2 : 1);
    const rz = positions[i + 2]! - SKULL_CENTRE[2];
    const far = 1 / (Math.hypot(rx, ry, rz) || 1);
    const size = 1 / (Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) || 1);
    const outward = normals[i]! * rx + normals[i + 1]! * ry + normals[i + 2]! * rz < 0 ? -1 : 1;
    // Light comes through the outer strands: shading follows the head as much as the surface.
    const n = [rx, ry, rz].map((r, c) => 0.55 * r * far + 0.6 * outward * size * normals[i + c]!);
    const nSize = 1 / (Math.hypot(n[0]!, n[1]!, n[2]!) || 1);
    const tSize = 1 / (Math.hypot(tangents[i]!, tangents[i + 1]!, tangents[i + 2]!) || 1);
    for (let c = 0; c < 3; c++) {
      normals[i + c] = n[c]! * nSize;
      tangents[i + c] = tangents[i + c]! * tSize;
    }
  }
  return {
    positions,
    triangles,
    albedo,
    openness,
    headWeights: Float32Array.from({ length: count }, (_, v) =>
      headWeightAt(positions[3 * v + 1]!, positions[3 * v + 2]!),
    ),
    twoSided: true,
    opacity: 1,
    blended: true,
    gloss: 0,
    castsShadow: true,
    strands: { kind, uvCm, cover, normals, tangents, tint, sheen, salt },
  };
}

/** Sums face normals and the directions in which the second strand coordinate grows. */
function addFaces(
  positions: Float32Array,
  triangles: Uint32Array,
  uvCm: Float32Array,
  normals: Float32Array,
  tangents: Float32Array,
): void {
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const e = (v: number, k: number): number => positions[3 * v + k]! - positions[3 * a + k]!;
    const du1 = uvCm[2 * b]! - uvCm[2 * a]!;
    const dv1 = uvCm[2 * b + 1]! - uvCm[2 * a + 1]!;
    const du2 = uvCm[2 * c]! - uvCm[2 * a]!;
    const dv2 = uvCm[2 * c + 1]! - uvCm[2 * a + 1]!;
    const turn = du1 * dv2 - dv1 * du2;
    const sign = turn < 0 ? -1 : 1;
    const n = [
      e(b, 1) * e(c, 2) - e(b, 2) * e(c, 1),
      e(b, 2) * e(c, 0) - e(b, 0) * e(c, 2),
      e(b, 0) * e(c, 1) - e(b, 1) * e(c, 0),
    ];
    for (const v of [a, b, c])
      for (let k = 0; k < 3; k++) {
        normals[3 * v + k] = normals[3 * v + k]! + n[k]!;
        tangents[3 * v + k] = tangents[3 * v + k]! + sign * (du1 * e(c, k) - du2 * e(b, k));
      }
  }
}

/** One mesh out of several of the same kind of hair. */
export function joinParts(parts: readonly StrandParts[]): StrandParts {
  const total = (of: (p: StrandParts) => { length: number }): number =>
    parts.reduce((sum, p) => sum + of(p).length, 0);
  const floats = (of: (p: StrandParts) => Float32Array): Float32Array => {
    const out = new Float32Array(total(of));
    let at = 0;
    for (const part of parts) {
      out.set(of(part), at);
      at += of(part).length;
    }
    return out;
  };
  const triangles = new Uint32Array(total((p) => p.triangles));
  let at = 0;
  let base = 0;
  for (const part of parts) {
    for (let k = 0; k < part.triangles.length; k++) triangles[at++] = part.triangles[k]! + base;
    base += part.positions.length / 3;
  }
  return {
    positions: floats((p) => p.positions),
    triangles,
    uvCm: floats((p) => p.uvCm),
    cover: floats((p) => p.cover),
    albedo: floats((p) => p.albedo),
    openness: floats((p) => p.openness),
  };
}
