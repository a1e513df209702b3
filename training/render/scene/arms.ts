/** Sleeves: two tapered tubes from the shoulders over the elbows, as somebody holds them who types. */
import { smoothBetween, valueNoise } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import type { Mesh } from './mesh.ts';
import { sweep, toMesh, type Shape, type SweepPoint } from './sweep.ts';
import { armLine, type Build } from './torso-shape.ts';

const STEPS = 3;
const SIDES = 18;

/**
 * Both sleeves.
 * @param colour the garment's reflectance at a place
 */
export function createSleeves(
  build: Build,
  colour: (x: number, y: number, z: number) => Vec3,
  seed: number,
): Mesh {
  const mesh = toMesh([sleeve(-1, build, seed), sleeve(1, build, seed + 1)], {
    colour: (x, y, z) => scaled(colour(x, y, z), seam(x, y, build)),
    gloss: 0,
    headWeight: 0,
  });
  const { positions, openness } = mesh;
  // Little light comes between arm and chest.
  for (let v = 0; v < openness.length; v++) {
    const inner = smoothBetween(20 * build.wide, 15 * build.wide, Math.abs(positions[3 * v]!));
    const low = smoothBetween(-19, -23, positions[3 * v + 1]!);
    openness[v] = 0.95 - 0.5 * inner * low;
  }
  return mesh;
}

const scaled = (c: Vec3, by: number): Vec3 => [c[0] * by, c[1] * by, c[2] * by];

/** The armhole's stitched edge is darker. */
function seam(x: number, y: number, build: Build): number {
  const from = Math.abs(x) - (17.4 * build.wide - 0.12 * (y + 17));
  return y > -24 ? 1 - 0.3 * Math.exp(-((from / 0.5) ** 2)) : 1;
}

function sleeve(side: -1 | 1, build: Build, seed: number): Shape {
  const line = armLine(side, build);
  const points: SweepPoint[] = [];
  for (let i = 0; i + 1 < line.length; i++)
    for (let step = 0; step < STEPS; step++) {
      const t = step / STEPS;
      const [p, q, r, s] = [
        line[Math.max(0, i - 1)]!,
        line[i]!,
        line[i + 1]!,
        line[Math.min(line.length - 1, i + 2)]!,
      ];
      const mix = (a: number, b: number, c: number, d: number): number =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      const y = mix(p.at[1], q.at[1], r.at[1], s.at[1]);
      // Cloth lies in rings, most of all above the bend of the elbow.
      const ripple = 0.035 + 0.06 * smoothBetween(-28, -42, y);
      const radius =
        mix(p.radius, q.radius, r.radius, s.radius) * (1 + ripple * valueNoise(0, y * 0.55, side * 3, seed));
      points.push({
        at: [mix(p.at[0], q.at[0], r.at[0], s.at[0]), y, mix(p.at[2], q.at[2], r.at[2], s.at[2])],
        across: radius,
        along: radius * 1.08,
        up: [0, 0.2, 1],
      });
    }
  return sweep(points, false, SIDES);
}
