/** Which spectacles somebody owns: shape, frame, lenses. */
import type { Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { GLASSES_SHAPES, HELD_BACK_SHAPES, type GlassesShape } from './glasses-shapes.ts';

/** Which glasses somebody owns. */
export interface GlassesDesign {
  readonly shape: GlassesShape;
  readonly material: 'metal' | 'plastic';
  readonly colour: Vec3;
  /** Spots of a second colour: tortoise. */
  readonly spots: Vec3 | undefined;
  /** Width of the rim as seen from the front, cm. */
  readonly rimCm: number;
  /** Distance between the lenses, cm. */
  readonly bridgeCm: number;
  readonly pantoscopicDeg: number;
  readonly wrapDeg: number;
  /** From the cornea to the back of the lens, cm. */
  readonly vertexCm: number;
  /** Radius of the lens's front surface, cm. */
  readonly frontRadiusCm: number;
  /** What the lenses make of the eyes' size: right, left. */
  readonly magnification: readonly [number, number];
  /** Share of light that comes through, per channel. */
  readonly transmission: Vec3;
  /** Share of light that both surfaces together mirror at right angles, per channel. */
  readonly reflectance: Vec3;
  readonly seed: number;
}

const DARK_PLASTICS: readonly Vec3[] = [
  [0.012, 0.012, 0.013],
  [0.012, 0.012, 0.013],
  [0.02, 0.02, 0.022],
  [0.012, 0.016, 0.034],
];
const BROWN_PLASTICS: readonly Vec3[] = [
  [0.05, 0.025, 0.012],
  [0.03, 0.016, 0.01],
];
const COLOURED_PLASTICS: readonly Vec3[] = [
  [0.015, 0.035, 0.1],
  [0.13, 0.018, 0.022],
  [0.21, 0.19, 0.175],
  [0.03, 0.06, 0.045],
  [0.17, 0.1, 0.075],
];
const BLACK_METAL: Vec3 = [0.018, 0.018, 0.02];
/** Gun-metal, silver, gold, rose gold. */
const METALS: readonly Vec3[] = [
  [0.05, 0.05, 0.055],
  [0.075, 0.075, 0.08],
  [0.14, 0.14, 0.145],
  [0.15, 0.1, 0.042],
  [0.15, 0.088, 0.07],
];

/** What a frame is made of: dark 45 %, brown or tortoise 20 %, bare metal 25 %, coloured 10 %. */
function drawFrame(random: Random, thin: boolean): Pick<GlassesDesign, 'material' | 'colour' | 'spots'> {
  const share = random.uniform(0, 1);
  // Rims of wire alone carry no plastic.
  const bare = thin ? 0.45 : 0.18;
  if (share < bare) return { material: 'metal', colour: random.pick(METALS), spots: undefined };
  if (thin) return { material: 'metal', colour: BLACK_METAL, spots: undefined };
  if (share < 0.6)
    return random.chance(0.2)
      ? { material: 'metal', colour: BLACK_METAL, spots: undefined }
      : { material: 'plastic', colour: random.pick(DARK_PLASTICS), spots: undefined };
  if (share > 0.87) return { material: 'plastic', colour: random.pick(COLOURED_PLASTICS), spots: undefined };
  return random.chance(0.6)
    ? { material: 'plastic', colour: [0.11, 0.048, 0.017], spots: [0.016, 0.009, 0.006] }
    : { material: 'plastic', colour: random.pick(BROWN_PLASTICS), spots: undefined };
}

/** Draws a pair of glasses; with `shift` of a shape that is held back, without it never. */
export function drawGlasses(random: Random, shift = false): GlassesDesign {
  const shape = random.pick(shift ? HELD_BACK_SHAPES : GLASSES_SHAPES);
  const thin = shape.rim === 'none' || shape.rim === 'upper' || shape.doubleBridge;
  const frame = drawFrame(random.fork('frame'), thin);
  const { material } = frame;
  const sight = random.uniform(0, 1);
  // Most wearers are short-sighted: their eyes look smaller.
  const size =
    sight < 0.55
      ? random.clamped(0.95, 0.03, 0.85, 0.99)
      : sight < 0.75
        ? random.uniform(0.99, 1.01)
        : random.clamped(1.04, 0.03, 1.01, 1.1);
  const coating = random.uniform(0, 1);
  const residue: Vec3 =
    coating < 0.5
      ? [0.006, 0.014, 0.008]
      : coating < 0.66
        ? [0.011, 0.007, 0.013]
        : coating < 0.82
          ? [0.009, 0.01, 0.026]
          : [0.045, 0.045, 0.047];
  // Sunglasses are rare before a screen, faint tints less so.
  const shade = random.uniform(0, 1);
  const tinted = shade < 0.012 ? random.uniform(0.25, 0.5) : shade < 0.07 ? random.uniform(0.78, 0.93) : 1;
  const brown = tinted < 1 && random.chance(0.5);
  const clear: Vec3 = coating >= 0.66 && coating < 0.82 ? [0.97, 0.96, 0.88] : [0.97, 0.97, 0.97];
  return {
    shape,
    ...frame,
    rimCm: material === 'metal' ? random.uniform(0.09, 0.15) : 0.2 + 0.28 * random.uniform(0, 1) ** 1.5,
    bridgeCm: random.uniform(1.6, 2),
    pantoscopicDeg: random.uniform(5, 10),
    wrapDeg: random.uniform(2, 6),
    vertexCm: random.uniform(1.2, 1.4),
    // Strong lenses for short-sighted eyes are nearly flat in front, for long-sighted ones bulging.
    frontRadiusCm:
      size < 0.95 ? random.uniform(14, 40) : size > 1.02 ? random.uniform(7, 10) : random.uniform(9, 14),
    magnification: [size, Math.min(1.1, Math.max(0.85, size + random.normal(0, 0.008)))],
    transmission: [
      clear[0] * tinted,
      clear[1] * tinted * (brown ? 0.94 : 1),
      clear[2] * tinted * (brown ? 0.86 : 1),
    ],
    reflectance: residue,
    seed: Math.floor(random.uniform(0, 2 ** 31)),
  };
}
