/** What is worn on the head: caps, beanies, headscarves, headsets and earbuds, fitted to the skull. */
import { valueNoise, smoothBetween, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { radiusAt, skullRadii } from './hair-fit.ts';
import type { Mesh } from './mesh.ts';
import { SKULL_CENTRE } from './strand-mesh.ts';
import { ellipsoid, sweep, toMesh, type Shape, type SweepPoint } from './sweep.ts';

export type HeadCover = 'cap' | 'beanie' | 'scarf';

const ROWS = 18;
const COLUMNS = 40;

const CLOTHS: readonly Vec3[] = [
  [0.02, 0.02, 0.024],
  [0.03, 0.04, 0.1],
  [0.35, 0.33, 0.3],
  [0.25, 0.03, 0.035],
  [0.06, 0.09, 0.05],
  [0.12, 0.12, 0.125],
  [0.4, 0.25, 0.28],
  [0.05, 0.16, 0.18],
];

/** Puts a cover on the skull. */
export function fitCover(cover: HeadCover, head: Float32Array, random: Random): Mesh {
  const colour = random.pick(CLOTHS);
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const radii = skullRadii(head);
  const folds = cover === 'scarf' ? 0.09 : cover === 'beanie' ? 0.05 : 0.02;
  const finish = {
    colour: (x: number, y: number, z: number): Vec3 => {
      const knit = cover === 'beanie' ? 1 + 0.18 * Math.sin(Math.atan2(x, z) * 46) : 1;
      const shade = knit * (1 + 2.2 * folds * valueNoise(x * 1.1, y * 0.6, z * 1.1, seed));
      return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
    },
    gloss: 0.01,
  };
  const shapes: Shape[] = [dome(cover, radii, folds, seed, random)];
  if (cover === 'cap') shapes.push(brim(radii, random));
  if (cover === 'scarf') shapes.push(wrap());
  const mesh = toMesh(shapes, finish);
  return cover === 'scarf'
    ? { ...mesh, headWeights: mesh.headWeights.map((_, v) => drapeWeight(mesh.positions[3 * v + 1]!)) }
    : mesh;
}

/** A headscarf's lower end lies on the shoulders. */
const drapeWeight = (y: number): number => smoothBetween(-12.5, -7.5, y);

/** Lower edge of a cover by direction: front 1 .. back -1, as a polar angle from the crown. */
function edgeAngle(cover: HeadCover, front: number, low: number): number {
  if (cover === 'cap') return 1.22 + low + 0.34 * (1 - front) * 0.5;
  if (cover === 'beanie') return 1.18 + low + 0.5 * (1 - front) * 0.5;
  return front > 0.5 ? 1.08 : 2.75;
}

function dome(cover: HeadCover, radii: Float32Array, folds: number, seed: number, random: Random): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  const thick = cover === 'cap' ? 0.9 : cover === 'beanie' ? 1 : 0.75;
  const low = random.uniform(-0.08, 0.08);
  // Slack at the crown of a beanie.
  const slack =
    cover === 'beanie' ? random.uniform(0.2, 1.6) : cover === 'cap' ? random.uniform(0.6, 1.3) : 0.4;
  for (let row = 0; row <= ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const angle = (column / COLUMNS) * 2 * Math.PI;
      const front = Math.cos(angle);
      // The face looks out of a headscarf through an oval.
      const open = cover === 'scarf' ? scarfEdge(angle) : edgeAngle(cover, front, low);
      const polar = (row / ROWS) * open;
      const direction: Vec3 = [
        Math.sin(polar) * Math.sin(angle),
        Math.cos(polar),
        Math.sin(polar) * Math.cos(angle),
      ];
      const drop = Math.max(0, polar - 2);
      const skull = smoothRadius(radii, direction);
      const wave = folds * 6 * valueNoise(direction[0] * 4, direction[1] * 4, direction[2] * 4, seed + 2);
      const radius =
        (drop > 0 ? Math.max(skull, 9.5 + 4 * drop) : skull) +
        thick +
        slack * Math.max(0, direction[1]) ** 2 +
        wave;
      positions.push(
        direction[0] * radius,
        SKULL_CENTRE[1] + direction[1] * radius * (drop > 0 ? 1.05 : 1),
        SKULL_CENTRE[2] + direction[2] * radius,
      );
      if (row === ROWS) continue;
      const a = row * COLUMNS + column;
      const b = row * COLUMNS + ((column + 1) % COLUMNS);
      triangles.push(a, a + COLUMNS, b, b, a + COLUMNS, b + COLUMNS);
    }
  }
  return { positions, triangles };
}

