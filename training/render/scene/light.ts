/** The light of a sitting: the place, a key light with its shadow, lamps, the screen, and how bright it all is. */
import type { Environment } from '../assets/environment.ts';
import type { Random } from '../random.ts';
import {
  compose,
  multiply,
  normalize,
  RADIANS_PER_DEGREE,
  rotationX,
  rotationY,
  type Mat3,
  type Vec3,
} from '../vector.ts';
import { blackBody, drawSituation, RECIPES, type Situation } from './situations.ts';

/** A lamp or a window far away. */
export interface DirectLight {
  /** Unit direction towards it, camera axes. */
  readonly direction: Vec3;
  readonly colour: Vec3;
  readonly strength: number;
}

/** What shines on a person. */
export interface LightSetup {
  readonly environment: Environment;
  /** Environment axes (y up) to camera axes. */
  readonly turn: Mat3;
  /** Unit direction towards the key light, camera axes. */
  readonly keyDirection: Vec3;
  readonly keyColour: Vec3;
  readonly keyStrength: number;
  /** Further lights; they cast no shadow. */
  readonly fills?: readonly DirectLight[];
  readonly ambientStrength: number;
  readonly screenStrength: number;
  readonly screenColour: Vec3;
}

/** The light of a sitting, with what the camera and the background make of it. */
export interface Illumination extends LightSetup {
  readonly situation: Situation;
  /** Illuminance of a surface of light level 1, lux: decides the camera's noise and motion blur. */
  readonly lux: number;
  /** Colour of a white surface in this light, its mean 1: what a perfect white balance would take away. */
  readonly white: Vec3;
  /** World axes (y up, z from the person to the camera) to camera axes. */
  readonly upright: Mat3;
  /** Whether a room is drawn behind the person instead of the map. */
  readonly room: boolean;
}

/** Drawn for the shift set only: one bright outdoor place, one dark, one indoor. */
export const HELD_BACK_ENVIRONMENTS: ReadonlySet<string> = new Set(['city', 'night', 'lab']);
/** Places with a roof: people sit at computers there most. */
const INDOORS: ReadonlySet<string> = new Set(['apartment', 'hall', 'lab', 'studio', 'warehouse']);

/** Draws a place; with `shift` one that is held back, without it never. */
export function pickEnvironment(
  environments: readonly Environment[],
  random: Random,
  shift: boolean,
): Environment {
  const allowed = environments.filter(({ name }) => HELD_BACK_ENVIRONMENTS.has(name) === shift);
  if (allowed.length === 0) return random.pick(environments);
  const indoors = allowed.filter(({ name }) => INDOORS.has(name));
  return random.pick(indoors.length > 0 && random.chance(0.55) ? indoors : allowed);
}

/** Multiplies a map's light by a colour; what is seen of the map itself stays. */
function tinted(environment: Environment, colour: Vec3): Environment {
  return {
    ...environment,
    harmonics: environment.harmonics.map((h): Vec3 => [h[0] * colour[0], h[1] * colour[1], h[2] * colour[2]]),
  };
}

/** The map's own light made grey: the shape of a place without its colours. */
function bleached(environment: Environment): Environment {
  return {
    ...environment,
    harmonics: environment.harmonics.map((h): Vec3 => {
      const grey = 0.3 * h[0] + 0.6 * h[1] + 0.1 * h[2];
      return [0.8 * grey + 0.2 * h[0], 0.8 * grey + 0.2 * h[1], 0.8 * grey + 0.2 * h[2]];
    }),
  };
}

const between = (random: Random, [low, high]: readonly [number, number]): number => random.uniform(low, high);

/** World axes (y up, z towards the camera's back) to screen-aligned ones (y down, z towards the person). */
const FLIP_UP: Mat3 = [1, 0, 0, 0, -1, 0, 0, 0, -1];

/**
 * Draws the light of a sitting.
 * @param cameraRotation screen-aligned axes to camera axes
 */
