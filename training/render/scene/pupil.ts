/** How wide a pupil is in the light of the screen and the room. */
import { RADIANS_PER_DEGREE } from '../vector.ts';
import type { Illumination } from './light.ts';
import type { ScreenSetup } from './screen.ts';

const MIN_MM = 2;
const MAX_MM = 7;
/** Age of the observers behind the formula. */
const REFERENCE_AGE = 28.58;

/**
 * Diameter of the pupil in mm from the corneal flux density F (luminance in cd/m2 times area in square degrees, both eyes seeing):
 *
 *     D = S + (age - 28.58) (0.02132 - 0.009562 S),   S = 7.75 - 5.75 (F / 846)^0.41 / ((F / 846)^0.41 + 2)
 *
 * @see Watson and Yellott, A unified formula for light-adapted pupil size, Journal of Vision 12(10), 2012
 * @see Stanley and Davies, The effect of field of view size on steady-state pupil diameter, 1995 (S)
 */
export function pupilDiameterMm(flux: number, ageYears: number): number {
  const f = (flux / 846) ** 0.41;
  const young = 7.75 - (5.75 * f) / (f + 2);
  // The correction was measured on adults up to 83.
  const age = Math.min(83, Math.max(20, ageYears));
  return young + (age - REFERENCE_AGE) * (0.02132 - 0.009562 * young);
}

/** The visual field that adapts the pupil besides the screen, square degrees: 60 degrees across. @see Watson and Yellott 2012 */
const FIELD_DEG2 = Math.PI * 30 ** 2;

/**
 * Corneal flux density before a screen in a room, cd/m2 x deg2: what the screen throws on the face, divided by its solid angle, is its
 * luminance; what the room throws, divided by pi, is the luminance of the walls.
 */
export function cornealFlux(
  light: Pick<Illumination, 'lux' | 'screenStrength' | 'ambientStrength' | 'environment'>,
  screen: Pick<ScreenSetup, 'widthCm' | 'heightCm'>,
  distanceCm: number,
  screenLevel: number,
): number {
  const solidAngle = (screen.widthCm * screen.heightCm) / distanceCm ** 2;
  const screenDeg2 = solidAngle / RADIANS_PER_DEGREE ** 2;
  const screenLuminance = (light.lux * light.screenStrength * screenLevel) / solidAngle;
  const roomLuminance = (light.lux * light.ambientStrength * light.environment.mean) / Math.PI;
  return screenLuminance * screenDeg2 + roomLuminance * Math.max(0, FIELD_DEG2 - 0.5 * screenDeg2);
}

/** Radius in cm: the formula's, a person's own deviation from it, and the slow unrest of every pupil (hippus) as a factor. */
export function pupilRadiusCm(flux: number, ageYears: number, offsetMm: number, hippus: number): number {
  const diameterMm = (pupilDiameterMm(flux, ageYears) + offsetMm) * hippus;
  return Math.min(MAX_MM, Math.max(MIN_MM, diameterMm)) / 20;
}
