/** What is worn at the ears: headsets and earbuds, fitted to the skull. */
import type { Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { skullRadii } from './hair-fit.ts';
import { smoothRadius } from './headwear.ts';
import type { Mesh } from './mesh.ts';
import { SKULL_CENTRE } from './strand-mesh.ts';
import { ellipsoid, sweep, toMesh, type Shape, type SweepPoint } from './sweep.ts';

/** A band over the head, cups on the ears, and mostly a microphone on a boom. */
export function fitHeadset(head: Float32Array, random: Random): Mesh {
  const radii = skullRadii(head);
  const earX = Math.max(7.7, smoothRadius(radii, [1, -0.12, -0.03]) - 0.8);
  const earY = 3.1;
  const earZ = -0.4;
  const grey = random.chance(0.75) ? random.uniform(0.012, 0.05) : random.uniform(0.35, 0.6);
  const shapes: Shape[] = [];
  const bandZ = random.uniform(-0.8, 1.2);
  const top = smoothRadius(radii, [0, 1, 0]) + random.uniform(1.2, 2);
  const band = Array.from({ length: 25 }, (_, k): SweepPoint => {
    const t = (k / 24) * 2 - 1;
    const angle = t * 1.72;
    const x = Math.sin(angle) * (earX + 0.9);
    const y =
      Math.cos(angle) > 0 ? Math.cos(angle) * top + SKULL_CENTRE[1] - 0.6 : earY + 1.4 + Math.cos(angle) * 6;
    const wide = 0.75 + 0.45 * Math.max(0, Math.cos(angle));
    return {
      at: [x, y, earZ + (bandZ - earZ) * Math.max(0, Math.cos(angle))],
      across: wide,
      along: 0.35,
      up: [x, y - 4, 0.01],
    };
  });
  shapes.push(sweep(band, false, 8));
  for (const side of [-1, 1] as const) {
    shapes.push(ellipsoid([side * (earX + 0.75), earY, earZ], [1.35, 3.5, 2.9], 8, 14));
    shapes.push(ellipsoid([side * (earX + 1.6), earY, earZ], [0.85, 2.5, 2.1], 6, 12));
  }
  if (random.chance(0.7)) {
    const side = random.chance(0.5) ? -1 : 1;
    const end: Vec3 = [side * random.uniform(2.6, 4.2), random.uniform(-4.6, -3.2), random.uniform(11.8, 13)];
    const boom = Array.from({ length: 9 }, (_, k): SweepPoint => {
      const t = k / 8;
      const start: Vec3 = [side * (earX + 1.6), earY - 2, earZ + 1.2];
      return {
        at: [
          start[0] + (end[0] - start[0]) * t ** 2.2,
          start[1] + (end[1] - start[1]) * Math.sqrt(t),
          start[2] + (end[2] - start[2]) * t,
        ],
        across: 0.16,
        along: 0.16,
        up: [0, 1, 0.3],
      };
    });
    shapes.push(sweep(boom, false, 6), ellipsoid(end, [0.75, 0.5, 0.5], 6, 8));
  }
  return toMesh(shapes, { colour: () => [grey, grey, grey * 1.05], gloss: 0.15 });
}

/** Buds in both ears, with stalks or as plugs. */
export function fitEarbuds(head: Float32Array, random: Random): Mesh {
  const radii = skullRadii(head);
  const earX = Math.max(7.6, smoothRadius(radii, [1, -0.3, 0.05]) - 1.1);
  const white = random.chance(0.6);
  const stalk = random.chance(0.6);
  const shapes: Shape[] = [];
  for (const side of [-1, 1] as const) {
    const at: Vec3 = [side * (earX + 0.1), 1.9, 1.1];
    shapes.push(ellipsoid(at, [0.6, 0.75, 0.75], 6, 8));
    if (stalk)
      shapes.push(
        sweep(
          [0, 1, 2].map((k): SweepPoint => ({
            at: [at[0] + side * 0.2, at[1] - 1.15 * k, at[2] + 0.45 + 0.12 * k],
            across: 0.25,
            along: 0.25,
            up: [0, 0, 1],
          })),
          false,
          6,
        ),
      );
  }
  return toMesh(shapes, { colour: () => (white ? [0.7, 0.7, 0.7] : [0.02, 0.02, 0.022]), gloss: 0.3 });
}
