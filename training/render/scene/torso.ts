/** Neck base, shoulders and chest in a garment: a tube lofted through superellipses. */
import type { Random } from '../random.ts';
import { smoothBetween, valueNoise } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import type { Mesh } from './mesh.ts';
import { sweep, toMesh, type Shape, type SweepPoint } from './sweep.ts';

/** Height, half width, half depth and middle of a ring, cm in the head's space. */
type Ring = readonly [y: number, halfWidth: number, halfDepth: number, z: number];
const RINGS: readonly Ring[] = [
  [-10.3, 7.6, 7.6, -1.3],
  [-10.9, 9.9, 8.5, -1.9],
  [-12.1, 13.4, 9.6, -2.3],
  [-14.8, 16.6, 10, -2.2],
  [-16.6, 19.4, 10.8, -2.2],
  [-19.5, 21.4, 11.6, -2],
  [-24, 22.6, 12.4, -1.6],
  [-34, 21.5, 13, -1.2],
  [-50, 20, 13.5, -1],
  [-80, 20, 14, -1],
];
const SEGMENTS = 48;
const ROWS_PER_RING = 4;

type Collar = 'crew' | 'v-neck' | 'shirt' | 'hoodie' | 'turtleneck' | 'blazer' | 'scarf';
const COLLARS: readonly Collar[] = [
  'crew',
  'crew',
  'crew',
  'v-neck',
  'v-neck',
  'shirt',
  'shirt',
  'hoodie',
  'hoodie',
  'turtleneck',
  'blazer',
  'scarf',
];

/** Draws a garment: its collar, one colour, sometimes stripes, checks or a dark jacket over it. */
export function createTorso(random: Random): Mesh {
  const kind = random.fork('collar').pick(COLLARS);
  const style = random.fork('style');
  const vDepthCm = kind === 'v-neck' || kind === 'blazer' || kind === 'shirt' ? style.uniform(2.5, 7) : 0;
  const checks = style.chance(kind === 'shirt' ? 0.4 : 0.06) ? style.uniform(1.4, 3.2) : 0;
  const build = random.uniform(0.88, 1.12);
  const collar = random.uniform(-0.8, 0.6);
  const hue: Vec3 = [random.uniform(0.02, 0.7), random.uniform(0.02, 0.7), random.uniform(0.02, 0.7)];
  const grey = random.uniform(0, 0.9);
  const level = random.chance(0.35) ? random.uniform(0.03, 0.12) : random.uniform(0.3, 1);
  const mean = (hue[0] + hue[1] + hue[2]) / 3;
  const colour = hue.map((c) => (c + (mean - c) * grey) * level) as unknown as Vec3;
  const stripes = random.chance(0.2) ? random.uniform(1.2, 4) : 0;
  const jacket = random.chance(0.08) || kind === 'blazer';
  const seed = Math.floor(random.uniform(0, 2 ** 31));

  const rows = (RINGS.length - 1) * ROWS_PER_RING + 1;
  const count = rows * SEGMENTS;
  const positions = new Float32Array(count * 3);
  const albedo = new Float32Array(count * 3);
  for (let row = 0; row < rows; row++) {
    const at = row / ROWS_PER_RING;
    const lower = RINGS[Math.min(RINGS.length - 2, Math.floor(at))]!;
    const upper = RINGS[Math.min(RINGS.length - 1, Math.floor(at) + 1)]!;
    const t = at - Math.min(RINGS.length - 2, Math.floor(at));
    const ring = lower.map((value, i) => value + (upper[i]! - value) * t) as unknown as Ring;
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const angle = (segment / SEGMENTS) * 2 * Math.PI;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const i = (row * SEGMENTS + segment) * 3;
      const widen = row < ROWS_PER_RING ? 1 : build;
      const fold =
        1 +
        0.03 * valueNoise(cos * 3, ring[0] * 0.25, sin * 3, seed) +
        0.02 *
          smoothBetween(-13, -18, ring[0]) *
          valueNoise(cos * 4 + ring[0] * 0.3, ring[0] * 0.2, sin * 4, seed + 3);
      positions[i] = Math.sign(sin) * Math.abs(sin) ** 0.85 * ring[1] * widen * fold;
      positions[i + 1] =
        ring[0] +
        (row < ROWS_PER_RING ? collar : 0) * (1 - at) -
        0.6 * Math.max(0, cos) * (at < 1 ? 1 : 0) -
        // The front of a V: lower towards the middle, and less so the farther down the chest.
        vDepthCm * Math.max(0, 1 - Math.abs(Math.atan2(sin, cos)) / 0.62) * Math.max(0, 1 - at / 4);
      positions[i + 2] = ring[3] + Math.sign(cos) * Math.abs(cos) ** 0.85 * ring[2] * fold;
      const open = jacket && cos > 0.55 - smoothBetween(-14, -40, ring[0]) * -0.3 ? 1 : 0;
      const stripe = stripes > 0 && Math.sin(ring[0] * stripes) > 0.2 ? 0.45 : 1;
      const check =
        checks > 0 && (Math.sin(ring[0] * checks) > 0.4 || Math.sin(positions[i]! * checks) > 0.4) ? 0.5 : 1;
      const crease = 1 + 0.16 * valueNoise(cos * 3 + ring[0] * 0.22, ring[0] * 0.12, sin * 3, seed + 2);
      const shade =
        check *
        crease *
        (jacket && !open ? 0.25 : stripe) *
        (1 + 0.12 * valueNoise(cos * 9, ring[0] * 0.9, sin * 9, seed + 1));
      for (let c = 0; c < 3; c++) albedo[i + c] = colour[c]! * shade;
    }
  }
  const triangles: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const a = row * SEGMENTS + segment;
      const b = row * SEGMENTS + ((segment + 1) % SEGMENTS);
      triangles.push(a, a + SEGMENTS, b + SEGMENTS, a, b + SEGMENTS, b);
    }
  }
  const body: Mesh = {
    positions,
    triangles: Uint32Array.from(triangles),
    albedo,
    headWeights: new Float32Array(count),
    openness: Float32Array.from({ length: count }, (_, v) => (v < 6 * SEGMENTS ? 0.6 : 0.9)),
    twoSided: true,
    opacity: 1,
    gloss: 0,
    castsShadow: true,
  };
  const second: Vec3 = style.chance(0.5)
    ? colour
    : [style.uniform(0.03, 0.6), style.uniform(0.03, 0.6), style.uniform(0.03, 0.6)];
  const plain = kind === 'scarf' ? second : jacket && kind === 'blazer' ? scaled(colour, 0.22) : colour;
  const around = collarShapes(kind, vDepthCm, style);
  if (around.length === 0) return body;
  const cloth = toMesh(around, {
    colour: (x, y, z) => scaled(plain, 1 + 0.22 * valueNoise(x * 0.8, y * 0.8, z * 0.8, seed + 4)),
    gloss: 0,
    headWeight: 0,
  });
  return joinMeshes(body, cloth);
}

