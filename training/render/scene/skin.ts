/** The colour of a person's skin: what is drawn once per person, and the slow changes of colour over the head. */
import { smoothBetween, valueNoise, type Random } from '../random.ts';
import { RANGES } from '../assets/facekit.ts';
import type { Vec3 } from '../vector.ts';
import {
  HAEMOGLOBIN_DENSITY,
  MELANIN_DENSITY,
  melaninUnits,
  RESTING_HAEMOGLOBIN,
  skinReflectance,
} from './pigment.ts';

/** A cosmetic and how much of the skin below it hides. */
export interface MakeUp {
  readonly colour: Vec3;
  readonly amount: number;
}

export interface Complexion {
  /** 0 is the lightest human skin, 1 the darkest; even over the typology angle. */
  readonly melanin: number;
  /** -1 sallow .. 1 ruddy. */
  readonly blood: number;
  /** 0 twenty years old .. 1 eighty. */
  readonly age: number;
  /** How deep wrinkles are for that age, about 1. */
  readonly wrinkles: number;
  readonly pores: number;
  /** How far the skin shines. */
  readonly oil: number;
  /** Dark, hollow skin below the eyes. */
  readonly hollows: number;
  readonly lipTint: number;
  readonly browStrength: number;
  readonly browHeightCm: number;
  readonly browThicknessCm: number;
  /** 0 shaven .. 1 full beard. */
  readonly beard: number;
  readonly freckles: number;
  readonly moles: number;
  /** Dark make-up or dense lash roots at the lids, 0..1. */
  readonly liner: number;
  readonly lipstick: MakeUp & { readonly gloss: number };
  readonly shadow: MakeUp;
  /** Rouge on the cheeks, 0..1. */
  readonly blush: number;
  /** Mean over coloured and grey strands. */
  readonly hairColour: Vec3;
  /** Share of grey strands, 0..1. */
  readonly grey: number;
  readonly noiseSeed: number;
}

const HAIR_COLOURS: readonly Vec3[] = [
  [0.012, 0.01, 0.01],
  [0.02, 0.014, 0.01],
  [0.045, 0.025, 0.015],
  [0.09, 0.05, 0.028],
  [0.13, 0.08, 0.04],
  [0.24, 0.165, 0.085],
  [0.11, 0.04, 0.018],
];
/** Linear reflectance of hair without pigment. */
export const GREY_HAIR: Vec3 = [0.3, 0.295, 0.285];

const LIPSTICKS: readonly Vec3[] = [
  [0.33, 0.03, 0.04],
  [0.45, 0.12, 0.13],
  [0.22, 0.03, 0.06],
  [0.5, 0.17, 0.2],
  [0.36, 0.15, 0.11],
  [0.16, 0.03, 0.05],
];
const EYE_SHADOWS: readonly Vec3[] = [
  [0.09, 0.06, 0.05],
  [0.16, 0.1, 0.08],
  [0.05, 0.05, 0.06],
  [0.22, 0.13, 0.15],
  [0.08, 0.11, 0.19],
  [0.36, 0.28, 0.2],
];

