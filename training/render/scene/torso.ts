/** Neck base, shoulders and chest in a garment: a tube lofted through superellipses. */
import type { Random } from '../random.ts';
import { smoothBetween, valueNoise } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import type { Mesh } from './mesh.ts';

/** Height, half width, half depth and middle of a ring, cm in the head's space. */
type Ring = readonly [y: number, halfWidth: number, halfDepth: number, z: number];
const RINGS: readonly Ring[] = [
  [-10.6, 6.9, 7.0, -0.9],
  [-11.6, 8.2, 7.6, -1.2],
  [-13.2, 12.2, 8.8, -1.8],
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

/** Draws a garment: one colour, sometimes stripes or a dark jacket over it. */
export function createTorso(random: Random): Mesh {
  const build = random.uniform(0.88, 1.12);
  const collar = random.uniform(-0.8, 0.6);
  const hue: Vec3 = [random.uniform(0.02, 0.7), random.uniform(0.02, 0.7), random.uniform(0.02, 0.7)];
  const grey = random.uniform(0, 0.9);
  const level = random.chance(0.35) ? random.uniform(0.03, 0.12) : random.uniform(0.3, 1);
  const mean = (hue[0] + hue[1] + hue[2]) / 3;
  const colour = hue.map((c) => (c + (mean - c) * grey) * level) as unknown as Vec3;
  const stripes = random.chance(0.2) ? random.uniform(1.2, 4) : 0;
  const jacket = random.chance(0.25);
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
      const fold = 1 + 0.03 * valueNoise(cos * 3, ring[0] * 0.25, sin * 3, seed);
      positions[i] = Math.sign(sin) * Math.abs(sin) ** 0.85 * ring[1] * widen * fold;
      positions[i + 1] =
        ring[0] + (row < ROWS_PER_RING ? collar : 0) * (1 - at) - 0.6 * Math.max(0, cos) * (at < 1 ? 1 : 0);
      positions[i + 2] = ring[3] + Math.sign(cos) * Math.abs(cos) ** 0.85 * ring[2] * fold;
      const open = jacket && cos > 0.55 - smoothBetween(-14, -40, ring[0]) * -0.3 ? 1 : 0;
      const stripe = stripes > 0 && Math.sin(ring[0] * stripes) > 0.2 ? 0.45 : 1;
      const shade =
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
  return {
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
}
