// Every palette tells its order to everybody: ever lighter, also as colour-blind people see it.
import { describe, expect, it } from 'vitest';
import { PALETTE_NAMES, paletteColour, paletteHex, type PaletteName } from '../../src/heatmap/palettes.ts';
import { computeLightness, EYES, see, toLab } from './colour-vision.ts';

const STEPS = 16;

describe.each(PALETTE_NAMES)('%s', (name) => {
  it.each(Object.entries(EYES))('is lighter with each step of heat, with %s', (_eyes, matrix) => {
    const lightness = Array.from({ length: STEPS + 1 }, (_, step) =>
      computeLightness(see(paletteColour(name, step / STEPS), matrix)),
    );
    for (const [step, light] of lightness.entries()) {
      if (step > 0) expect(light - lightness[step - 1]!, `step ${step}`).toBeGreaterThan(1.5);
    }
    expect(lightness.at(-1)! - lightness[0]!).toBeGreaterThan(60);
  });

  it('is read from 0 to 1, and cut off beyond', () => {
    expect(paletteColour(name, -1)).toEqual(paletteColour(name, 0));
    expect(paletteColour(name, 2)).toEqual(paletteColour(name, 1));
    expect(paletteHex(name, 0.5)).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe.each(PALETTE_NAMES.filter((name) => name !== 'fovea'))('%s', (name: PaletteName) => {
  it('is perceptually uniform: no step looks much larger or smaller than the mean', () => {
    const labs = Array.from({ length: STEPS + 1 }, (_, step) => toLab(paletteColour(name, step / STEPS)));
    const steps = labs
      .slice(1)
      .map((lab, i) => Math.hypot(...lab.map((value, axis) => value - labs[i]![axis]!)));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    // They were made in CAM02-UCS, whose steps CIELAB sees a little differently.
    expect(Math.max(...steps) / mean).toBeLessThan(1.8);
    expect(Math.min(...steps) / mean).toBeGreaterThan(0.45);
  });
});

it('viridis is the viridis that everybody knows', () => {
  expect(paletteHex('viridis', 0)).toBe('#440154');
  expect(paletteHex('viridis', 1)).toBe('#fde725');
});