/** Draws a complexion; skin over the whole human range evenly, hair darker on darker skin and greyer with age. */
export function drawComplexion(random: Random): Complexion {
  const melanin = random.uniform(0, 1);
  const age = random.uniform(0, 1) ** 1.3;
  const dyed = random.chance(0.03);
  const lightest = dyed || melanin < 0.22 ? HAIR_COLOURS.length : melanin < 0.4 ? 4 : melanin < 0.6 ? 3 : 2;
  const natural = HAIR_COLOURS[Math.floor(random.uniform(0, lightest))]!;
  const grey = dyed ? 0 : smoothBetween(0.66, 1, age + random.normal(0, 0.08)) * random.uniform(0.7, 1);
  const beard = random.chance(0.4) ? random.uniform(0.06, 1) ** 1.3 : 0;
  const madeUp = beard === 0 && random.chance(0.45);
  const cosmetic = (chance: number, low: number, high: number): number =>
    madeUp && random.chance(chance) ? random.uniform(low, high) : 0;
  return {
    melanin,
    blood: random.clamped(0, 0.5, -1, 1),
    age,
    wrinkles: random.uniform(0.6, 1.3),
    pores: random.uniform(0.4, 1.2) * (madeUp ? 0.6 : 1),
    oil: random.uniform(0, 1),
    hollows: random.uniform(0.1, 1) * (madeUp ? 0.6 : 1),
    lipTint: random.uniform(0.2, 1),
    browStrength: random.uniform(0.35, 1),
    browHeightCm: random.clamped(0, 0.13, -0.2, 0.35),
    browThicknessCm: random.uniform(0.65, 1.15) * (madeUp ? 0.85 : 1),
    beard,
    freckles: random.chance(melanin < 0.35 ? 0.4 : 0.08) ? random.uniform(0.15, 1) : 0,
    moles: Math.floor(random.uniform(0, 1) ** 2 * 12),
    liner: cosmetic(0.75, 0.3, 1) || random.uniform(0, 0.2),
    lipstick: {
      colour: random.pick(LIPSTICKS),
      amount: cosmetic(0.7, 0.25, 0.9),
      gloss: random.uniform(0, 0.8),
    },
    shadow: { colour: random.pick(EYE_SHADOWS), amount: cosmetic(0.6, 0.15, 0.6) },
    blush: cosmetic(0.6, 0.3, 1),
    hairColour: [0, 1, 2].map((c) => natural[c]! + (GREY_HAIR[c]! - natural[c]!) * grey) as unknown as Vec3,
    grey,
    noiseSeed: Math.floor(random.uniform(0, 2 ** 31)),
  };
}

/** Linear reflectance of a complexion's plain skin. */
export function skinColour(complexion: Complexion): Vec3 {
  return skinReflectance(
    melaninUnits(complexion.melanin),
    RESTING_HAEMOGLOBIN * (1 + 0.3 * complexion.blood),
  );
}

const LASHES: Vec3 = [0.012, 0.01, 0.009];
/** What is left of the head's own eyeballs fills the corners behind the analytic eye: moist conjunctiva. */
const CONJUNCTIVA: Vec3 = [0.52, 0.4, 0.37];
const GUMS: Vec3 = [0.33, 0.1, 0.09];

/**
 * Paints the head's vertices [V * 3]. Where the skin's texture lies it is a factor on that: melanin and blood vary slowly over the
 * head, with no seam between charts. Elsewhere it is the reflectance itself.
 * @param neutral [V * 3] the mean head, cm; its vertices keep their meaning in every identity
 */
export function paintHead(neutral: Float32Array, complexion: Complexion): Float32Array {
  const albedo = new Float32Array(neutral.length);
  const { noiseSeed: seed, age } = complexion;
  const melanin = melaninUnits(complexion.melanin);
  const enamel: Vec3 = [0.62 - 0.06 * age, 0.56 - 0.11 * age, 0.46 - 0.16 * age];
  for (let v = 0; v < neutral.length / 3; v++) {
    const i = 3 * v;
    if (v < RANGES.eyeSockets[1]) {
      const x = neutral[i]!;
      const y = neutral[i + 1]!;
      const z = neutral[i + 2]!;
      const slow = valueNoise(x * 0.45, y * 0.45, z * 0.45, seed);
      const faster = valueNoise(x * 1.1, y * 1.1, z * 1.1, seed + 1);
      const darker = (0.05 + 0.07 * melanin) * (slow + 0.6 * faster);
      const ruddier = 0.07 * (faster - slow);
      for (let c = 0; c < 3; c++)
        albedo[i + c] = Math.exp(-(darker * MELANIN_DENSITY[c]! + ruddier * HAEMOGLOBIN_DENSITY[c]!));
      continue;
    }
    albedo.set(
      v < RANGES.gumsAndTongue[1]
        ? GUMS
        : v < RANGES.teeth[1]
          ? enamel
          : v < RANGES.lashes[0]
            ? CONJUNCTIVA
            : LASHES,
      i,
    );
  }
  return albedo;
}