/** Polar angle at which a headscarf ends: above the brows in front, around the cheeks, under the chin, and over the shoulders behind. */
function scarfEdge(angle: number): number {
  const turned = Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle)));
  return 1.06 + 1.75 * smoothBetween(0.62, 1.12, turned);
}

/** The skull's radius, averaged over neighbouring directions: cloth does not follow ears. */
function smoothRadius(radii: Float32Array, [x, y, z]: Vec3): number {
  let sum = 0;
  let most = 0;
  for (const [dx, dy] of [
    [0, 0],
    [0.12, 0],
    [-0.12, 0],
    [0, 0.12],
    [0, -0.12],
  ] as const) {
    const r = Math.min(11.2, radiusAt(radii, x + dx * z, y + dy, z - dx * x) || 9.5);
    sum += r;
    most = Math.max(most, r);
  }
  return 0.5 * most + 0.1 * sum;
}

/** The part of a headscarf that goes around the neck, from under the chin to the shoulders. */
function wrap(): Shape {
  const rings = [
    [-6.2, 6.3, 7.6, 1.6],
    [-7.6, 7.4, 8.4, 1.2],
    [-9.5, 8.6, 9, 0.6],
    [-12.5, 12.5, 11.2, -0.4],
  ] as const;
  const positions: number[] = [];
  const triangles: number[] = [];
  for (const [row, [y, halfWidth, halfDepth, z]] of rings.entries())
    for (let column = 0; column < COLUMNS; column++) {
      const angle = (column / COLUMNS) * 2 * Math.PI;
      positions.push(
        Math.sin(angle) * halfWidth,
        y + 0.35 * Math.sin(3 * angle),
        z + Math.cos(angle) * halfDepth,
      );
      if (row + 1 === rings.length) continue;
      const a = row * COLUMNS + column;
      const b = row * COLUMNS + ((column + 1) % COLUMNS);
      triangles.push(a, a + COLUMNS, b, b, a + COLUMNS, b + COLUMNS);
    }
  return { positions, triangles };
}

/** The brim of a cap: a bent blade before the forehead, which shades the eyes. */
function brim(radii: Float32Array, random: Random): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  const lengthCm = random.uniform(5.5, 7);
  const bend = random.uniform(0.06, 0.16);
  const drop = random.uniform(0.1, 0.32);
  const across = 14;
  const deep = 5;
  for (const level of [0, 0.28]) {
    for (let i = 0; i <= across; i++) {
      const t = (i / across) * 2 - 1;
      const angle = t * 1.05;
      const polar = 1.24;
      const direction: Vec3 = [
        Math.sin(polar) * Math.sin(angle),
        Math.cos(polar),
        Math.sin(polar) * Math.cos(angle),
      ];
      const radius = smoothRadius(radii, direction) + 0.8;
      const root: Vec3 = [
        direction[0] * radius,
        SKULL_CENTRE[1] + direction[1] * radius,
        direction[2] * radius,
      ];
      for (let k = 0; k <= deep; k++) {
        const s = k / deep;
        const reach = lengthCm * s * Math.sqrt(Math.max(0, 1 - t * t * 0.96));
        const x = root[0] * (1 - 0.12 * s);
        positions.push(x, root[1] - drop * reach * s - bend * 0.3 * x * x * s * 0.5 + level, root[2] + reach);
      }
    }
  }
  const per = (across + 1) * (deep + 1);
  for (let side = 0; side < 2; side++)
    for (let i = 0; i < across; i++)
      for (let k = 0; k < deep; k++) {
        const a = side * per + i * (deep + 1) + k;
        const b = a + deep + 1;
        if (side === 0) triangles.push(a, b, a + 1, a + 1, b, b + 1);
        else triangles.push(a, a + 1, b, a + 1, b + 1, b);
      }
  return { positions, triangles };
}

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
