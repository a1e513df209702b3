/** Where people sit at computers: how bright it is there, where the light comes from, and its colour. */
import type { Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';

export type Situation = 'map' | 'window' | 'office' | 'lamp' | 'backlit' | 'screen only' | 'coloured';

/**
 * Colour of a black body, its green 1: red and blue follow fits over 2000 to 10000 K in linear sRGB.
 * @see https://en.wikipedia.org/wiki/Planckian_locus
 */
export function blackBody(kelvin: number): Vec3 {
  const t = Math.log(kelvin / 6500);
  return [Math.exp(-0.92 * t + 0.12 * t * t), 1, Math.exp(1.45 * t - 0.62 * t * t)];
}

export interface Recipe {
  readonly share: number;
  /** Level of the ambient light, and of the key light relative to it. */
  readonly ambient: readonly [number, number];
  readonly key: readonly [number, number];
  readonly kelvin: readonly [number, number];
  readonly elevationDeg: readonly [number, number];
  /** Degrees from the direction of the camera as the person sees it; 180 is behind the person. */
  readonly azimuthDeg: readonly [number, number];
  readonly lux: readonly [number, number];
  readonly screen: readonly [number, number];
}

/** Where people sit at computers; lux as lighting standards and habits have it. @see EN 12464-1 (500 lux for office work) */
export const RECIPES: Readonly<Record<Exclude<Situation, 'map'>, Recipe>> = {
  window: {
    share: 0.17,
    ambient: [0.25, 0.7],
    key: [0.6, 2.2],
    kelvin: [5200, 7500],
    elevationDeg: [5, 40],
    azimuthDeg: [15, 100],
    lux: [200, 1500],
    screen: [0.02, 0.15],
  },
  office: {
    share: 0.17,
    ambient: [0.5, 0.9],
    key: [0.2, 0.8],
    kelvin: [3600, 5200],
    elevationDeg: [50, 85],
    azimuthDeg: [0, 120],
    lux: [250, 600],
    screen: [0.04, 0.2],
  },
  lamp: {
    share: 0.16,
    ambient: [0.12, 0.45],
    key: [0.4, 1.6],
    kelvin: [2300, 3600],
    elevationDeg: [10, 70],
    azimuthDeg: [0, 130],
    lux: [40, 180],
    screen: [0.1, 0.5],
  },
  backlit: {
    share: 0.09,
    ambient: [0.3, 0.6],
    key: [0.5, 2],
    kelvin: [5200, 7000],
    elevationDeg: [5, 40],
    azimuthDeg: [125, 170],
    lux: [100, 500],
    screen: [0.1, 0.4],
  },
  'screen only': {
    share: 0.07,
    ambient: [0.04, 0.15],
    key: [0, 0.15],
    kelvin: [2300, 4000],
    elevationDeg: [10, 60],
    azimuthDeg: [30, 150],
    lux: [15, 60],
    screen: [0.6, 1],
  },
  coloured: {
    share: 0.04,
    ambient: [0.1, 0.35],
    key: [0.3, 0.9],
    kelvin: [2700, 5000],
    elevationDeg: [0, 60],
    azimuthDeg: [10, 120],
    lux: [30, 120],
    screen: [0.2, 0.6],
  },
};

/** Draws a situation by its share; what no recipe takes is a map's own light. */
export function drawSituation(random: Random): Situation {
  let chance = random.uniform(0, 1);
  for (const [situation, { share }] of Object.entries(RECIPES)) {
    chance -= share;
    if (chance < 0) return situation as Situation;
  }
  return 'map';
}
