import { describe, expect, it } from 'vitest';
import { createRandom, valueNoise } from '../../../training/render/random.ts';

const draw = (random: ReturnType<typeof createRandom>): number[] =>
  Array.from({ length: 8 }, () => random.uniform(0, 1));

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(draw(createRandom('7'))).toEqual(draw(createRandom('7')));
    expect(draw(createRandom('7'))).not.toEqual(draw(createRandom('8')));
  });

  it('forks by label alone, whatever was drawn before', () => {
    const early = createRandom('7').fork('eyes');
    const used = createRandom('7');
    draw(used);
    expect(draw(used.fork('eyes'))).toEqual(draw(early));
    expect(draw(createRandom('7').fork('hair'))).not.toEqual(draw(createRandom('7').fork('eyes')));
  });

  it('draws normals with the asked mean and deviation', () => {
    const random = createRandom('normal');
    const values = Array.from({ length: 20_000 }, () => random.normal(3, 2));
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(3, 1);
    expect(deviation).toBeCloseTo(2, 1);
  });
});

describe('valueNoise', () => {
  it('is continuous and stays within -1..1', () => {
    for (let i = 0; i < 500; i++) {
      const x = i * 0.173;
      const value = valueNoise(x, -x, 2 * x, 5);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(Math.abs(valueNoise(x + 1e-4, -x, 2 * x, 5) - value)).toBeLessThan(1e-3);
    }
  });
});