export function drawLight(
  random: Random,
  environments: readonly Environment[],
  cameraRotation: Mat3,
  shift: boolean,
): Illumination {
  const place = pickEnvironment(environments, random.fork('place'), shift);
  // Screens lean back a little, and the horizon stays where it is.
  const lean = random.clamped(5, 5, -3, 18) * RADIANS_PER_DEGREE;
  const upright = compose(cameraRotation, compose(rotationX(-lean), FLIP_UP));
  const turn = compose(upright, rotationY(random.uniform(0, 2 * Math.PI)));
  const situation = drawSituation(random.fork('situation'));
  const screenColour: Vec3 = [random.uniform(0.75, 1), random.uniform(0.85, 1), random.uniform(0.9, 1.15)];
  const fills: DirectLight[] = [];
  let environment = place;
  let keyDirection: Vec3;
  let keyColour: Vec3;
  let keyStrength: number;
  let ambientLevel: number;
  let lux: number;
  let screenStrength: number;
  let room: boolean;

  if (situation === 'map') {
    const fromMap = multiply(turn, place.keyDirection);
    // A key light behind the person lights nothing that the camera sees: most of those are turned to the front.
    keyDirection = fromMap[2] > 0.2 && random.chance(0.6) ? [fromMap[0], fromMap[1], -fromMap[2]] : fromMap;
    keyColour = place.keyColour;
    ambientLevel = random.uniform(0.6, 1);
    // The map's own sun is far brighter than what people sit in: they sit in its shade or behind a curtain.
    keyStrength = Math.min(random.uniform(0, 2), 0.3 + place.keyShare * random.uniform(0.5, 3));
    const indoors = INDOORS.has(place.name);
    lux = indoors ? random.uniform(120, 700) : random.uniform(600, 4000);
    if (place.mean < 0.2) lux = random.uniform(15, 60);
    screenStrength = lux < 100 ? random.uniform(0.2, 0.6) : random.uniform(0.02, indoors ? 0.25 : 0.06);
    room = indoors && random.chance(0.3);
  } else {
    const recipe = RECIPES[situation];
    environment = bleached(place);
    const kelvin = between(random, recipe.kelvin);
    const elevation = between(random, recipe.elevationDeg) * RADIANS_PER_DEGREE;
    const azimuth = between(random, recipe.azimuthDeg) * (random.chance(0.5) ? 1 : -1) * RADIANS_PER_DEGREE;
    keyDirection = normalize(
      multiply(upright, [
        Math.sin(azimuth) * Math.cos(elevation),
        Math.sin(elevation),
        Math.cos(azimuth) * Math.cos(elevation),
      ]),
    );
    keyColour = blackBody(kelvin);
    keyStrength = between(random, recipe.key);
    ambientLevel = between(random, recipe.ambient);
    lux = between(random, recipe.lux);
    screenStrength = between(random, recipe.screen);
    // Walls throw the light back warmer than it came.
    const bounce = blackBody(kelvin * random.uniform(0.85, 1));
    environment = tinted(environment, bounce);
    room = random.chance(0.75);
    if (situation === 'coloured') fills.push(drawColouredLight(random.fork('strip'), upright));
    else if (random.chance(0.35)) fills.push(drawLamp(random.fork('lamp'), upright, keyStrength));
  }
  const setup: LightSetup = {
    environment,
    turn,
    keyDirection,
    keyColour,
    keyStrength,
    fills,
    ambientStrength: ambientLevel / place.mean,
    screenStrength,
    screenColour,
  };
  return { ...setup, situation, upright, lux, white: whiteOf(setup), room };
}

/** A second light: a warm lamp, or daylight from elsewhere. */
function drawLamp(random: Random, upright: Mat3, keyStrength: number): DirectLight {
  return {
    direction: lightFrom(random, upright, 130),
    colour: blackBody(random.chance(0.6) ? random.uniform(2400, 3400) : random.uniform(5500, 7500)),
    strength: random.uniform(0.1, 0.5) * Math.max(0.4, keyStrength),
  };
}

/** A light strip or a lit toy: strongly coloured, from the side or behind. */
function drawColouredLight(random: Random, upright: Mat3): DirectLight {
  const hue = random.uniform(0, 3);
  const channel = (c: number): number =>
    0.08 + 0.92 * Math.max(0, 1 - Math.min(Math.abs(hue - c), 3 - Math.abs(hue - c)));
  return {
    direction: lightFrom(random, upright, 150),
    colour: [channel(0), channel(1), channel(2)],
    strength: random.uniform(0.15, 0.7),
  };
}

function lightFrom(random: Random, upright: Mat3, widestDeg: number): Vec3 {
  const azimuth = random.uniform(-widestDeg, widestDeg) * RADIANS_PER_DEGREE;
  const elevation = random.uniform(0, 60) * RADIANS_PER_DEGREE;
  return multiply(upright, [
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  ]);
}

/** Colour of a white surface, its mean 1: of the place, the screen, and half of each light, which not every surface faces. */
export function whiteOf(light: LightSetup): Vec3 {
  const { environment, ambientStrength, keyColour, keyStrength, screenColour, screenStrength } = light;
  const lights = [
    { colour: keyColour, strength: 0.5 * keyStrength },
    { colour: screenColour, strength: screenStrength },
    ...(light.fills ?? []).map(({ colour, strength }) => ({ colour, strength: 0.5 * strength })),
  ];
  const sum = [0, 1, 2].map(
    (c) =>
      Math.max(0, environment.harmonics[0]![c]!) * 0.282095 * ambientStrength +
      lights.reduce((total, { colour, strength }) => total + colour[c]! * strength, 1e-3),
  );
  const mean = (sum[0]! + sum[1]! + sum[2]!) / 3;
  return [sum[0]! / mean, sum[1]! / mean, sum[2]! / mean];
}
