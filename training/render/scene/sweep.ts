/** Meshes swept along lines: rims, temples, bands, booms and fingers. */
import { cross, normalize, subtract, type Vec3 } from '../vector.ts';
import type { Mesh } from './mesh.ts';

/** A cross-section's half width across and half height along the given up direction, cm. */
export interface SweepPoint {
  readonly at: Vec3;
  readonly across: number;
  readonly along: number;
  /** What the section's height points to; need not be unit or square to the line. */
  readonly up: Vec3;
}

export interface Shape {
  readonly positions: number[];
  readonly triangles: number[];
}

/** A tube of elliptic or, with four sides, square section through the points; open lines get caps. */
export function sweep(points: readonly SweepPoint[], closed: boolean, sides = 6): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  const count = points.length;
  points.forEach((point, i) => {
    const before = points[closed ? (i + count - 1) % count : Math.max(0, i - 1)]!;
    const after = points[closed ? (i + 1) % count : Math.min(count - 1, i + 1)]!;
    const tangent = normalize(subtract(after.at, before.at));
    const side = normalize(cross(point.up, tangent));
    const up = cross(tangent, side);
    for (let k = 0; k < sides; k++) {
      const angle = ((k + 0.5) / sides) * 2 * Math.PI;
      const reach = sides === 4 ? Math.SQRT2 : 1;
      const c = Math.cos(angle) * point.across * reach;
      const s = Math.sin(angle) * point.along * reach;
      for (let axis = 0; axis < 3; axis++)
        positions.push(point.at[axis]! + side[axis as 0]! * c + up[axis as 0]! * s);
    }
  });
  for (let i = 0; i < (closed ? count : count - 1); i++)
    for (let k = 0; k < sides; k++) {
      const a = i * sides + k;
      const b = i * sides + ((k + 1) % sides);
      const c = ((i + 1) % count) * sides + k;
      const d = ((i + 1) % count) * sides + ((k + 1) % sides);
      triangles.push(a, b, c, b, d, c);
    }
  if (!closed)
    for (let k = 1; k + 1 < sides; k++) {
      triangles.push(0, k + 1, k);
      const last = (count - 1) * sides;
      triangles.push(last, last + k, last + k + 1);
    }
  return { positions, triangles };
}

/** An ellipsoid about a middle, radii along x, y and z. */
export function ellipsoid(at: Vec3, radii: Vec3, rows = 8, columns = 12): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let row = 0; row <= rows; row++) {
    const polar = (row / rows) * Math.PI;
    for (let column = 0; column < columns; column++) {
      const angle = (column / columns) * 2 * Math.PI;
      positions.push(
        at[0] + radii[0] * Math.sin(polar) * Math.cos(angle),
        at[1] + radii[1] * Math.cos(polar),
        at[2] + radii[2] * Math.sin(polar) * Math.sin(angle),
      );
      if (row === rows) continue;
      const a = row * columns + column;
      const b = row * columns + ((column + 1) % columns);
      triangles.push(a, b, a + columns, b, b + columns, a + columns);
    }
  }
  return { positions, triangles };
}

/** What a mesh made of shapes looks like. */
export interface Finish {
  /** Reflectance at a point of the head's space. */
  readonly colour: (x: number, y: number, z: number) => Vec3;
  readonly gloss: number;
  readonly blended?: boolean;
  /** 1 moves with the head, 0 with the torso. */
  readonly headWeight?: number;
}

/** Joins shapes into one mesh of the head's space. */
export function toMesh(shapes: readonly Shape[], finish: Finish): Mesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (const part of shapes) {
    const base = positions.length / 3;
    for (const value of part.positions) positions.push(value);
    for (const index of part.triangles) triangles.push(base + index);
  }
  const count = positions.length / 3;
  const albedo = new Float32Array(positions.length);
  for (let v = 0; v < count; v++)
    albedo.set(finish.colour(positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!), 3 * v);
  return {
    positions: Float32Array.from(positions),
    triangles: Uint32Array.from(triangles),
    albedo,
    headWeights: new Float32Array(count).fill(finish.headWeight ?? 1),
    openness: new Float32Array(count).fill(0.9),
    twoSided: true,
    opacity: 1,
    ...(finish.blended && { blended: true }),
    gloss: finish.gloss,
    castsShadow: true,
  };
}

/** One mesh out of several of the same make. */
export function joinMeshes(parts: readonly Mesh[]): Mesh {
  const floats = (of: (mesh: Mesh) => Float32Array): Float32Array => {
    const out = new Float32Array(parts.reduce((sum, mesh) => sum + of(mesh).length, 0));
    let at = 0;
    for (const mesh of parts) {
      out.set(of(mesh), at);
      at += of(mesh).length;
    }
    return out;
  };
  const triangles = new Uint32Array(parts.reduce((sum, mesh) => sum + mesh.triangles.length, 0));
  let at = 0;
  let base = 0;
  for (const mesh of parts) {
    for (const index of mesh.triangles) triangles[at++] = index + base;
    base += mesh.positions.length / 3;
  }
  return {
    ...parts[0]!,
    positions: floats((mesh) => mesh.positions),
    triangles,
    albedo: floats((mesh) => mesh.albedo),
    headWeights: floats((mesh) => mesh.headWeights),
    openness: floats((mesh) => mesh.openness),
  };
}
