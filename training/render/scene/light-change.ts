/** Another light in the same room: what lights the face goes off, or something brighter comes on at its other side. */
import { harmonicBasis } from '../assets/environment.ts';
import type { Random } from '../random.ts';
import { multiply, normalize, RADIANS_PER_DEGREE, transpose, type Vec3 } from '../vector.ts';
import { whiteOf, type Illumination, type LightSetup } from './light.ts';
import { blackBody } from './situations.ts';

const luminanceOf = ([r, g, b]: Vec3): number => 0.3 * r + 0.6 * g + 0.1 * b;

/** How squarely light from a direction (camera axes) falls on a face that looks into the camera, 0..1. */
const facing = (direction: Vec3): number => Math.max(0, -direction[2]);

/** What falls on a face that looks into the camera: luminance of irradiance over pi, of all light and of the key light alone. */
export function faceLight(light: LightSetup): { readonly all: number; readonly key: number } {
  const { environment, turn, keyDirection, keyColour, keyStrength, fills = [] } = light;
  const normal = multiply(transpose(turn), [0, 0, -1]);
  const place = harmonicBasis(normal).reduce(
    (sum, value, k) => sum + value * luminanceOf(environment.harmonics[k]!),
    0,
  );
  // As on skin, the place is never quite dark from anywhere.
  const ambient = light.ambientStrength * Math.max(0.04 * environment.mean, place);
  const key = keyStrength * facing(keyDirection) * luminanceOf(keyColour);
  const others = fills.reduce(
    (sum, { direction, colour, strength }) => sum + strength * facing(direction) * luminanceOf(colour),
    0,
  );
  return { all: ambient + key + others + light.screenStrength * luminanceOf(light.screenColour), key };
}

/**
 * A key light can go off that gives at least this share of the face's light, where without it that falls to this much at most, and as
 * much lux is left as a webcam needs to show a face.
 */
const KEY_SHARE = 0.25;
const FALLS_TO = 0.6;
const LEAST_LUX = 40;
/** What the walls still throw back of the light that was: other lamps and windows remain. */
const REMAINS = [0.35, 0.6] as const;
/** How many times brighter a light that comes on makes the face, and where it stands: degrees from the camera, and up. */
const BRIGHTER = [2, 3.2] as const;
const AZIMUTH_DEG = [35, 65] as const;
const ELEVATION_DEG = [10, 40] as const;
/** Brighter than any lamp makes it: the sun comes out. */
const DAYLIGHT_LUX = 800;

/**
 * Changes the light of a sitting for good. In half of the sittings whose key light can be missed it goes off and the place gets darker
 * with it; else a light comes on at the face's other side, warm where it was cold and cold where it was warm, and what was the key
 * light becomes a further one. Levels stay relative to the same lux, so that a camera has to follow.
 */
export function changeLight(light: Illumination, random: Random): Illumination {
  const dimmed = switchOff(light, random.fork('off'));
  return dimmed && random.chance(0.5) ? dimmed : switchOn(light, random.fork('on'));
}

function switchOff(light: Illumination, random: Random): Illumination | undefined {
  const { all, key } = faceLight(light);
  const ambientStrength = light.ambientStrength * random.uniform(...REMAINS);
  const dimmed = withWhite({ ...light, keyStrength: 0, ambientStrength });
  const left = faceLight(dimmed).all;
  const missed = key > KEY_SHARE * all && left < FALLS_TO * all;
  return missed && left * light.lux > LEAST_LUX ? dimmed : undefined;
}

function switchOn(light: Illumination, random: Random): Illumination {
  const { upright, keyDirection, keyColour, keyStrength, white, fills = [] } = light;
  const { all } = faceLight(light);
  // World axes: x as in the picture, y up, z from the person to the camera.
  const keySide = multiply(transpose(upright), keyDirection)[0] > 0 ? 1 : -1;
  const azimuth = -keySide * random.uniform(...AZIMUTH_DEG) * RADIANS_PER_DEGREE;
  const elevation = random.uniform(...ELEVATION_DEG) * RADIANS_PER_DEGREE;
  const direction = normalize(
    multiply(upright, [
      Math.sin(azimuth) * Math.cos(elevation),
      Math.sin(elevation),
      Math.cos(azimuth) * Math.cos(elevation),
    ]),
  );
  const wasWarm = white[0] > white[2];
  const outdoors = all * light.lux > DAYLIGHT_LUX;
  const kelvin = outdoors
    ? random.uniform(5000, 5600)
    : wasWarm
      ? random.uniform(6000, 7500)
      : random.uniform(2500, 3200);
  const colour = blackBody(kelvin);
  const added = (random.uniform(...BRIGHTER) - 1) * all;
  return withWhite({
    ...light,
    keyDirection: direction,
    keyColour: colour,
    keyStrength: added / Math.max(0.2, facing(direction)) / luminanceOf(colour),
    fills: [...fills, { direction: keyDirection, colour: keyColour, strength: keyStrength }],
  });
}

const withWhite = (light: Illumination): Illumination => ({ ...light, white: whiteOf(light) });