const scaled = (c: Vec3, by: number): Vec3 => [c[0] * by, c[1] * by, c[2] * by];

/** What stands or lies around the neck. */
function collarShapes(kind: Collar, vDepthCm: number, random: Random): Shape[] {
  const ring = (
    y: number,
    halfWidth: number,
    halfDepth: number,
    z: number,
    thick: number,
    high: number,
  ): Shape =>
    sweep(
      Array.from({ length: 28 }, (_, k): SweepPoint => {
        const angle = (k / 28) * 2 * Math.PI;
        const front = Math.max(0, Math.cos(angle));
        return {
          at: [Math.sin(angle) * halfWidth, y - 1.4 * front, z + Math.cos(angle) * halfDepth],
          across: thick * (1 + 0.12 * Math.sin(5 * angle)),
          along: high,
          up: [0, 1, 0],
        };
      }),
      true,
      8,
    );
  if (kind === 'turtleneck') return [ring(-9.3, 6.5, 6.6, -0.4, 0.55, 1.9)];
  if (kind === 'scarf') return [ring(-10, 7.8, 7.6, 0, 1.7, 1.9), ring(-12, 9.4, 8.6, 0.2, 1.5, 1.5)];
  if (kind === 'hoodie')
    return [
      ring(-11, 8.6, 7.8, -1.6, 1.3, 1.5),
      // Two strings.
      ...([-1, 1] as const).map((side) =>
        sweep(
          [0, 1, 2, 3].map((k): SweepPoint => ({
            at: [side * (2.2 + 0.1 * k), -13 - 3 * k, 7.6 + 0.9 * k],
            across: 0.2,
            along: 0.2,
            up: [0, 0, 1],
          })),
          false,
          5,
        ),
      ),
    ];
  if (kind !== 'shirt' && kind !== 'blazer') return [];
  // Two flaps that meet where the V ends.
  const low = -11.6 - vDepthCm * 0.8;
  const reach = kind === 'blazer' ? 4.6 : 2.6;
  return ([-1, 1] as const).map((side) =>
    sweep(
      [0, 1, 2, 3, 4, 5].map((k): SweepPoint => {
        const t = k / 5;
        const angle = side * (2.6 * (1 - t) + 0.12);
        const droop = t > 0.45 ? (t - 0.45) / 0.55 : 0;
        return {
          at: [
            Math.sin(angle) * (7.4 + random.uniform(0, 0.15)),
            -10.2 + (low + 10.2) * droop ** 1.3,
            -0.9 + Math.cos(angle) * (7.3 + 1.7 * droop),
          ],
          across: (reach / 2) * (0.55 + 0.45 * Math.sin(Math.PI * Math.min(1, t * 0.9 + 0.1))),
          along: 0.22,
          up: [Math.sin(angle) * 0.5, 0.75 - 0.6 * droop, Math.cos(angle)],
        };
      }),
      false,
      6,
    ),
  );
}

function joined(p: Float32Array, q: Float32Array): Float32Array {
  const out = new Float32Array(p.length + q.length);
  out.set(p);
  out.set(q, p.length);
  return out;
}

/** One mesh out of two of the same make. */
function joinMeshes(a: Mesh, b: Mesh): Mesh {
  const base = a.positions.length / 3;
  const triangles = new Uint32Array(a.triangles.length + b.triangles.length);
  triangles.set(a.triangles);
  triangles.set(
    b.triangles.map((index) => index + base),
    a.triangles.length,
  );
  return {
    ...a,
    positions: joined(a.positions, b.positions),
    triangles,
    albedo: joined(a.albedo, b.albedo),
    headWeights: joined(a.headWeights, b.headWeights),
    openness: joined(a.openness, b.openness),
  };
}
