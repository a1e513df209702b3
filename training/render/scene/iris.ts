/** The iris: its colour from how much melanin it holds, and its texture as a map over angle and radius. */
import { smoothBetween, valueNoise, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';

/** One resolution of an iris map. */
export interface IrisLevel {
  readonly angles: number;
  readonly radii: number;
  /** [radii * angles * 3] linear reflectance; rows run from the pupil's margin to the limbus. */
  readonly colour: Float32Array;
}

/** From fine to coarse, each half as fine. */
export type IrisMap = readonly IrisLevel[];

/** What an iris is made of. */
export interface IrisColours {
  /** Of the outer (ciliary) zone, of the zone around the pupil, of the ring at the limbus. */
  readonly outer: Vec3;
  readonly inner: Vec3;
  readonly ring: Vec3;
  /** Where the ring begins (0 pupil .. 1 limbus) and how dark it is. */
  readonly ringFrom: number;
  readonly ringStrength: number;
  /** 0 none .. 1: how plainly the fibres show. */
  readonly fibres: number;
  /** A sector of another colour: middle and half width in radians, or nothing. */
  readonly sector: { readonly at: number; readonly width: number; readonly colour: Vec3 } | undefined;
}

/**
 * Reflectance by melanin, from none (blue: light scattered by the bare stroma) over green and hazel to dark brown.
 * @see Sturm and Larsson, Genetics of human iris colour and patterns, 2009
 */
const PIGMENT: readonly Vec3[] = [
  [0.13, 0.21, 0.31],
  [0.17, 0.23, 0.25],
  [0.15, 0.17, 0.1],
  [0.17, 0.125, 0.05],
  [0.14, 0.07, 0.028],
  [0.075, 0.034, 0.015],
  [0.03, 0.016, 0.009],
];

function colourOf(pigment: number): Vec3 {
  const t = Math.min(1, Math.max(0, pigment)) * (PIGMENT.length - 1);
  const i = Math.min(PIGMENT.length - 2, Math.floor(t));
  const [a, b] = [PIGMENT[i]!, PIGMENT[i + 1]!];
  const f = t - i;
  return [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f, a[2] + (b[2] - a[2]) * f];
}

const times = (c: Vec3, s: number): Vec3 => [c[0] * s, c[1] * s, c[2] * s];

/** Draws the colours of a pair of irises: the same but for rare heterochromia. */
export function drawIrisColours(
  random: Random,
  melanin: number,
  ageYears: number,
): readonly [IrisColours, IrisColours] {
  // Pale skin goes with every colour, dark skin with brown ones.
  const lightest = smoothBetween(0.12, 0.6, melanin) * 0.78;
  const pigment = random.uniform(lightest, 1);
  const shade = random.uniform(0.75, 1.3);
  const amber = random.chance(0.4) ? random.uniform(0.1, 0.4) : 0;
  const ringStrength = random.uniform(0.25, 0.9) * (1 - smoothBetween(35, 80, ageYears) * 0.7);
  const ringFrom = random.uniform(0.74, 0.88);
  const fibres = random.uniform(0.6, 1) * (1 - 0.6 * pigment);
  const make = (p: number, sector: boolean): IrisColours => {
    const outer = times(colourOf(p), shade);
    return {
      outer,
      inner: times(colourOf(Math.min(0.85, p + amber)), shade * (1.1 - 0.3 * amber)),
      ring: times(outer, 0.28),
      ringFrom,
      ringStrength,
      fibres,
      sector: sector
        ? {
            at: random.uniform(0, 2 * Math.PI),
            width: random.uniform(0.2, 0.7),
            colour: times(colourOf(p > 0.5 ? p - 0.4 : p + 0.45), shade),
          }
        : undefined,
    };
  };
  const odd = random.chance(0.006);
  const sectoral = random.chance(0.01);
  const first = make(pigment, sectoral);
  const second = odd ? make(pigment > 0.5 ? random.uniform(0, 0.3) : random.uniform(0.6, 1), false) : first;
  return sectoral ? [first, make(pigment, false)] : [first, second];
}

const ANGLES = 192;
const RADII = 48;

/** Bakes an iris: fibres, crypts, collarette, contraction furrows, the pupil's ruff and the limbal ring. */
export function bakeIris(colours: IrisColours, random: Random): IrisMap {
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const collarette = random.uniform(0.24, 0.36);
  const crypts = random.uniform(0.2, 0.9) * colours.fibres;
  const furrows = random.uniform(0, 0.25);
  const nevus = random.chance(0.15)
    ? { at: random.uniform(-Math.PI, Math.PI), t: random.uniform(0.4, 0.85) }
    : undefined;
  const colour = new Float32Array(ANGLES * RADII * 3);
  for (let i = 0; i < ANGLES; i++) {
    const angle = (2 * Math.PI * (i + 0.5)) / ANGLES - Math.PI;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    const waver = 0.05 * valueNoise(c * 2.2, s * 2.2, 3, seed) + 0.025 * valueNoise(c * 9, s * 9, 5, seed);
    const apart = colours.sector
      ? Math.abs(Math.atan2(Math.sin(angle - colours.sector.at), Math.cos(angle - colours.sector.at)))
      : 0;
    const inSector = colours.sector
      ? smoothBetween(colours.sector.width, 0.7 * colours.sector.width, apart)
      : 0;
    for (let j = 0; j < RADII; j++) {
      const t = (j + 0.5) / RADII;
      const fold = collarette + waver;
      // Fibres run radially and waver as they go out.
      const bend = 0.25 * valueNoise(c * 3, s * 3, t * 2, seed + 1);
      const fine = valueNoise((c + bend * s) * 22, (s - bend * c) * 22, t * 2.2, seed + 2);
      const broad = valueNoise(c * 9, s * 9, t * 1.6, seed + 3);
      let light = 1 + colours.fibres * (0.42 * fine + 0.3 * broad);
      // Bright along the collarette, its inner side a little darker.
      light *= 1 + 0.4 * Math.exp(-(((t - fold) / 0.055) ** 2)) - 0.12 * smoothBetween(fold, 0.05, t);
      const hole = smoothBetween(0.25, 0.6, valueNoise(c * 6, s * 6, t * 3.5, seed + 4));
      light *=
        1 - 0.55 * crypts * hole * smoothBetween(fold - 0.06, fold + 0.04, t) * smoothBetween(0.8, 0.6, t);
      light *=
        1 -
        furrows * smoothBetween(0.3, 0.9, Math.sin(t * 34 + 3 * waver + broad)) * smoothBetween(0.5, 0.7, t);
      const ring =
        colours.ringStrength *
        smoothBetween(colours.ringFrom - 0.1, Math.min(1, colours.ringFrom + 0.14), t + waver);
      const ruff = smoothBetween(0.05, 0.015, t);
      const spot = nevus
        ? Math.exp(
            -((Math.atan2(Math.sin(angle - nevus.at), Math.cos(angle - nevus.at)) * 4) ** 2) -
              ((t - nevus.t) / 0.06) ** 2,
          )
        : 0;
      const inside = smoothBetween(fold + 0.14, fold - 0.02, t + 0.12 * broad);
      for (let k = 0; k < 3; k++) {
        let value = colours.outer[k]! + (colours.inner[k]! - colours.outer[k]!) * inside;
        if (colours.sector) value += (colours.sector.colour[k]! - value) * inSector;
        value *= Math.max(0.15, light);
        value += (colours.ring[k]! - value) * ring;
        value *= (1 - 0.75 * ruff) * (1 - 0.6 * spot);
        colour[(j * ANGLES + i) * 3 + k] = value;
      }
    }
  }
  const levels: IrisLevel[] = [{ angles: ANGLES, radii: RADII, colour }];
  while (levels.at(-1)!.radii > 3) levels.push(halve(levels.at(-1)!));
  return levels;
}

function halve({ angles, radii, colour }: IrisLevel): IrisLevel {
  const half = { angles: angles / 2, radii: radii / 2, colour: new Float32Array(((angles * radii) / 4) * 3) };
  for (let j = 0; j < half.radii; j++)
    for (let i = 0; i < half.angles; i++)
      for (let k = 0; k < 3; k++) {
        const at = (dj: number, di: number): number => colour[((2 * j + dj) * angles + 2 * i + di) * 3 + k]!;
        half.colour[(j * half.angles + i) * 3 + k] = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
      }
  return half;
}

/** Reflectance at an angle (radians, -pi..pi) and 0..1 from pupil to limbus; written to `out`. */
export function sampleIris(level: IrisLevel, angle: number, t: number, out: Float64Array): void {
  const { angles, radii, colour } = level;
  const x = ((angle + Math.PI) / (2 * Math.PI)) * angles - 0.5;
  const y = Math.min(radii - 1, Math.max(0, t * radii - 0.5));
  const xFloor = Math.floor(x);
  const fx = x - xFloor;
  const x0 = (xFloor + angles) % angles;
  const x1 = (x0 + 1) % angles;
  const y0 = Math.floor(y);
  const fy = y - y0;
  const y1 = Math.min(radii - 1, y0 + 1);
  for (let k = 0; k < 3; k++) {
    const top = colour[(y0 * angles + x0) * 3 + k]! * (1 - fx) + colour[(y0 * angles + x1) * 3 + k]! * fx;
    const bottom = colour[(y1 * angles + x0) * 3 + k]! * (1 - fx) + colour[(y1 * angles + x1) * 3 + k]! * fx;
    out[k] = top * (1 - fy) + bottom * fy;
  }
}
