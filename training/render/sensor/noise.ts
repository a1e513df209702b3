/** A table of normal numbers: read from a random place, noise costs a lookup instead of a logarithm. */
import { createRandom } from '../random.ts';

const COUNT = 1 << 16;
export const NOISE_MASK = COUNT - 1;

/** Standard normal numbers, shifted and scaled to mean 0 and variance 1. */
export const NORMALS = ((): Float32Array => {
  const random = createRandom('sensor noise');
  const values = Float64Array.from({ length: COUNT }, () => random.normal(0, 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
  return Float32Array.from(values, (value) => (value - mean) / Math.sqrt(variance));
})();
