/** Rooms behind the person, made up: walls, ceiling and floor with windows, doors, shelves, pictures, curtains and plants. */
import { valueNoise, type Random } from '../random.ts';
import type { Sitting } from '../scene/sitting.ts';
import { multiply, transpose, type Vec3 } from '../vector.ts';
import {
  anyColour,
  cupboardTexture,
  curtainTexture,
  doorTexture,
  lampTexture,
  pictureTexture,
  plantTexture,
  scaled,
  shelfTexture,
  wallColour,
  windowTexture,
  wood,
  type Texture,
} from './room-textures.ts';

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
