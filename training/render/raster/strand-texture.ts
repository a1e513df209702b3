/** Maps of hair: how bright, how long and how tilted each strand is; made once, tiled over every style. */
import { createRandom, smooth, type Random } from '../random.ts';

export type HairKind = 'straight' | 'wavy' | 'curly';

/** One scale of a strand map; [SIZE_ACROSS >> level, SIZE_ALONG >> level]. */
export interface StrandLevel {
  readonly across: number;
  readonly along: number;
  /** [along * across] brightness, mean 1. */
  readonly tone: Float32Array;
  /** [along * across] 0..1: a strand ends where the hair's cover falls below this. */
  readonly reach: Float32Array;
  /** [along * across] tilt of the strand, added to the cosine between tangent and half vector. */
  readonly tilt: Float32Array;
  /** [along * across] 0..1: a strand has no pigment where this is below the share of grey ones. */
  readonly salt: Float32Array;
}

export interface StrandMap {
  readonly levels: readonly StrandLevel[];
}

const SIZE = 512;
/** Width and length of the tile, cm. */
export const TILE_ACROSS_CM = 14;
export const TILE_ALONG_CM = 28;
const LEVELS = 4;

const maps = new Map<HairKind, StrandMap>();

/** The map of one kind of hair, made when first asked for; the same in every process. */
export function strandMap(kind: HairKind): StrandMap {
  let map = maps.get(kind);
  if (!map) {
    map = makeMap(kind, createRandom(`strands/${kind}`));
    maps.set(kind, map);
  }
  return map;
}

/** Tiling noise in -1..1 with the given number of cells across and along, smooth along, interpolated across. */
function tileNoise(
  random: Random,
  cellsAcross: number,
  cellsAlong: number,
): (u: number, v: number) => number {
  const values = Float32Array.from({ length: cellsAcross * cellsAlong }, () => random.uniform(-1, 1));
  return (u, v) => {
    const x = (((u % 1) + 1) % 1) * cellsAcross;
    const y = (((v % 1) + 1) % 1) * cellsAlong;
    const x0 = Math.floor(x) % cellsAcross;
    const y0 = Math.floor(y) % cellsAlong;
    const x1 = (x0 + 1) % cellsAcross;
    const y1 = (y0 + 1) % cellsAlong;
    const fx = smooth(x - Math.floor(x));
    const fy = smooth(y - Math.floor(y));
    const upper = values[y0 * cellsAcross + x0]! * (1 - fx) + values[y0 * cellsAcross + x1]! * fx;
    const lower = values[y1 * cellsAcross + x0]! * (1 - fx) + values[y1 * cellsAcross + x1]! * fx;
    return upper * (1 - fy) + lower * fy;
  };
}

function makeMap(kind: HairKind, random: Random): StrandMap {
  const curly = kind === 'curly';
  // Locks of about a centimetre, wisps of some millimetres, strands of half a millimetre; curls are as long as they are wide.
  const locks = curly ? tileNoise(random, 18, 36) : tileNoise(random, 17, 3);
  const wisps = curly ? tileNoise(random, 44, 88) : tileNoise(random, 74, 4);
  const strands = curly ? tileNoise(random, 120, 200) : tileNoise(random, 230, 6);
  const length = curly ? tileNoise(random, 30, 60) : tileNoise(random, 90, 5);
  const salts = curly ? tileNoise(random, 150, 150) : tileNoise(random, 256, 9);
  const bends = tileNoise(random, 5, kind === 'straight' ? 3 : 9);
  const waves = kind === 'straight' ? 0.012 : kind === 'wavy' ? 0.03 : 0.05;
  const tone = new Float32Array(SIZE * SIZE);
  const reach = new Float32Array(SIZE * SIZE);
  const tilt = new Float32Array(SIZE * SIZE);
  const salt = new Float32Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const v = (y + 0.5) / SIZE;
      const straightU = (x + 0.5) / SIZE;
      const u = straightU + waves * bends(straightU, v);
      const at = y * SIZE + x;
      const [a, b, c] = [locks(u, v), wisps(u, v), strands(u, v)];
      // Between locks and between wisps it is dark: light goes in and does not come back.
      const gap =
        Math.exp(-((Math.abs(a) / 0.16) ** 2)) * 0.16 + Math.exp(-((Math.abs(b) / 0.2) ** 2)) * 0.26;
      tone[at] = Math.max(0.16, (1 + 0.11 * a + 0.2 * b + 0.34 * c) * (1 - gap));
      reach[at] = Math.min(0.98, Math.max(0.02, 0.5 + 0.34 * length(u, v) + 0.22 * c + 0.2 * b));
      salt[at] = 0.5 + 0.5 * Math.sin(1.5 * salts(u, v));
      tilt[at] = 0.1 * a + 0.12 * b + 0.08 * c;
    }
  }
  const mean = tone.reduce((sum, value) => sum + value, 0) / tone.length;
  for (let at = 0; at < tone.length; at++) tone[at] = tone[at]! / mean;
  const levels: StrandLevel[] = [{ across: SIZE, along: SIZE, tone, reach, tilt, salt }];
  for (let level = 1; level < LEVELS; level++) levels.push(halve(levels[level - 1]!));
  return { levels };
}

function halve(fine: StrandLevel): StrandLevel {
  const across = fine.across >> 1;
  const along = fine.along >> 1;
  const shrink = (values: Float32Array): Float32Array => {
    const out = new Float32Array(across * along);
    for (let y = 0; y < along; y++)
      for (let x = 0; x < across; x++) {
        const at = 2 * y * fine.across + 2 * x;
        out[y * across + x] =
          (values[at]! + values[at + 1]! + values[at + fine.across]! + values[at + fine.across + 1]!) / 4;
      }
    return out;
  };
  return {
    across,
    along,
    tone: shrink(fine.tone),
    reach: shrink(fine.reach),
    tilt: shrink(fine.tilt),
    salt: shrink(fine.salt),
  };
}
