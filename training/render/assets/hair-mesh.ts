/** Reads a hair mesh (Wavefront OBJ): positions, strand coordinates, and how far each vertex lies within its lock. */
import { readFileSync } from 'node:fs';

export interface HairMesh {
  readonly name: string;
  /** [V * 3] cm, in the mesh's own space; y up, z out of the face. */
  readonly positions: Float32Array;
  /** [V * 2] strand coordinates, cm: across the strands, and along them from tip to root. */
  readonly strandCm: Float32Array;
  /** [T * 3] */
  readonly triangles: Uint32Array;
  /** [V] connected component of each vertex: one lock of hair. */
  readonly locks: Uint16Array;
  /** [V] distance along the surface to the nearest open edge of the lock, cm. */
  readonly insideCm: Float32Array;
  /** Whether the style is made of small cards rather than of sheets. */
  readonly cards: boolean;
}

/** MakeHuman's unit is a decimetre. */
const CM_PER_UNIT = 10;
/** A style whose vertices mostly lie on open edges is made of cards. */
const CARD_SHARE = 0.9;

interface Corners {
  readonly positions: number[];
  readonly uvs: number[];
  /** Position index of each vertex: vertices are split where the texture is cut. */
  readonly origin: number[];
  readonly triangles: number[];
}

/** Reads vertices, texture coordinates and faces; polygons become fans. */
export function loadHairMesh(file: string, name: string): HairMesh {
  let corners = readCorners(readFileSync(file, 'utf8'));
  let inside = distanceToEdge(corners);
  const onEdge = inside.filter((d) => d === 0).length / inside.length;
  const cards = onEdge > CARD_SHARE;
  if (cards) {
    corners = subdivide(corners);
    inside = distanceToEdge(corners);
  }
  const scale = cmPerUv(corners);
  return {
    name,
    positions: Float32Array.from(corners.positions),
    strandCm: Float32Array.from(corners.uvs, (value) => value * scale),
    triangles: Uint32Array.from(corners.triangles),
    locks: labelComponents(corners),
    insideCm: inside,
    cards,
  };
}

function readCorners(text: string): Corners {
  const points: number[] = [];
  const texture: number[] = [];
  const out: Corners = { positions: [], uvs: [], origin: [], triangles: [] };
  const seen = new Map<string, number>();
  const vertexOf = (corner: string): number => {
    const known = seen.get(corner);
    if (known !== undefined) return known;
    const [point, uv] = corner.split('/').map((word) => Number.parseInt(word, 10) - 1) as [number, number];
    const index = out.origin.length;
    out.positions.push(points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!);
    out.uvs.push(texture[2 * uv] ?? 0, texture[2 * uv + 1] ?? 0);
    out.origin.push(point);
    seen.set(corner, index);
    return index;
  };
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'v') points.push(...words.slice(1, 4).map((w) => Number(w) * CM_PER_UNIT));
    if (words[0] === 'vt') texture.push(Number(words[1]), Number(words[2]));
    if (words[0] !== 'f') continue;
    const face = words.slice(1).map(vertexOf);
    for (let i = 2; i < face.length; i++) out.triangles.push(face[0]!, face[i - 1]!, face[i]!);
  }
  return out;
}

/** Names an edge, whichever way it is walked. */
const key = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Splits each triangle into four at the middles of its edges, so that a card has an inside. */
function subdivide(mesh: Corners): Corners {
  const out: Corners = {
    positions: mesh.positions.slice(),
    uvs: mesh.uvs.slice(),
    origin: mesh.origin.slice(),
    triangles: [],
  };
  let origins = Math.max(...mesh.origin) + 1;
  const middles = new Map<string, number>();
  const originOf = new Map<string, number>();
  const middleOf = (a: number, b: number): number => {
    const known = middles.get(key(a, b));
    if (known !== undefined) return known;
    const index = out.origin.length;
    for (let c = 0; c < 3; c++)
      out.positions.push((mesh.positions[3 * a + c]! + mesh.positions[3 * b + c]!) / 2);
    for (let c = 0; c < 2; c++) out.uvs.push((mesh.uvs[2 * a + c]! + mesh.uvs[2 * b + c]!) / 2);
    const pair = key(mesh.origin[a]!, mesh.origin[b]!);
    const origin = originOf.get(pair) ?? origins++;
    originOf.set(pair, origin);
    out.origin.push(origin);
    middles.set(key(a, b), index);
    return index;
  };
  for (let t = 0; t < mesh.triangles.length; t += 3) {
    const [a, b, c] = mesh.triangles.slice(t, t + 3) as [number, number, number];
    const [ab, bc, ca] = [middleOf(a, b), middleOf(b, c), middleOf(c, a)];
    out.triangles.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
  }
  return out;
}

