/** What stands or lies around the neck: bands, flaps, lapels, scarves. */
import { smoothBetween, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { sweep, type Shape, type SweepPoint } from './sweep.ts';
import { frontOfChest, type Build } from './torso-shape.ts';

export type Collar = 'crew' | 'v-neck' | 'shirt' | 'hoodie' | 'turtleneck' | 'blazer' | 'scarf';

/** Shapes of a collar; those of a V end as far down as it. */
export function collarShapes(kind: Collar, build: Build, random: Random): Shape[] {
  switch (kind) {
    case 'turtleneck':
      return [band(-9.3, 6.5, 6.6, -0.4, 0.55, 1.9)];
    case 'scarf':
      return [band(-10, 7.8, 7.6, 0, 1.7, 1.9), band(-12, 9.4, 8.6, 0.2, 1.5, 1.5)];
    case 'hoodie':
      return [band(-11, 8.6, 7.8, -1.6, 1.3, 1.5), ...strings(build)];
    case 'crew':
      return [band(-10.4, 7.5, 7.5, -1.3, 0.35, 0.75)];
    case 'v-neck':
      return [];
    case 'shirt': {
      const spread = random.uniform(2.8, 4.8);
      const point = random.uniform(-15.6, -14.2);
      return ([-1, 1] as const).map((side) => flap(side, spread, point, build));
    }
    case 'blazer':
      return ([-1, 1] as const).flatMap((side) => [flap(side, 3.6, -14, build), lapel(side, build)]);
  }
}

/** A ring around the neck, lower in front. */
function band(
  y: number,
  halfWidth: number,
  halfDepth: number,
  z: number,
  thick: number,
  high: number,
): Shape {
  return sweep(
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
}

function strings(build: Build): Shape[] {
  return ([-1, 1] as const).map((side) =>
    sweep(
      [0, 1, 2, 3, 4].map((k): SweepPoint => {
        const x = side * (2.2 + 0.1 * k);
        const y = -13 - 2.4 * k;
        return { at: [x, y, frontOfChest(x, y, build) + 0.3], across: 0.2, along: 0.2, up: [0, 0, 1] };
      }),
      false,
      5,
    ),
  );
}

/** Half of a folded collar: from the nape around the neck, ending in a point on the chest. */
function flap(side: -1 | 1, spreadCm: number, pointY: number, build: Build): Shape {
  const columns = 12;
  const tip: Vec3 = [side * spreadCm, pointY, frontOfChest(spreadCm, pointY, build) + 0.55];
  return sheet(columns, 3, (s, down) => {
    const angle = side * (Math.PI - s * (Math.PI - 0.14));
    const front = Math.max(0, Math.cos(angle));
    const upper: Vec3 = [Math.sin(angle) * 6.9, -8.9 - 2.3 * front ** 2, -0.9 + Math.cos(angle) * 7.3];
    const around: Vec3 = [Math.sin(angle) * 9, -11.8, -1.5 + Math.cos(angle) * 8.6];
    const forward = smoothBetween(0.55, 1, s);
    const lower = around.map((value, c) => value + (tip[c]! - value) * forward);
    // The fold bulges over its crease.
    const bulge = 1 + 0.05 * Math.sin(Math.PI * Math.min(1, down * 1.4));
    return [0, 1, 2].map((c) => {
      const value = upper[c]! + (lower[c]! - upper[c]!) * down;
      return c === 1 ? value : value * bulge;
    }) as unknown as Vec3;
  });
}

/** Half of a jacket's opening at a height, cm. */
export const jacketEdge = (y: number): number => Math.max(0.6, 5.8 + 0.21 * (y + 12));

/** A lapel: folded back along the jacket's edge, with a notch below the collar. */
function lapel(side: -1 | 1, build: Build): Shape {
  return sheet(14, 3, (s, across) => {
    const y = -12 - 22 * s;
    const edge = jacketEdge(y);
    const notch = 0.25;
    const wide = s < notch ? 2.6 + 5 * s : 5.4 * (1 - (s - notch) / (1 - notch)) + 0.2;
    const x = edge + wide * across;
    const z = frontOfChest(x, y, build) + 0.35 + 0.35 * Math.sin(Math.PI * (0.2 + 0.8 * across));
    return [side * x, y, z];
  });
}

/** A bent sheet of cloth; `at` of both coordinates, 0..1. */
function sheet(columns: number, rows: number, at: (s: number, t: number) => Vec3): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i <= columns; i++)
    for (let k = 0; k <= rows; k++) {
      positions.push(...at(i / columns, k / rows));
      if (i === columns || k === rows) continue;
      const a = i * (rows + 1) + k;
      triangles.push(a, a + rows + 1, a + 1, a + 1, a + rows + 1, a + rows + 2);
    }
  return { positions, triangles };
}
