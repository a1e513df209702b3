import { describe, expect, it } from 'vitest';
import { harmonicBasis } from '../../../training/render/assets/environment.ts';
import { createRandom } from '../../../training/render/random.ts';
import { ambientAt, createLighting, shadeVertices } from '../../../training/render/raster/lighting.ts';
import { createShadowMap } from '../../../training/render/raster/shadow-map.ts';
import type { LightSetup } from '../../../training/render/scene/light.ts';
import { dot, normalize, type Vec3 } from '../../../training/render/vector.ts';

const random = createRandom('light');
const harmonics = Array.from({ length: 9 }, (_, i): Vec3 =>
  i === 0 ? [4, 3, 2] : [random.normal(0, 0.4), random.normal(0, 0.4), random.normal(0, 0.4)],
);
const setup = (changes: Partial<LightSetup>): LightSetup =>
  ({
    environment: { mean: 0, harmonics },
    turn: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    keyDirection: [0, 0, -1],
    keyColour: [1, 1, 1],
    keyStrength: 0,
    ambientStrength: 1,
    screenStrength: 0,
    screenColour: [1, 1, 1],
    ...changes,
  }) as unknown as LightSetup;

/** Radiance of one white vertex 60 cm before the camera, all around it free. */
function shadeOne(light: LightSetup, normal: Vec3, gloss = 0): number[] {
  const lighting = createLighting(light, [0, 0, 60], [0, 10, 0]);
  const map = createShadowMap(8);
  map.depth.fill(Infinity);
  map.origin = [0, 0, 60];
  const colours = new Float32Array(3);
  const surface = {
    positions: Float32Array.of(0, 0, 60),
    normals: Float32Array.from(normal),
    albedo: Float32Array.of(1, 1, 1),
    openness: Float32Array.of(1),
    gloss,
    twoSided: false,
  };
  shadeVertices(surface, lighting, map, 1, [[0, 1]], colours);
  return [...colours];
}

describe('ambientAt', () => {
  it('is the sum of the harmonics for any normal, within two per cent', () => {
    const lighting = createLighting(setup({}), [0, 0, 60], [0, 10, 0]);
    const out = new Float32Array(3);
    for (let k = 0; k < 300; k++) {
      const normal = normalize([random.normal(0, 1), random.normal(0, 1), random.normal(0, 1)]);
      ambientAt(lighting, ...normal, out);
      for (const c of [0, 1, 2] as const) {
        const sum = harmonicBasis(normal).reduce((total, value, i) => total + value * harmonics[i]![c], 0);
        expect(Math.abs(out[c]! - sum)).toBeLessThan(0.02);
      }
    }
  });
});

describe('shadeVertices', () => {
  const dark = {
    environment: { mean: 0, harmonics: harmonics.map(() => [0, 0, 0]) },
  } as unknown as Partial<LightSetup>;
  const facing: Vec3 = [0, 0, -1];

  it('gives what the key light and every further light bring, and their sum', () => {
    const towards = normalize([0.5, -0.5, -1]);
    const fill = { direction: towards, colour: [1, 0.5, 0.25] as const, strength: 0.8 };
    const key = shadeOne(setup({ ...dark, keyStrength: 1.5 }), facing);
    const filled = shadeOne(setup({ ...dark, fills: [fill] }), facing);
    const both = shadeOne(setup({ ...dark, keyStrength: 1.5, fills: [fill] }), facing);
    expect(key[1]).toBeCloseTo(1.5, 5);
    const cos = dot(towards, facing);
    // Green wraps by 0.14 around a surface.
    expect(filled[1]).toBeCloseTo((0.8 * 0.5 * (cos + 0.14)) / 1.14, 5);
    both.forEach((value, c) => expect(value).toBeCloseTo(key[c]! + filled[c]!, 5));
  });

  it('lets red light around the terminator, where green and blue have ended', () => {
    const light = setup({ ...dark, keyDirection: normalize([0, -1, 0.2]), keyStrength: 1 });
    const [red, green, blue] = shadeOne(light, facing);
    expect(red).toBeGreaterThan(0.03);
    expect(green).toBe(0);
    expect(blue).toBe(0);
  });

  it('shines where the light is mirrored into the camera, and not where it is not', () => {
    const light = setup({ ...dark, keyStrength: 1 });
    const shine = (normal: Vec3): number => shadeOne(light, normal, 0.1)[1]! - shadeOne(light, normal)[1]!;
    expect(shine(facing)).toBeGreaterThan(0.2);
    expect(shine(normalize([0.8, 0, -1]))).toBeLessThan(0.02);
  });
});
