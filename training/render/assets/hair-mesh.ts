/** Reads a hair mesh (Wavefront OBJ) as positions and triangles. */
import { readFileSync } from 'node:fs';

export interface HairMesh {
  readonly name: string;
  /** [V * 3] cm, in the mesh's own space; y up, z out of the face. */
  readonly positions: Float32Array;
  /** [T * 3] */
  readonly triangles: Uint32Array;
  /** [V] connected component of each vertex: one lock of hair. */
  readonly locks: Uint16Array;
}

/** MakeHuman's unit is a decimetre. */
const CM_PER_UNIT = 10;

/** Reads vertices and faces; polygons become fans. */
export function loadHairMesh(file: string, name: string): HairMesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'v') positions.push(...words.slice(1, 4).map((w) => Number(w) * CM_PER_UNIT));
    if (words[0] !== 'f') continue;
    const corners = words.slice(1).map((w) => Number.parseInt(w, 10) - 1);
    for (let i = 2; i < corners.length; i++) triangles.push(corners[0]!, corners[i - 1]!, corners[i]!);
  }
  const count = positions.length / 3;
  return {
    name,
    positions: Float32Array.from(positions),
    triangles: Uint32Array.from(triangles),
    locks: labelComponents(count, triangles),
  };
}

/** Labels the connected components of a mesh (union-find with path halving). */
function labelComponents(count: number, triangles: readonly number[]): Uint16Array {
  const parent = Uint32Array.from({ length: count }, (_, i) => i);
  const find = (v: number): number => {
    let root = v;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const root = find(triangles[t]!);
    parent[find(triangles[t + 1]!)] = root;
    parent[find(triangles[t + 2]!)] = root;
  }
  return Uint16Array.from(parent, (_, v) => find(v));
}
