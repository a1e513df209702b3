/** Fits a hair mesh to a person's skull. */
import type { HairMesh } from '../assets/hair-mesh.ts';
import { RANGES } from '../assets/facekit.ts';
import { createRandom, smoothBetween, type Random } from '../random.ts';
import { headWeightAt, type Mesh } from './mesh.ts';
import type { Complexion } from './skin.ts';

/** Where a style's top, back and width lie beyond the skull's, cm. */
interface Fit {
  readonly aboveTop: number;
  readonly behindBack: number;
  readonly beside: number;
}
const FIT: Fit = { aboveTop: 1.2, behindBack: 1.2, beside: 1 };
const CENTRE = { y: 5, z: 0 };
const ROWS = 24;
const COLUMNS = 48;
const CLEARANCE_CM = 0.35;

/** Scales and places the hair on the skull, then pushes out what would lie inside it. */
export function fitHair(hair: HairMesh, head: Float32Array, complexion: Complexion, random: Random): Mesh {
  const skull = boundsOf(head, RANGES.headAndNeck[1], 3);
  const own = boundsOf(hair.positions, hair.positions.length / 3, -Infinity);
  const volume = random.uniform(0.97, 1.06);
  const positions = hair.positions.slice();
  const top = skull.top + FIT.aboveTop * volume;
  const back = skull.back - FIT.behindBack * volume;
  const upper = upperHalfWidth(hair.positions, own.top);
  const widthScale = ((skull.halfWidth + FIT.beside) / upper) * volume;
  const depthScale = 0.5 + 0.5 * widthScale;
  const radii = skullRadii(head);
  const fringe = random.uniform(5.9, 8);
  for (let i = 0; i < positions.length; i += 3) {
    let x = positions[i]! * widthScale;
    let y = (positions[i + 1]! - own.top) * depthScale + top;
    let z = (positions[i + 2]! - own.back) * depthScale + back;
    const dy = y - CENTRE.y;
    const dz = z - CENTRE.z;
    const radius = Math.sqrt(x * x + dy * dy + dz * dz);
    const skin = radiusAt(radii, x, dy, dz) + CLEARANCE_CM;
    // The face stays free: only the skull pushes.
    if (radius < skin && (y > 8 || z < 4) && y > -5) {
      const push = skin / radius;
      x *= push;
      y = CENTRE.y + dy * push;
      z = CENTRE.z + dz * push;
    }
    positions[i] = x;
    positions[i + 1] = raiseFringe(x, y, z, fringe);
    positions[i + 2] = z;
  }
  const count = positions.length / 3;
  const seed = random.uniform(0, 1e6);
  const albedo = new Float32Array(positions.length);
  for (let v = 0; v < count; v++) {
    const lock = createRandom(`${seed}/${hair.locks[v]}`).uniform(0.65, 1.5);
    const strand = createRandom(`${seed}/${v}`).uniform(0.8, 1.25);
    for (let c = 0; c < 3; c++) albedo[3 * v + c] = complexion.hairColour[c]! * lock * strand;
  }
  return {
    positions,
    triangles: hair.triangles,
    albedo,
    headWeights: Float32Array.from({ length: count }, (_, v) =>
      headWeightAt(positions[3 * v + 1]!, positions[3 * v + 2]!),
    ),
    openness: new Float32Array(count).fill(0.8),
    twoSided: true,
    opacity: 1,
    gloss: 0.05,
    castsShadow: true,
  };
}

/** Hair in front of the face ends above the eyes: people who work at a screen can see. */
function raiseFringe(x: number, y: number, z: number, fringe: number): number {
  const before = smoothBetween(3.5, 5.5, z) * smoothBetween(7.2, 5.8, Math.abs(x));
  return y >= fringe ? y : y + (fringe - y) * 0.94 * before;
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

/** [ROWS * COLUMNS] largest distance of the head's surface from CENTRE, by direction. */
function skullRadii(head: Float32Array): Float32Array {
  const radii = new Float32Array(ROWS * COLUMNS);
  for (let v = 0; v < RANGES.headAndNeck[1]; v++) {
    const x = head[3 * v]!;
    // Neck and shoulders push no hair aside.
    if (head[3 * v + 1]! < -6) continue;
    const y = head[3 * v + 1]! - CENTRE.y;
    const z = head[3 * v + 2]! - CENTRE.z;
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

function radiusAt(radii: Float32Array, x: number, y: number, z: number): number {
  return radii[cellOf(x, y, z)]!;
}
