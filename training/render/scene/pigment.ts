/** Skin colour from two pigments: melanin in the epidermis and haemoglobin in the dermis. */
import type { Vec3 } from '../vector.ts';

/** Linear reflectance (red, green, blue) of skin without either pigment: the scattering dermis. */
const DERMIS: Vec3 = [0.78, 0.75, 0.53];

/**
 * Optical densities (natural logarithm) of one unit of a pigment in the camera's broad bands: skin colour is a plane in log
 * reflectance that these two span. Melanin absorbs the more the shorter the wave; haemoglobin most in green, hardly in red.
 * @see Tsumura et al. 2003, Image-based skin color and texture analysis/synthesis by extracting hemoglobin and melanin information
 * @see Jacques 2013, Optical properties of biological tissues: a review
 */
export const MELANIN_DENSITY: Vec3 = [0.85, 1, 1.11];
export const HAEMOGLOBIN_DENSITY: Vec3 = [0.12, 1, 0.78];

/** Units of haemoglobin in rested, evenly perfused skin. */
export const RESTING_HAEMOGLOBIN = 0.48;

/** Linear reflectance of skin with so many units of each pigment: DERMIS exp(-(melanin m + haemoglobin h)). */
export function skinReflectance(melanin: number, haemoglobin: number): Vec3 {
  const at = (c: 0 | 1 | 2): number =>
    DERMIS[c] * Math.exp(-(melanin * MELANIN_DENSITY[c] + haemoglobin * HAEMOGLOBIN_DENSITY[c]));
  return [at(0), at(1), at(2)];
}

/** The compression of tristimulus values in CIE 1976 L*a*b*. */
const compress = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);

/**
 * Individual typology angle of a linear sRGB reflectance, degrees: atan((L* - 50) / b*).
 * Above 55 very light, 41 light, 28 intermediate, 10 tan, -30 brown, below dark.
 * @see Chardon et al. 1991; Del Bino and Bernerd 2013
 */
export function typologyAngleDeg([r, g, b]: Vec3): number {
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888;
  const lightness = 116 * compress(y) - 16;
  const yellow = 200 * (compress(y) - compress(z));
  return (Math.atan2(lightness - 50, yellow) * 180) / Math.PI;
}

const LIGHTEST_DEG = 60;
const DARKEST_DEG = -58;

/** Melanin units for 0 (the lightest human skin) .. 1 (the darkest), even over the typology angle at resting blood. */
export function melaninUnits(share: number): number {
  const wanted = LIGHTEST_DEG + (DARKEST_DEG - LIGHTEST_DEG) * share;
  let low = 0;
  let high = 6;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (typologyAngleDeg(skinReflectance(middle, RESTING_HAEMOGLOBIN)) > wanted) low = middle;
    else high = middle;
  }
  return low;
}
