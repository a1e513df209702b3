/** What covers the hair: caps, beanies and headscarves, fitted to the skull. */
import { valueNoise, smoothBetween, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { radiusAt, skullRadii } from './hair-fit.ts';
import type { Mesh } from './mesh.ts';
import { SKULL_CENTRE } from './strand-mesh.ts';
import { brim } from './cap-brim.ts';
import { ellipsoid, joinMeshes, toMesh, type Shape } from './sweep.ts';

export type HeadCover = 'cap' | 'beanie' | 'scarf';

const ROWS = 24;
/** A multiple of a cap's six panels and of a beanie's ribs. */
const COLUMNS = 144;
const PANELS = 6;
/** Rows of a beanie that are turned up. */
const CUFF_ROWS = 7;

/** How far a cap's cloth lies above the scalp. */
const CAP_CM = 0.9;

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
  const low = random.uniform(-0.05, 0.07);
  const cloth = (x: number, y: number, z: number): Vec3 => {
    const worn = 1 + 2.2 * folds * valueNoise(x * 1.1, y * 0.6, z * 1.1, seed);
    const weave = 1 + 0.09 * valueNoise(x * 3, y * 3, z * 3, seed + 1);
    return scaled(colour, worn * weave);
  };
  const finish = { colour: cloth, gloss: 0 };
  const shell = toMesh([dome(cover, radii, folds, low, seed, random)], finish);
  shadeRows(cover, shell);
  if (cover === 'beanie') return shell;
  if (cover === 'scarf') {
    const mesh = joinMeshes([shell, toMesh([wrap()], finish)]);
    return { ...mesh, headWeights: mesh.headWeights.map((_, v) => drapeWeight(mesh.positions[3 * v + 1]!)) };
  }
  const rim = (angle: number): { radius: number; polar: number } => {
    const polar = edgeAngle('cap', Math.cos(angle), low);
    const direction: Vec3 = [
      Math.sin(polar) * Math.sin(angle),
      Math.cos(polar),
      Math.sin(polar) * Math.cos(angle),
    ];
    return { radius: smoothRadius(radii, direction) + CAP_CM, polar };
  };
  const blade = random.chance(0.25) ? scaled(random.pick(CLOTHS), 1) : colour;
  const visor = toMesh([brim(rim, random)], {
    colour: (x, y, z) => scaled(blade, cloth(x, y, z)[0] / colour[0]),
    gloss: 0,
  });
  const button = ellipsoid(topOf(shell), [0.75, 0.35, 0.75], 5, 10);
  return joinMeshes([shell, visor, toMesh([button], { colour: () => scaled(colour, 0.85), gloss: 0 })]);
}

const scaled = (c: Vec3, by: number): Vec3 => [c[0] * by, c[1] * by, c[2] * by];

function topOf({ positions }: Mesh): Vec3 {
  return [positions[0]!, positions[1]! + 0.1, positions[2]!];
}

/** Seams between panels and valleys between ribs are darker; a cap's edge has a band inside. */
function shadeRows(cover: HeadCover, { albedo, openness }: Mesh): void {
  if (cover === 'scarf') return;
  for (let v = 0; v < openness.length; v++) {
    const column = v % COLUMNS;
    const row = Math.floor(v / COLUMNS);
    const panel = column % (COLUMNS / PANELS);
    let shade = 1;
    if (cover === 'cap') {
      if (panel === 0) shade = 0.55;
      // Two lines of stitches along each seam.
      else if ((panel === 1 || panel === COLUMNS / PANELS - 1) && row % 2 === 0) shade = 0.88;
      if (row === ROWS - 1) shade *= 0.7;
    } else {
      shade = column % 2 === 0 ? 1.08 : 0.66;
      if (row === ROWS - CUFF_ROWS) shade *= 0.6;
    }
    for (let c = 0; c < 3; c++) albedo[3 * v + c] = albedo[3 * v + c]! * shade;
  }
}

/** A headscarf's lower end lies on the shoulders. */
const drapeWeight = (y: number): number => smoothBetween(-12.5, -7.5, y);

/** Lower edge of a cover by direction: front 1 .. back -1, as a polar angle from the crown. */
function edgeAngle(cover: HeadCover, front: number, low: number): number {
  if (cover === 'cap') return 1.25 + low + 0.22 * (1 - front);
  if (cover === 'beanie') return 1.26 + low + 0.24 * (1 - front);
  return front > 0.5 ? 1.08 : 2.75;
}

/** How far seams lie in and ribs and a turned-up cuff stand out, cm. */
function relief(cover: HeadCover, row: number, column: number): number {
  if (cover === 'cap') return column % (COLUMNS / PANELS) === 0 ? -0.12 : 0;
  if (cover === 'beanie') return (column % 2 === 0 ? 0.07 : -0.07) + (row > ROWS - CUFF_ROWS ? 0.45 : 0);
  return 0;
}

function dome(
  cover: HeadCover,
  radii: Float32Array,
  folds: number,
  low: number,
  seed: number,
  random: Random,
): Shape {
  const positions: number[] = [];
  const triangles: number[] = [];
  const thick = cover === 'cap' ? CAP_CM : cover === 'beanie' ? 1 : 0.75;
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
        wave +
        relief(cover, row, column);
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
export function smoothRadius(radii: Float32Array, [x, y, z]: Vec3): number {
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
