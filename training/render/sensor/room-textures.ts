/** What hangs on walls and stands before them in made-up rooms: patterns that are told apart when out of focus. */
import { valueNoise, type Random } from '../random.ts';
import { blackBody } from '../scene/situations.ts';
import type { Vec3 } from '../vector.ts';

/** Colour at a point of a wall, fractions of the thing's width and height from its upper left; undefined lets the wall through. */
export type Texture = (u: number, v: number) => Vec3 | undefined;

export const scaled = (colour: Vec3, factor: number): Vec3 => [
  colour[0] * factor,
  colour[1] * factor,
  colour[2] * factor,
];

/** Walls are mostly white or pale; now and then a strong colour. */
export function wallColour(random: Random): Vec3 {
  const level = random.chance(0.82) ? random.uniform(0.5, 0.88) : random.uniform(0.15, 0.4);
  const strength = random.chance(0.25) ? 0.3 : 0.07;
  return scaled(
    [
      1 + strength * random.normal(0.15, 0.7),
      1 + strength * random.normal(0, 0.4),
      1 - strength * random.normal(0.3, 0.8),
    ],
    level,
  );
}

export function anyColour(random: Random): Vec3 {
  const level = random.uniform(0.04, 0.6);
  return [level * random.uniform(0.3, 1), level * random.uniform(0.3, 1), level * random.uniform(0.3, 1)];
}

export const wood = (random: Random): Vec3 => scaled([0.5, 0.3, 0.17], random.uniform(0.25, 1.3));

/** Panes that shine, in a frame, sometimes behind blinds. */
export function windowTexture(random: Random, bright: number): Texture {
  const sky = scaled(blackBody(random.uniform(5500, 9000)), bright);
  const columns = random.pick([1, 2, 2, 3]);
  const rows = random.pick([1, 1, 2]);
  const blinds = random.chance(0.3) ? random.uniform(14, 30) : 0;
  const green = random.uniform(0, 0.5);
  const horizon = random.uniform(0.4, 0.95);
  const frame = random.uniform(0.2, 0.8) * 0.4;
  return (u, v) => {
    const x = (u * columns) % 1;
    const y = (v * rows) % 1;
    if (x < 0.04 || x > 0.96 || y < 0.03 || y > 0.97) return [frame, frame, frame];
    if (blinds > 0 && (v * blinds) % 1 < 0.6) return scaled(sky, 0.28);
    return v > horizon ? [sky[0] * 0.25, sky[1] * (0.25 + 0.1 * green), sky[2] * 0.18] : sky;
  };
}

export function doorTexture(random: Random): Texture {
  const leaf = random.chance(0.5) ? wood(random) : scaled([0.8, 0.79, 0.76], random.uniform(0.7, 1));
  const frame = scaled(leaf, random.uniform(0.6, 1.2));
  const panels = random.pick([0, 2, 3]);
  return (u, v) => {
    if (u < 0.06 || u > 0.94 || v < 0.03) return frame;
    if (u > 0.83 && u < 0.88 && Math.abs(v - 0.52) < 0.012) return [0.35, 0.34, 0.32];
    const y = panels > 0 ? (v * panels) % 1 : 0.5;
    const edge = panels > 0 && (Math.abs(u - 0.2) < 0.012 || Math.abs(u - 0.8) < 0.012 || y < 0.06);
    return edge ? scaled(leaf, 0.75) : leaf;
  };
}

/** Shelves with spines of books and gaps. */
export function shelfTexture(random: Random): Texture {
  const board = wood(random);
  const rows = random.pick([3, 4, 5, 6]);
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const books = random.uniform(18, 36);
  const hueShare = random.uniform(0.3, 1);
  return (u, v) => {
    const row = Math.floor(v * rows);
    const y = v * rows - row;
    if (y > 0.93 || u < 0.02 || u > 0.98) return board;
    const slot = Math.floor(u * books);
    const dice = (k: number): number => 0.5 + 0.5 * valueNoise(slot * 3.7 + k * 11.3, row * 5.1, k, seed);
    const tall = 0.3 + 0.5 * dice(0);
    if (dice(1) < 0.22 || 1 - y > tall) return scaled(board, 0.35);
    const grey = 0.1 + 0.5 * dice(2);
    const tint = (k: number): number => grey * (1 - hueShare + 2 * hueShare * dice(k));
    return [tint(3), tint(4), tint(5)];
  };
}

export function pictureTexture(random: Random): Texture {
  const frame = random.chance(0.5) ? wood(random) : scaled([1, 1, 1], random.uniform(0.03, 0.8));
  const mount: Vec3 = [0.75, 0.74, 0.7];
  const first = anyColour(random);
  const second = anyColour(random);
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const wide = random.chance(0.5) ? 0.12 : 0;
  return (u, v) => {
    const rim = Math.min(u, v, 1 - u, 1 - v);
    if (rim < 0.04) return frame;
    if (rim < 0.04 + wide) return mount;
    const t = 0.5 + 0.5 * valueNoise(u * 4, v * 4, 0, seed);
    return [
      first[0] + (second[0] - first[0]) * t,
      first[1] + (second[1] - first[1]) * t,
      first[2] + (second[2] - first[2]) * t,
    ];
  };
}

export function curtainTexture(random: Random): Texture {
  const cloth = random.chance(0.5) ? wallColour(random) : anyColour(random);
  const folds = random.uniform(30, 70);
  return (u, v) => scaled(cloth, 0.7 + 0.3 * Math.sin(u * folds + 2 * Math.sin(3 * u + v)));
}

/** Leaves as blobs over nothing, in a pot. */
export function plantTexture(random: Random): Texture {
  const leaf = scaled([0.1, 0.22, 0.06], random.uniform(0.5, 1.6));
  const pot = anyColour(random);
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  return (u, v) => {
    if (v > 0.82) return Math.abs(u - 0.5) < 0.2 - 0.2 * (v - 0.82) ? pot : undefined;
    const from = Math.hypot((u - 0.5) * 1.1, v - 0.42);
    const noise = valueNoise(u * 9, v * 9, 0, seed);
    if (from + 0.22 * noise > 0.42) return undefined;
    return scaled(leaf, 1 + 0.8 * valueNoise(u * 16, v * 16, 3, seed));
  };
}

export function cupboardTexture(random: Random): Texture {
  const front = random.chance(0.5) ? wood(random) : wallColour(random);
  const columns = random.pick([1, 2, 3]);
  const rows = random.pick([1, 2, 4]);
  return (u, v) => {
    const x = (u * columns) % 1;
    const y = (v * rows) % 1;
    return x < 0.02 || y < 0.03 ? scaled(front, 0.4) : front;
  };
}

/** A lamp's shade that glows. */
export function lampTexture(random: Random): Texture {
  const glow = scaled(blackBody(random.uniform(2300, 3200)), random.uniform(1.5, 5));
  const taper = random.uniform(0, 0.35);
  return (u, v) => (Math.abs(u - 0.5) < 0.5 - taper * (1 - v) ? scaled(glow, 0.6 + 0.6 * v) : undefined);
}
