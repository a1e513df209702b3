import { describe, expect, it } from 'vitest';
import {
  clearTarget,
  createTarget,
  drawTriangles,
  type DrawOptions,
} from '../../../training/render/raster/rasterizer.ts';
import { createTexture, levelFor, sampleTexture } from '../../../training/render/raster/texture.ts';

/** A texture from a function of the texel: linear red, alpha, gloss; all 0..1. */
function paint(size: number, at: (x: number, y: number) => readonly [number, number, number]) {
  const texels = new Uint8Array(size * size * 4);
  const gloss = new Uint8Array(size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const [red, alpha, shine] = at(x, y);
      texels.set([255 * Math.sqrt(red), 0, 255, 255 * alpha], (y * size + x) * 4);
      gloss[y * size + x] = 255 * shine;
    }
  return createTexture(size, size, texels, gloss);
}

const sample = (texture: ReturnType<typeof paint>, u: number, v: number, level = 0): number[] => {
  const out = new Float32Array(5);
  sampleTexture(texture.levels[level]!, u, v, out);
  return [...out];
};

describe('createTexture', () => {
  it('refuses sides that are no power of two, and planes of another size', () => {
    expect(() => createTexture(12, 16, new Uint8Array(12 * 16 * 4))).toThrow(/powers of two, not 12 x 16/);
    expect(() => createTexture(16, 16, new Uint8Array(16))).toThrow(RangeError);
  });

  it('halves in linear light, and what is transparent has no say in the colour', () => {
    const stripes = paint(16, (x) => (x % 2 ? [1, 1, 1] : [0, 1, 0]));
    const [red, , blue, alpha, gloss] = sample(stripes, 0.5, 0.5, 1);
    expect(red).toBeCloseTo(0.5, 1);
    expect(blue).toBeCloseTo(1, 6);
    expect(alpha).toBe(1);
    expect(gloss).toBeCloseTo(0.5, 2);
    const cutout = paint(16, (x) => (x % 2 ? [0.25, 1, 0] : [1, 0, 0]));
    const [kept, , , half] = sample(cutout, 0.5, 0.5, 1);
    expect(kept).toBeCloseTo(0.25, 2);
    expect(half).toBeCloseTo(0.5, 2);
  });
});

describe('sampleTexture', () => {
  const ramp = paint(16, (x, y) => [(x / 15) ** 2, y / 15, 1]);

  it('gives a texel at its middle and the middle of two between them', () => {
    expect(sample(ramp, 3.5 / 16, 0.5 / 16)[0]).toBeCloseTo((3 / 15) ** 2, 2);
    // Between texels the square roots are interpolated.
    expect(sample(ramp, 4 / 16, 0.5 / 16)[0]).toBeCloseTo((3.5 / 15) ** 2, 2);
    expect(sample(ramp, 0.5 / 16, 6 / 16)[3]).toBeCloseTo(5.5 / 15, 2);
  });

  it('repeats beyond its edges', () => {
    expect(sample(ramp, 1 + 3.5 / 16, 0.2)).toEqual(sample(ramp, 3.5 / 16, 0.2));
    expect(sample(ramp, -1 + 3.5 / 16, 0.2)).toEqual(sample(ramp, 3.5 / 16, 0.2));
  });
});

describe('levelFor', () => {
  it('takes the level whose texels are as large as the samples', () => {
    const texture = paint(64, () => [1, 1, 1]);
    expect(levelFor(texture, 0.2).width).toBe(64);
    expect(levelFor(texture, 4).width).toBe(32);
    expect(levelFor(texture, 16).width).toBe(16);
    expect(levelFor(texture, 1e9).width).toBe(8);
  });
});

describe('drawTriangles with a texture', () => {
  const size = 16;
  /** A square over the whole target; u along x, v along y. */
  const points = Float32Array.of(0, 0, 0.1, size, 0, 0.1, 0, size, 0.1, size, size, 0.1);
  const triangles = Uint32Array.of(0, 2, 1, 1, 2, 3);
  const uvs = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1);
  const draw = (
    map: ReturnType<typeof paint>,
    options: Partial<DrawOptions> = {},
    target = createTarget(size, size),
    level = 0.5,
  ) => {
    const vertices = {
      points,
      colours: new Float32Array(12).fill(level),
      highlights: new Float32Array(12).fill(0.2),
    };
    const texture = { corners: triangles, uvs, map };
    drawTriangles(target, vertices, triangles, { twoSided: false, opacity: 1, texture, ...options });
    return target;
  };

  it('multiplies the light with the texel and adds the highlight by its gloss', () => {
    const map = paint(size, (x) => [((x + 1) / 16) ** 2, 1, x < 8 ? 0 : 1]);
    const { colour } = draw(map);
    for (const x of [2, 5, 11, 14]) {
      const expected = 0.5 * ((x + 1) / 16) ** 2 + (x < 8 ? 0 : 0.2);
      expect(colour[3 * (9 * size + x)]).toBeCloseTo(expected, 2);
    }
  });

  it('has the same picture on the back of a two-sided mesh', () => {
    const map = paint(size, (x, y) => [x / 15, 1, y / 15]);
    const front = draw(map);
    const back = createTarget(size, size);
    const vertices = {
      points,
      colours: new Float32Array(12).fill(0.5),
      highlights: new Float32Array(12).fill(0.2),
    };
    const turned = Uint32Array.of(0, 1, 2, 1, 3, 2);
    drawTriangles(back, vertices, turned, {
      twoSided: true,
      opacity: 1,
      texture: { corners: turned, uvs, map },
    });
    back.colour.forEach((value, i) => expect(value).toBeCloseTo(front.colour[i]!, 5));
  });

  it('cuts out what is less than half there', () => {
    const { coverage, inverseDepth } = draw(paint(size, (x) => [1, x < 8 ? 0.2 : 0.9, 0]));
    expect(coverage[5 * size + 3]).toBe(0);
    expect(inverseDepth[5 * size + 3]).toBe(0);
    expect(coverage[5 * size + 12]).toBe(1);
  });

  it('blends by alpha and opacity, counts what it covers, and writes depth where it hides more than half', () => {
    const map = paint(size, (x) => [1, x < 8 ? 0.4 : 0.8, 0]);
    const target = draw(map, { blended: true });
    const left = 5 * size + 3;
    const right = 5 * size + 12;
    expect(target.coverage[left]).toBeCloseTo(0.4, 2);
    expect(target.colour[3 * left]).toBeCloseTo(0.4 * 0.5, 2);
    expect(target.inverseDepth[left]).toBe(0);
    expect(target.coverage[right]).toBeCloseTo(0.8, 2);
    expect(target.inverseDepth[right]).toBeCloseTo(0.1, 6);

    clearTarget(target);
    draw(map, { blended: true, opacity: 0.5 }, target);
    expect(target.coverage[right]).toBeCloseTo(0.4, 2);
    // A second, brighter layer over the first: 0.4 of it, and 0.6 of what was there.
    draw(map, { blended: true, opacity: 0.5 }, target, 1);
    expect(target.coverage[right]).toBeCloseTo(1 - 0.6 * 0.6, 2);
    expect(target.colour[3 * right]).toBeCloseTo(0.4 * 1 + 0.6 * (0.4 * 0.5), 2);
  });
});
