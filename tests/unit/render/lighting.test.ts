import { describe, expect, it } from 'vitest';
import { shadeVertices, type Lighting } from '../../../training/render/raster/lighting.ts';
import { createShadowMap } from '../../../training/render/raster/shadow-map.ts';

describe('shadeVertices', () => {
  it('leaves nothing of an earlier frame in vertices that look away', () => {
    const colours = new Float32Array(3).fill(7);
    const highlights = new Float32Array(3).fill(7);
    const surface = {
      positions: Float32Array.of(0, 0, 60),
      normals: Float32Array.of(0, 0, 1),
      albedo: Float32Array.of(1, 1, 1),
      openness: Float32Array.of(1),
      gloss: 0.1,
      twoSided: false,
    };
    const lighting = {
      setup: {
        keyDirection: [0, -1, 0],
        keyColour: [1, 1, 1],
        keyStrength: 0,
        screenStrength: 0,
        screenColour: [1, 1, 1],
      },
      screenDirection: [0, 0, -1],
    } as unknown as Lighting;
    shadeVertices(surface, lighting, createShadowMap(4), 1, [[0, 1]], colours, highlights);
    expect([...colours, ...highlights]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