/** Shortest way along mesh edges to an edge with one triangle only, cm [V] (Bellman-Ford sweeps). */
function distanceToEdge({ positions, origin, triangles }: Corners): Float32Array {
  const count = Math.max(...origin) + 1;
  const uses = new Map<number, number>();
  const lengths: [number, number, number][] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const v = triangles[t + k]!;
      const w = triangles[t + ((k + 1) % 3)]!;
      const [a, b] = [Math.min(origin[v]!, origin[w]!), Math.max(origin[v]!, origin[w]!)];
      const edge = a * count + b;
      const used = uses.get(edge) ?? 0;
      uses.set(edge, used + 1);
      if (used === 0)
        lengths.push([
          a,
          b,
          Math.hypot(
            positions[3 * v]! - positions[3 * w]!,
            positions[3 * v + 1]! - positions[3 * w + 1]!,
            positions[3 * v + 2]! - positions[3 * w + 2]!,
          ),
        ]);
    }
  }
  const distance = new Float32Array(count).fill(Infinity);
  for (const [edge, used] of uses) {
    // The diagonals of a fan are shared; an outline is not.
    if (used !== 1) continue;
    distance[Math.floor(edge / count)] = 0;
    distance[edge % count] = 0;
  }
  for (let sweep = 0; sweep < 12; sweep++)
    for (const [a, b, size] of lengths) {
      distance[a] = Math.min(distance[a]!, distance[b]! + size);
      distance[b] = Math.min(distance[b]!, distance[a]! + size);
    }
  return Float32Array.from(origin, (o) => Math.min(99, distance[o]!));
}

/** The strand map's scale: the square root of the ratio of areas, median over the triangles. */
function cmPerUv({ positions, uvs, triangles }: Corners): number {
  const ratios: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = triangles.slice(t, t + 3) as [number, number, number];
    const p = (v: number, w: number, k: number): number => positions[3 * w + k]! - positions[3 * v + k]!;
    const area = Math.hypot(
      p(a, b, 1) * p(a, c, 2) - p(a, b, 2) * p(a, c, 1),
      p(a, b, 2) * p(a, c, 0) - p(a, b, 0) * p(a, c, 2),
      p(a, b, 0) * p(a, c, 1) - p(a, b, 1) * p(a, c, 0),
    );
    const q = (v: number, w: number, k: number): number => uvs[2 * w + k]! - uvs[2 * v + k]!;
    const flat = Math.abs(q(a, b, 0) * q(a, c, 1) - q(a, b, 1) * q(a, c, 0));
    if (flat > 1e-9) ratios.push(area / flat);
  }
  ratios.sort((x, y) => x - y);
  return Math.sqrt(ratios[ratios.length >> 1] ?? 1);
}

/** Labels the connected components of a mesh (union-find with path halving). */
function labelComponents({ origin, triangles }: Corners): Uint16Array {
  const parent = Uint32Array.from({ length: Math.max(...origin) + 1 }, (_, v) => v);
  const find = (start: number): number => {
    let v = start;
    while (parent[v] !== v) {
      parent[v] = parent[parent[v]!]!;
      v = parent[v]!;
    }
    return v;
  };
  for (let t = 0; t < triangles.length; t += 3)
    for (let k = 1; k < 3; k++) parent[find(origin[triangles[t + k]!]!)] = find(origin[triangles[t]!]!);
  const labels = new Map<number, number>();
  return Uint16Array.from(origin, (o) => {
    const root = find(o);
    if (!labels.has(root)) labels.set(root, labels.size);
    return labels.get(root)!;
  });
}
