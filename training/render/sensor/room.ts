/** Rooms behind the person, made up: walls, ceiling and floor with windows, doors, shelves, pictures, curtains and plants. */
import { valueNoise, type Random } from '../random.ts';
import { blackBody } from '../scene/light.ts';
import type { Sitting } from '../scene/sitting.ts';
import { multiply, transpose, type Vec3 } from '../vector.ts';

/** Colour at a point of a wall, fractions of the thing's width and height from its upper left; undefined lets the wall through. */
type Texture = (u: number, v: number) => Vec3 | undefined;

/** A flat thing on a wall, or before it; centimetres along the wall and up from the floor. */
interface Thing {
  readonly wall: Wall;
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  readonly texture: Texture;
  /** Shines by itself: radiance instead of reflectance. */
  readonly shining?: boolean;
}

type Wall = 'back' | 'left' | 'right';

const scaled = (colour: Vec3, factor: number): Vec3 => [
  colour[0] * factor,
  colour[1] * factor,
  colour[2] * factor,
];

/** Walls are mostly white or pale; now and then a strong colour. */
function wallColour(random: Random): Vec3 {
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

function anyColour(random: Random): Vec3 {
  const level = random.uniform(0.04, 0.6);
  return [level * random.uniform(0.3, 1), level * random.uniform(0.3, 1), level * random.uniform(0.3, 1)];
}

const wood = (random: Random): Vec3 => scaled([0.5, 0.3, 0.17], random.uniform(0.25, 1.3));

/** Panes that shine, in a frame, sometimes behind blinds. */
function windowTexture(random: Random, bright: number): Texture {
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

function doorTexture(random: Random): Texture {
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
function shelfTexture(random: Random): Texture {
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

function pictureTexture(random: Random): Texture {
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

function curtainTexture(random: Random): Texture {
  const cloth = random.chance(0.5) ? wallColour(random) : anyColour(random);
  const folds = random.uniform(30, 70);
  return (u, v) => scaled(cloth, 0.7 + 0.3 * Math.sin(u * folds + 2 * Math.sin(3 * u + v)));
}

/** Leaves as blobs over nothing, in a pot. */
function plantTexture(random: Random): Texture {
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

function cupboardTexture(random: Random): Texture {
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
function lampTexture(random: Random): Texture {
  const glow = scaled(blackBody(random.uniform(2300, 3200)), random.uniform(1.5, 5));
  const taper = random.uniform(0, 0.35);
  return (u, v) => (Math.abs(u - 0.5) < 0.5 - taper * (1 - v) ? scaled(glow, 0.6 + 0.6 * v) : undefined);
}

interface Shape {
  readonly halfWidth: number;
  readonly depth: number;
}

function furnish(random: Random, shape: Shape, bright: number, backlit: boolean, lit: boolean): Thing[] {
  const things: Thing[] = [];
  const lengthOf = (wall: Wall): number => (wall === 'back' ? 2 * shape.halfWidth : shape.depth);
  const put = (
    wall: Wall,
    width: number,
    height: number,
    bottom: number,
    texture: Texture,
    shining = false,
    at = random.uniform(0, Math.max(1, lengthOf(wall) - width)),
  ): void => void things.push({ wall, left: at, bottom, width, height, texture, shining });
  const anyWall = (): Wall => random.pick(['back', 'back', 'back', 'left', 'right'] as const);
  if (backlit || random.chance(0.3)) {
    const width = random.uniform(90, 220);
    const wall = backlit ? 'back' : anyWall();
    // The window that lights a person from behind is near the middle of the picture.
    const middle = (lengthOf(wall) - width) / 2;
    const at = backlit ? middle + random.normal(0, 50) : random.uniform(0, Math.max(1, 2 * middle));
    const bottom = random.uniform(60, 100);
    put(wall, width, random.uniform(110, 150), bottom, windowTexture(random, bright), true, at);
    if (random.chance(0.5)) {
      const curtain = curtainTexture(random);
      const drawn = random.uniform(25, 60);
      put(wall, drawn, 235, 5, curtain, false, at - drawn + 5);
      put(wall, drawn, 235, 5, curtain, false, at + width - 5);
    }
  }
  if (random.chance(0.4)) put(anyWall(), random.uniform(80, 95), 205, 0, doorTexture(random));
  if (random.chance(0.4))
    put(anyWall(), random.uniform(70, 200), random.uniform(120, 215), 0, shelfTexture(random));
  if (random.chance(0.35))
    put(anyWall(), random.uniform(80, 200), random.uniform(75, 210), 0, cupboardTexture(random));
  for (let k = random.pick([0, 1, 1, 2, 3]); k > 0; k--) {
    const width = random.uniform(25, 90);
    put(anyWall(), width, width * random.uniform(0.7, 1.5), random.uniform(110, 160), pictureTexture(random));
  }
  if (random.chance(0.3))
    put(
      'back',
      random.uniform(40, 90),
      random.uniform(80, 160),
      random.pick([0, 0, 75]),
      plantTexture(random),
    );
  if (lit && random.chance(0.5))
    put(
      'back',
      random.uniform(20, 40),
      random.uniform(18, 35),
      random.uniform(90, 150),
      lampTexture(random),
      true,
    );
  return things;
}

/** Light in a corner, by the distance from it in cm. */
const corner = (gap: number): number => 1 - 0.4 * Math.exp(-gap / 25);

/** Draws a room around a sitting: radiance along a ray of the camera. */
export function createRoom(random: Random, sitting: Sitting): (ray: Vec3, out: Float32Array) => void {
  const { light } = sitting;
  // World axes: y up, z from the person to the camera; the same turn as the light's but for where the map points.
  const toWorld = transpose(light.upright);
  const cameraHeight = random.uniform(95, 130);
  const ceiling = random.uniform(235, 300);
  const depth = random.uniform(0, 1) ** 1.6 * 400 + sitting.distanceCm + 70;
  const halfWidth = random.uniform(130, 340);
  const middle = random.uniform(-0.5, 0.5) * halfWidth;
  const walls: Record<Wall, Vec3> = { back: wallColour(random), left: [0, 0, 0], right: [0, 0, 0] };
  walls.left = random.chance(0.7) ? walls.back : wallColour(random);
  walls.right = random.chance(0.8) ? walls.back : walls.left;
  const floor = random.chance(0.6) ? wood(random) : anyColour(random);
  const roof = scaled([0.8, 0.79, 0.77], random.uniform(0.7, 1.05));
  const skirting = random.chance(0.6) ? scaled([0.8, 0.8, 0.78], random.uniform(0.4, 1)) : undefined;
  const backlit = light.situation === 'backlit';
  const level =
    light.ambientStrength * light.environment.mean + 0.35 * light.keyStrength * random.uniform(0.5, 1.4);
  // Lamps at one side, dim at the other.
  const falloff = random.uniform(0, 0.5) * (random.chance(0.5) ? 1 : -1);
  const bright = level * random.uniform(backlit ? 4 : 1.5, backlit ? 14 : 6);
  const shape = { halfWidth, depth };
  const things = furnish(random, shape, bright, backlit, light.lux < 250);
  const white = light.white;
  const grain = Math.floor(random.uniform(0, 2 ** 31));

  return (ray, out) => {
    const d = multiply(toWorld, ray);
    // Nearest of the back wall (z = -depth), the sides, the ceiling and the floor.
    const toBack = d[2] < 0 ? -depth / d[2] : Infinity;
    const side = d[0] > 0 ? middle + halfWidth : middle - halfWidth;
    const toSide = d[0] === 0 ? Infinity : side / d[0];
    const level0 = d[1] > 0 ? ceiling - cameraHeight : -cameraHeight;
    const toLevel = d[1] === 0 ? Infinity : level0 / d[1];
    const t = Math.min(toBack, toSide, toLevel);
    const x = d[0] * t - middle;
    const y = d[1] * t + cameraHeight;
    const z = -d[2] * t;
    let reflectance: Vec3;
    let shining = false;
    if (t === toLevel)
      reflectance = d[1] > 0 ? roof : scaled(floor, 1 + 0.25 * valueNoise(x / 9, z / 60, 0, grain));
    else {
      const wall: Wall = t === toBack ? 'back' : d[0] > 0 ? 'right' : 'left';
      const along = wall === 'back' ? x + halfWidth : z;
      reflectance = skirting && y < 8 ? skirting : walls[wall];
      for (const thing of things) {
        if (thing.wall !== wall) continue;
        const u = (along - thing.left) / thing.width;
        const v = 1 - (y - thing.bottom) / thing.height;
        if (u < 0 || u >= 1 || v < 0 || v >= 1) continue;
        const colour = thing.texture(u, v);
        if (!colour) continue;
        reflectance = colour;
        shining = thing.shining ?? false;
      }
    }
    if (shining) return void out.set(reflectance);
    // Corners are darker, and so is what is far from the light.
    const dark =
      corner(halfWidth - Math.abs(x)) * corner(Math.abs(depth - z)) * corner(y) * corner(ceiling - y);
    const lit =
      level * Math.min(1.3, dark * 1.3) * (1 + (falloff * x) / halfWidth) * (0.75 + (0.35 * y) / ceiling);
    for (let c = 0; c < 3; c++) out[c] = Math.max(0, reflectance[c]! * lit * white[c]!);
  };
}
