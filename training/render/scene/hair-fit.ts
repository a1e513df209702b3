/** Fits a hair mesh to a person's skull. */
import type { HairMesh } from '../assets/hair-mesh.ts';
import { RANGES } from '../assets/facekit.ts';
import { createRandom, smoothBetween, valueNoise, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { SKULL_CENTRE, type StrandParts } from './strand-mesh.ts';

/** Where a style's top, back and width lie beyond the skull's, cm. */
const FIT = { aboveTop: 1.2, behindBack: 1.2, beside: 1 } as const;
const ROWS = 24;
const COLUMNS = 48;
const CLEARANCE_CM = 0.35;
/** How far hair at the temples stands off the head. */
const LOOSE_CM = 0.7;
/** Strands end within this distance of a sheet's open edge. */
const SOFT_EDGE_CM = 1.3;
const SOFT_CARD_CM = 0.9;

export interface HairLook {
  /** Mean over coloured and grey strands. */
  readonly colour: Vec3;
  /** Share of grey strands. */
  readonly grey: number;
  /** Lowest height of hair before the face, cm in the head's space; brows lie at about 5.2, the upper lids at 4. */
  readonly fringe: number;
  /** Roots darker than the tips: 0 natural .. 1 bleached. */
  readonly roots: number;
}

/** Scales and places the hair on the skull, then pushes out what would lie inside it. */
export function fitHairMesh(hair: HairMesh, head: Float32Array, look: HairLook, random: Random): StrandParts {
  const skull = boundsOf(head, RANGES.headAndNeck[1], 3);
  const own = boundsOf(hair.positions, hair.positions.length / 3, -Infinity);
  const volume = random.uniform(0.95, 1.08);
  const mirrored = random.chance(0.5) ? -1 : 1;
  const positions = hair.positions.slice();
  const top = skull.top + FIT.aboveTop * volume;
  const back = skull.back - FIT.behindBack * volume;
  const upper = upperHalfWidth(hair.positions, own.top);
  const widthScale = ((skull.halfWidth + FIT.beside) / upper) * volume;
  const depthScale = 0.5 + 0.5 * widthScale;
  const radii = skullRadii(head);
  const cut = Math.floor(random.fork('fringe').uniform(0, 2 ** 31));
  for (let i = 0; i < positions.length; i += 3) {
    let x = positions[i]! * widthScale * mirrored;
    let y = (positions[i + 1]! - own.top) * depthScale + top;
    let z = (positions[i + 2]! - own.back) * depthScale + back;
    const dy = y - SKULL_CENTRE[1];
    const dz = z - SKULL_CENTRE[2];
    const radius = Math.sqrt(x * x + dy * dy + dz * dz);
    const skin = radiusAt(radii, x, dy, dz) + CLEARANCE_CM;
    // The face stays free: only the skull pushes.
    if (radius < skin && (y > 8 || z < 4) && y > -5) {
      const push = skin / radius;
      x *= push;
      y = SKULL_CENTRE[1] + dy * push;
      z = SKULL_CENTRE[2] + dz * push;
    } else if (!hair.cards) {
      // At the temples hair lies close: no sky shows between it and the face.
      const beyond = radius - skin - LOOSE_CM;
      const close = smoothBetween(-2, 2, z) * smoothBetween(0, 3, y) * smoothBetween(4.5, 6.5, Math.abs(x));
      if (beyond > 0 && close > 0) x *= 1 - (0.85 * close * beyond) / radius;
    }
    positions[i] = x;
    positions[i + 1] = raiseFringe(x, y, z, look.fringe, cut);
    positions[i + 2] = z;
    drapeOverShoulders(positions, i);
  }
  return { positions, triangles: hair.triangles, ...paint(hair, positions, look, random) };
}

/** Hair in front of the face ends above the eyes: people who work at a screen can see. */
function raiseFringe(x: number, y: number, z: number, lowest: number, seed: number): number {
  // Lower at the sides, and cut by hand.
  const fringe =
    lowest -
    0.018 * x * x +
    0.55 * valueNoise(x * 0.55, 0, 0, seed) +
    0.4 * valueNoise(x * 2.1, z, 0, seed + 1);
  const before = smoothBetween(3.5, 5.5, z) * smoothBetween(7.2, 5.8, Math.abs(x));
  return y >= fringe ? y : y + (fringe - y) * 0.94 * before;
}

/** Below the neck, long hair lies on the garment. */
function drapeOverShoulders(positions: Float32Array, i: number): void {
  const y = positions[i + 1]!;
  if (y > -10.5) return;
  const t = Math.min(1, (-10.5 - y) / 6.5);
  const halfWidth = 7.4 + 13.5 * t;
  const halfDepth = 7.4 + 4.6 * t;
  const x = positions[i]! / halfWidth;
  const z = (positions[i + 2]! + 1.8) / halfDepth;
  const within = Math.sqrt(x * x + z * z);
  if (within >= 1.04 || within < 1e-3) return;
  // Forward or backward rather than sideways: the shoulder is broad.
  positions[i + 2] = Math.sign(z) * Math.sqrt(Math.max(0.05, 1.08 - x * x)) * halfDepth - 1.8;
}

function paint(
  hair: HairMesh,
  positions: Float32Array,
  look: HairLook,
  random: Random,
): Pick<StrandParts, 'uvCm' | 'cover' | 'albedo' | 'openness'> {
  const count = positions.length / 3;
  const seed = random.uniform(0, 1e6);
  const shift = [random.uniform(0, 14), random.uniform(0, 28)] as const;
  const uvCm = new Float32Array(count * 2);
  const cover = new Float32Array(count);
  const albedo = new Float32Array(count * 3);
  const openness = new Float32Array(count);
  const lockTones = new Map<number, number>();
  const soft = hair.cards ? SOFT_CARD_CM : SOFT_EDGE_CM;
  for (let v = 0; v < count; v++) {
    const lock = hair.locks[v]!;
    let tone = lockTones.get(lock);
    if (tone === undefined) {
      tone = createRandom(`${seed}/${lock}`).uniform(0.9, 1.12);
      lockTones.set(lock, tone);
    }
    uvCm[2 * v] = hair.strandCm[2 * v]! + shift[0] + 3.1 * (lock % 7);
    uvCm[2 * v + 1] = hair.strandCm[2 * v + 1]! + shift[1];
    cover[v] = Math.min(1, hair.insideCm[v]! / soft);
    const x = positions[3 * v]!;
    const y = positions[3 * v + 1]!;
    const z = positions[3 * v + 2]!;
    const height = Math.hypot(x, y - SKULL_CENTRE[1], z - SKULL_CENTRE[2]);
    // Deep between skull and outer hair, under the chin and behind the neck little light comes in.
    const depth = smoothBetween(7.6, 10.5, height);
    const behind = y < 2 ? smoothBetween(-6, 5, z) : 1;
    openness[v] = (0.4 + 0.6 * depth) * (0.55 + 0.45 * behind);
    const bleached = 1 + look.roots * (1.6 * smoothBetween(9, -4, y) - 0.5);
    for (let c = 0; c < 3; c++) albedo[3 * v + c] = look.colour[c]! * bleached * tone;
  }
  return { uvCm, cover, albedo, openness };
}

interface Bounds {
  readonly top: number;
  readonly back: number;
  readonly halfWidth: number;
}

function boundsOf(positions: Float32Array, count: number, above: number): Bounds {
  let top = -Infinity;
  let back = Infinity;
  let halfWidth = 0;
  for (let v = 0; v < count; v++) {
    const y = positions[3 * v + 1]!;
    if (y < above) continue;
    top = Math.max(top, y);
    back = Math.min(back, positions[3 * v + 2]!);
    if (y > above + 3) halfWidth = Math.max(halfWidth, Math.abs(positions[3 * v]!));
  }
  return { top, back, halfWidth };
}

/** Half width of the hair over the skull: long hair is wider below. */
function upperHalfWidth(positions: Float32Array, top: number): number {
  let halfWidth = 0;
  for (let i = 0; i < positions.length; i += 3)
    if (positions[i + 1]! > top - 10) halfWidth = Math.max(halfWidth, Math.abs(positions[i]!));
  return halfWidth;
}

/** [ROWS * COLUMNS] largest distance of the head's surface from the skull's middle, by direction. */
export function skullRadii(head: Float32Array): Float32Array {
  const radii = new Float32Array(ROWS * COLUMNS);
  for (let v = 0; v < RANGES.headAndNeck[1]; v++) {
    const x = head[3 * v]!;
    // Neck and shoulders push no hair aside.
    if (head[3 * v + 1]! < -6) continue;
    const y = head[3 * v + 1]! - SKULL_CENTRE[1];
    const z = head[3 * v + 2]! - SKULL_CENTRE[2];
    const cell = cellOf(x, y, z);
    radii[cell] = Math.max(radii[cell]!, Math.sqrt(x * x + y * y + z * z));
  }
  return radii;
}

function cellOf(x: number, y: number, z: number): number {
  const radius = Math.sqrt(x * x + y * y + z * z) || 1;
  const row = Math.min(ROWS - 1, Math.floor((Math.acos(y / radius) / Math.PI) * ROWS));
  const column = Math.min(COLUMNS - 1, Math.floor(((Math.atan2(x, z) + Math.PI) / (2 * Math.PI)) * COLUMNS));
  return row * COLUMNS + column;
}

/** Distance of the head's surface from the skull's middle in a direction. */
export function radiusAt(radii: Float32Array, x: number, y: number, z: number): number {
  return radii[cellOf(x, y, z)]!;
}
