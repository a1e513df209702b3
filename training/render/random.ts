/** Seeded random numbers: the same seed and labels give the same people, on every machine. */

/** A stream of random numbers, independent of every stream with another label. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, deviation: number): number;
  /** Normal, redrawn by clamping to [low, high]. */
  clamped(mean: number, deviation: number, low: number, high: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A new stream that depends on this stream's seed and the label only, not on what was drawn. */
  fork(label: string | number): Random;
}

/** 32-bit hash of a string (FNV-1a with a murmur finisher). */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return mixBits(hash);
}

/** Murmur3's finisher: every input bit reaches every output bit. */
export function mixBits(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Creates a stream from a seed.
 * @see https://pracrand.sourceforge.net/RNG_engines.txt (sfc32)
 */
export function createRandom(seed: string | number): Random {
  const key = String(seed);
  let a = hashText(`${key}/a`);
  let b = hashText(`${key}/b`);
  let c = hashText(`${key}/c`);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();

  const random: Random = {
    uniform: (low, high) => low + (high - low) * next(),
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    clamped: (mean, deviation, low, high) => Math.min(high, Math.max(low, random.normal(mean, deviation))),
    chance: (p) => next() < p,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('pick: the list is empty');
      return item;
    },
    fork: (label) => createRandom(`${key}/${label}`),
  };
  return random;
}

const lerp = (p: number, q: number, t: number): number => p + (q - p) * t;

/** Smooth noise over space in -1..1: trilinear interpolation of hashed lattice values. */
export function valueNoise(x: number, y: number, z: number, seed: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  const fx = smooth(x - xi);
  const fy = smooth(y - yi);
  const fz = smooth(z - zi);
  const at = (dx: number, dy: number, dz: number): number =>
    mixBits(
      Math.imul(xi + dx, 374761393) ^
        Math.imul(yi + dy, 668265263) ^
        Math.imul(zi + dz, 2147483647 - 58) ^
        seed,
    ) /
      2147483648 -
    1;
  return lerp(
    lerp(lerp(at(0, 0, 0), at(1, 0, 0), fx), lerp(at(0, 1, 0), at(1, 1, 0), fx), fy),
    lerp(lerp(at(0, 0, 1), at(1, 0, 1), fx), lerp(at(0, 1, 1), at(1, 1, 1), fx), fy),
    fz,
  );
}

/** Hermite step over 0..1. */
export function smooth(t: number): number {
  const u = t < 0 ? 0 : t > 1 ? 1 : t;
  return u * u * (3 - 2 * u);
}

/** Hermite step that rises from 0 at `from` to 1 at `to`. */
export function smoothBetween(from: number, to: number, value: number): number {
  return smooth((value - from) / (to - from));
}
