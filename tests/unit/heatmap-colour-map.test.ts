// The heatmap's colours tell their order to everybody: ever lighter, also as colour-blind people see them.
import { describe, expect, it } from 'vitest';
import { colourAt } from '../../src/heatmap/colour-map.ts';
import { computeLightness, EYES, see } from './colour-vision.ts';

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
