import { describe, expect, it } from 'vitest';
import type { Facekit } from '../../../training/render/assets/facekit.ts';
import { createRandom } from '../../../training/render/random.ts';
import { skinReflectance, melaninUnits } from '../../../training/render/scene/pigment.ts';
import { bakeSkin, openSkinStudio } from '../../../training/render/scene/skin-texture.ts';
import { drawComplexion, type Complexion } from '../../../training/render/scene/skin.ts';

/** A flat head: the face from x -8 to 8 and y -9 to 11 at z = 9, its back at z = -9. */
const facekit = {
  neutral: Float32Array.of(
    -8,
    -9,
    9,
    8,
    -9,
    9,
    8,
    11,
    9,
    -8,
    11,
    9,
    -8,
    -9,
    -9,
    8,
    -9,
    -9,
    8,
    11,
    -9,
    -8,
    11,
    -9,
  ),
  quads: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  quadUvs: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  // The face's chart has a rim of a sixteenth; the back's is its mirror image in the next unit of u.
  uvs: Float32Array.of(
    1 / 16,
    1 / 16,
    15 / 16,
    1 / 16,
    15 / 16,
    15 / 16,
    1 / 16,
    15 / 16,
    1 + 1 / 16,
    1 / 16,
    1 + 15 / 16,
    1 / 16,
    1 + 15 / 16,
    15 / 16,
    1 + 1 / 16,
    15 / 16,
  ),
  quadMaterials: Uint8Array.of(0, 1),
  materials: ['M_Face', 'M_BackHead'],
} as unknown as Facekit;

const size = 256;
const studio = openSkinStudio(facekit, size);
const complexion = (changes: Partial<Complexion>): Complexion => ({
  ...drawComplexion(createRandom('skin')),
  ...changes,
});
const shaven = { beard: 0, freckles: 0, moles: 0, melanin: 0.2, hairColour: [0.01, 0.01, 0.01] as const };
const bake = (changes: Partial<Complexion>, seed = 'bake') =>
  bakeSkin(studio, complexion({ ...shaven, ...changes }), false, createRandom(seed)).face.levels[0]!;

/** Mean linear reflectance around a place on the face, cm. */
function meanAt(level: ReturnType<typeof bake>, x: number, y: number, radiusPx = 3): readonly number[] {
  const column = Math.round(((x + 8) / 16) * size * (14 / 16) + size / 16);
  const row = Math.round(((y + 9) / 20) * size * (14 / 16) + size / 16);
  const sum = [0, 0, 0];
  for (let dy = -radiusPx; dy <= radiusPx; dy++)
    for (let dx = -radiusPx; dx <= radiusPx; dx++)
      for (let c = 0; c < 3; c++)
        sum[c]! += (level.texels[((row + dy) * size + column + dx) * 4 + c]! / 255) ** 2;
  return sum.map((value) => value / (2 * radiusPx + 1) ** 2);
}

describe('drawChart', () => {
  it('knows where each texel lies on the head, rows upwards, and how large it is', () => {
    const { chart } = studio.face;
    const at = (size / 2) * size + size / 2;
    expect(chart.positions[3 * at]).toBeCloseTo((0.5 / size) * 16 * (16 / 14), 4);
    expect(chart.positions[3 * at + 1]).toBeCloseTo(1 + (0.5 / size) * 20 * (16 / 14), 4);
    expect(chart.positions[3 * at + 2]).toBeCloseTo(9, 5);
    const above = at + 10 * size;
    expect(chart.positions[3 * above + 1]! - chart.positions[3 * at + 1]!).toBeCloseTo(
      (10 * 20) / (size * (14 / 16)),
      3,
    );
    // Width and height of a texel differ here; the edge is that of a square of the same area.
    expect(chart.texelCm).toBeCloseTo(Math.sqrt((16 * 20) / (size * (14 / 16)) ** 2), 2);
  });
});

describe('bakeSkin', () => {
  it('gives the same bytes for the same person, whoever was baked between', () => {
    const first = bake({ freckles: 1, beard: 0.7, age: 0.9 });
    bake({ freckles: 0.5, moles: 9, melanin: 0.9 }, 'another');
    const again = bake({ freckles: 1, beard: 0.7, age: 0.9 });
    expect(Buffer.compare(again.texels, first.texels)).toBe(0);
    expect(Buffer.compare(again.gloss, first.gloss)).toBe(0);
    const other = bake({ freckles: 1, beard: 0.7, age: 0.9 }, 'another');
    expect(Buffer.compare(other.texels, first.texels)).not.toBe(0);
  });

  it('has the plain colour of its pigments on the temple', () => {
    const [red, green, blue] = meanAt(bake({ blood: 0, age: 0 }), 6.5, 8.5, 8);
    const plain = skinReflectance(melaninUnits(0.2), 0.48);
    expect(red! / plain[0]).toBeGreaterThan(0.9);
    expect(red! / plain[0]).toBeLessThan(1.1);
    expect(green! / plain[1]).toBeGreaterThan(0.88);
    expect(green! / plain[1]).toBeLessThan(1.12);
    expect(blue! / plain[2]).toBeLessThan(1.12);
  });

  it('draws brows that are darker than the skin above them, and single hairs: rows within differ', () => {
    const level = bake({ browStrength: 1, browHeightCm: 0, browThicknessCm: 0.5, age: 0 });
    const brow = Math.min(...[5.4, 5.7, 6].map((y) => meanAt(level, 3, y)[1]!));
    expect(brow).toBeLessThan(0.65 * meanAt(level, 3, 8.8)[1]!);
  });

  it.each([
    ['a beard darkens the chin', { beard: 1 }, 0, -6.5, 0.75],
    [
      'lipstick changes the lips',
      { lipstick: { colour: [0.02, 0.02, 0.02] as const, amount: 1, gloss: 0 } },
      0.6,
      -3.9,
      0.5,
    ],
    [
      'eye shadow changes nothing on the cheek',
      { shadow: { colour: [0, 0, 0] as const, amount: 1 } },
      4.5,
      -0.5,
      2,
    ],
  ] as const)('%s', (_name, changes, x, y, factor) => {
    const without = meanAt(
      bake({
        lipstick: { colour: [0, 0, 0], amount: 0, gloss: 0 },
        shadow: { colour: [0, 0, 0], amount: 0 },
      }),
      x,
      y,
    )[0]!;
    const changed = meanAt(
      bake({
        lipstick: { colour: [0, 0, 0], amount: 0, gloss: 0 },
        shadow: { colour: [0, 0, 0], amount: 0 },
        ...changes,
      }),
      x,
      y,
    )[0]!;
    if (factor < 1) expect(changed).toBeLessThan(factor * without);
    else expect(changed).toBeCloseTo(without, 6);
  });

  it('furrows the forehead with age', () => {
    const roughness = (age: number): number => {
      const level = bake({ age, wrinkles: 1.3, pores: 0, hollows: 0 });
      let sum = 0;
      for (let y = 7; y < 10; y += 0.1)
        sum += Math.abs(meanAt(level, 0, y, 0)[1]! - meanAt(level, 0, y + 0.1, 0)[1]!);
      return sum;
    };
    expect(roughness(1)).toBeGreaterThan(1.5 * roughness(0));
  });
});
