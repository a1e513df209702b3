/** The colour of a person's skin, vertex by vertex: pigment, blood, lips, brows and stubble. */
import { smoothBetween, valueNoise, type Random } from '../random.ts';
import { RANGES } from '../assets/facekit.ts';
import type { Vec3 } from '../vector.ts';

export interface Complexion {
  /** 0 is the palest human skin, 1 the darkest. */
  readonly melanin: number;
  /** -1 sallow .. 1 ruddy. */
  readonly blood: number;
  readonly lipTint: number;
  readonly browStrength: number;
  readonly browHeightCm: number;
  readonly browThicknessCm: number;
  /** 0 shaven .. 1 full beard. */
  readonly beard: number;
  readonly freckles: number;
  /** Dark make-up or dense lash roots at the lids, 0..1. */
  readonly liner: number;
  readonly hairColour: Vec3;
  readonly noiseSeed: number;
}

const PALE: Vec3 = [0.66, 0.45, 0.36];
const DARK: Vec3 = [0.075, 0.042, 0.03];

const HAIR_COLOURS: readonly Vec3[] = [
  [0.012, 0.01, 0.01],
  [0.02, 0.014, 0.01],
  [0.045, 0.025, 0.015],
  [0.09, 0.05, 0.028],
  [0.13, 0.08, 0.04],
  [0.24, 0.165, 0.085],
  [0.11, 0.04, 0.018],
  [0.17, 0.165, 0.16],
  [0.3, 0.295, 0.285],
];

/** Draws a complexion; skin over the whole human range evenly, hair darker on darker skin. */
export function drawComplexion(random: Random): Complexion {
  const melanin = random.uniform(0, 1);
  const lightest = melanin > 0.55 ? 3 : HAIR_COLOURS.length;
  const hair = random.chance(0.12) ? HAIR_COLOURS.length - 1 - Math.floor(random.uniform(0, 2)) : undefined;
  const index = hair ?? Math.floor(random.uniform(0, lightest));
  return {
    melanin,
    blood: random.normal(0, 0.45),
    lipTint: random.uniform(0.2, 1),
    browStrength: random.uniform(0.35, 1),
    browHeightCm: random.normal(0, 0.15),
    browThicknessCm: random.uniform(0.22, 0.48),
    beard: random.chance(0.3) ? random.uniform(0.2, 1) : 0,
    freckles: random.chance(0.2) ? random.uniform(0.2, 1) : 0,
    liner: random.chance(0.3) ? random.uniform(0.3, 1) : random.uniform(0, 0.2),
    hairColour: HAIR_COLOURS[index] as Vec3,
    noiseSeed: Math.floor(random.uniform(0, 2 ** 31)),
  };
}

/** Plain skin reflectance of a complexion: pigment interpolated in log reflectance. */
export function skinColour(complexion: Complexion): Vec3 {
  const t = complexion.melanin;
  const at = (c: 0 | 1 | 2): number => PALE[c] * (DARK[c] / PALE[c]) ** t;
  const flush = 1 - 0.14 * complexion.blood;
  return [at(0) * (1 + 0.05 * complexion.blood), at(1) * flush, at(2) * flush];
}

/**
 * Paints the head [V * 3]. Regions are found on the mean head, whose vertices keep their meaning in every identity.
 * @param neutral [V * 3] the mean head, cm
 * @param scalp whether hair covers the skull
 */
