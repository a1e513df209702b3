// The heatmap's colours tell their order to everybody: ever lighter, also as colour-blind people see them.
import { describe, expect, it } from 'vitest';
import { colourAt } from '../../src/heatmap/colour-map.ts';

type Rgb = [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/**
 * What is left of linear RGB without one kind of cone.
 * @see Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009)
 */
const EYES: Record<string, Matrix> = {
  'all three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'protanopia (no long wave cones)': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'deuteranopia (no middle wave cones)': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'tritanopia (no short wave cones)': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const STEPS = 16;

describe.each(Object.entries(EYES))('with %s', (_name, matrix) => {
  it('each step of heat is clearly lighter than the one before', () => {
    const lightness = Array.from({ length: STEPS + 1 }, (_, step) =>
      computeLightness(see(colourAt(step / STEPS), matrix)),
    );
    for (const [step, light] of lightness.entries()) {
      if (step > 0) expect(light - lightness[step - 1]!, `step ${step}`).toBeGreaterThan(1.5);
    }
    expect(lightness.at(-1)! - lightness[0]!).toBeGreaterThan(60);
  });
});

/** sRGB bytes to linear light, and what the eye makes of it. */
function see(colour: Rgb, matrix: Matrix): Rgb {
  const linear = colour.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return matrix.map((row) =>
    Math.min(1, Math.max(0, row[0] * linear[0]! + row[1] * linear[1]! + row[2] * linear[2]!)),
  ) as Rgb;
}

/** L* = 116 Y^(1/3) - 16, for Y above 0.009. @see CIE 15:2004 */
function computeLightness([red, green, blue]: Rgb): number {
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}