export function paintHead(neutral: Float32Array, complexion: Complexion, scalp: boolean): Float32Array {
  const albedo = new Float32Array(neutral.length);
  const skin = skinColour(complexion);
  const { noiseSeed: seed, hairColour } = complexion;
  for (let v = 0; v < neutral.length / 3; v++) {
    const x = neutral[3 * v]!;
    const y = neutral[3 * v + 1]!;
    const z = neutral[3 * v + 2]!;
    let [r, g, b] = skin;
    const mottle =
      1 +
      0.09 * valueNoise(x * 0.5, y * 0.5, z * 0.5, seed) +
      0.07 * valueNoise(x * 2.6, y * 2.6, z * 2.6, seed + 1);
    r *= mottle;
    g *= mottle;
    b *= mottle;
    const blend = (to: Vec3, amount: number): void => {
      const a = Math.min(1, Math.max(0, amount));
      r += (to[0] - r) * a;
      g += (to[1] - g) * a;
      b += (to[2] - b) * a;
    };
    if (v < RANGES.headAndNeck[1]) {
      const side = Math.abs(x);
      const front = smoothBetween(4, 7, z);
      const flush =
        Math.exp(-(((side - 4.6) / 2.2) ** 2) - ((y + 0.2) / 2) ** 2) +
        0.8 * Math.exp(-((side / 1.3) ** 2) - ((y - 0.4) / 1.3) ** 2);
      blend([r * 1.02, g * 0.8, b * 0.78], front * flush * (0.5 + 0.5 * complexion.blood));
      const hollow = Math.exp(-(((side - 2.8) / 1.5) ** 2) - ((y - 2.3) / 0.7) ** 2);
      blend([r * 0.8, g * 0.74, b * 0.76], front * hollow * 0.7);
      if (complexion.freckles > 0 && front > 0)
        blend(
          [r * 0.65, g * 0.5, b * 0.42],
          complexion.freckles * smoothBetween(0.45, 0.75, valueNoise(x * 5, y * 5, z * 5, seed + 2)),
        );
      blend(
        [skin[0] * 0.85, skin[1] * 0.55, skin[2] * 0.58],
        lipMask(side, y, z) * (0.45 + 0.5 * complexion.lipTint),
      );
      blend(
        scaleColour(hairColour, 0.75),
        browMask(side, y, z, complexion) *
          complexion.browStrength *
          (0.8 + 0.4 * valueNoise(x * 6, y * 6, z * 6, seed + 3)),
      );
      blend([0.02, 0.015, 0.013], lidMask(side, y, z) * complexion.liner * 0.35);
      blend(
        scaleColour(hairColour, 1.4),
        beardMask(side, y, z) * complexion.beard * (0.65 + 0.5 * valueNoise(x * 4, y * 4, z * 4, seed + 4)),
      );
      if (scalp) blend(hairColour, scalpMask(side, y, z));
    } else if (v < RANGES.mouthSocket[1]) {
      [r, g, b] = [0.09, 0.02, 0.02];
    } else if (v < RANGES.eyeSockets[1]) {
      [r, g, b] = [skin[0] * 0.5 + 0.06, skin[1] * 0.4 + 0.02, skin[2] * 0.4 + 0.02];
    } else if (v >= RANGES.lashes[0] && v < RANGES.lashes[1]) {
      [r, g, b] = [0.012, 0.01, 0.009];
    } else {
      // What is left of the head's own eyeballs fills the corners behind the analytic eye: moist conjunctiva.
      [r, g, b] = [0.52, 0.4, 0.37];
    }
    albedo[3 * v] = r;
    albedo[3 * v + 1] = g;
    albedo[3 * v + 2] = b;
  }
  return albedo;
}

const scaleColour = (c: Vec3, s: number): Vec3 => [c[0] * s, c[1] * s, c[2] * s];

function lipMask(side: number, y: number, z: number): number {
  if (side > 2.5 || z < 9) return 0;
  const spread = Math.sqrt(Math.max(0, 1 - (side / 2.45) ** 2));
  const top = -3.36 + 0.8 * spread;
  const bottom = -3.36 - 1.0 * spread;
  return smoothBetween(top + 0.15, top - 0.1, y) * smoothBetween(bottom - 0.15, bottom + 0.1, y);
}

function browMask(side: number, y: number, z: number, { browHeightCm, browThicknessCm }: Complexion): number {
  if (side < 0.8 || side > 6 || z < 4) return 0;
  const along = (side - 1.2) / 4.2;
  const centre = 5.25 + browHeightCm + 0.75 * Math.sin(Math.min(1, Math.max(0, along)) * 2.2);
  const thickness = browThicknessCm * (1 - 0.55 * Math.max(0, along));
  const ends = smoothBetween(0.85, 1.4, side) * smoothBetween(5.8, 5, side);
  return ends * smoothBetween(thickness + 0.16, thickness - 0.08, Math.abs(y - centre));
}

function lidMask(side: number, y: number, z: number): number {
  if (side < 1.7 || side > 4.8 || z < 8) return 0;
  const along = (side - 3.15) / 1.35;
  const margin = 3.35 + 0.6 * (1 - along * along);
  return smoothBetween(0.12, 0.02, Math.abs(y - margin));
}

function beardMask(side: number, y: number, z: number): number {
  const jaw = smoothBetween(-1.2, -3, y) * smoothBetween(1, 4, z) * smoothBetween(-10.5, -8.5, y);
  const cheek = smoothBetween(0.5, 2.2, side + (-2.4 - y) * 0.9);
  const moustache = smoothBetween(-1.2, -1.7, y) * smoothBetween(3, 2.4, side);
  return Math.max(jaw * cheek, moustache * jaw) * (1 - lipMask(side, y, z));
}

function scalpMask(side: number, y: number, z: number): number {
  const hairline = 10.2 - 0.02 * side * side - 0.55 * Math.max(0, 6.5 - z);
  const nape = smoothBetween(-7.5, -5.5, y);
  const ear = side > 7 && z > -2.5 && z < 3.5 && y < 4.6 ? 0 : 1;
  return smoothBetween(hairline - 0.4, hairline + 0.4, y) * nape * ear;
}
