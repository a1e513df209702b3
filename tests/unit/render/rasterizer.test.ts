import { describe, expect, it } from 'vitest';
import {
  createTarget,
  drawTriangles,
  type ProjectedVertices,
} from '../../../training/render/raster/rasterizer.ts';
import { createRandom } from '../../../training/render/random.ts';

const OPAQUE = { twoSided: true, opacity: 1 };

function vertices(points: readonly (readonly [number, number, number])[], level = 1): ProjectedVertices {
  return {
    points: Float32Array.from(points.flat()),
    colours: new Float32Array(points.length * 3).fill(level),
  };
}

describe('drawTriangles', () => {
  it('covers the samples whose centres lie within, and no other', () => {
    const target = createTarget(16, 16);
    const corners = vertices([
      [2, 2, 0.1],
      [14, 2, 0.1],
      [2, 14, 0.1],
    ]);
    drawTriangles(target, corners, Uint32Array.of(0, 1, 2), OPAQUE);
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 16; x++) {
        const inside = x + 0.5 >= 2 && y + 0.5 >= 2 && x + 0.5 + (y + 0.5) <= 16;
        expect(target.coverage[y * 16 + x], `${x},${y}`).toBe(inside ? 1 : 0);
      }
  });

  it('leaves no gap between triangles that share an edge', () => {
    const random = createRandom('edges');
    let gaps = 0;
    for (let round = 0; round < 50; round++) {
      const target = createTarget(64, 64);
      const middle = [random.uniform(20, 44), random.uniform(20, 44), 0.1] as const;
      const rim = Array.from({ length: 9 }, (_, i) => {
        const angle = (i / 9) * 2 * Math.PI;
        return [32 + 28 * Math.cos(angle), 32 + 28 * Math.sin(angle), 0.1] as const;
      });
      const fan = Array.from({ length: 9 }, (_, i) => [0, 1 + i, 1 + ((i + 1) % 9)]).flat();
      drawTriangles(target, vertices([middle, ...rim]), Uint32Array.from(fan), OPAQUE);
      for (let y = 12; y < 52; y++)
        for (let x = 12; x < 52; x++)
          if (Math.hypot(x + 0.5 - 32, y + 0.5 - 32) < 20 && !target.coverage[y * 64 + x]) gaps++;
    }
    expect(gaps).toBe(0);
  });

  it('keeps the nearest surface, whichever is drawn first', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const target = createTarget(8, 8);
      for (const layer of order) {
        const inverse = layer === 0 ? 0.2 : 0.1;
        const level = layer === 0 ? 0.9 : 0.3;
        const plane = vertices(
          [
            [0, 0, inverse],
            [16, 0, inverse],
            [0, 16, inverse],
          ],
          level,
        );
        drawTriangles(target, plane, Uint32Array.of(0, 1, 2), OPAQUE);
      }
      expect(target.colour[0]).toBeCloseTo(0.9, 6);
    }
  });

  it('drops faces that look away unless they are two-sided', () => {
    const plane = vertices([
      [0, 0, 0.1],
      [8, 0, 0.1],
      [0, 8, 0.1],
    ]);
    const away = createTarget(8, 8);
    drawTriangles(away, plane, Uint32Array.of(0, 1, 2), { twoSided: false, opacity: 1 });
    expect(away.coverage.some((c) => c === 1)).toBe(false);
    const facing = createTarget(8, 8);
    drawTriangles(facing, plane, Uint32Array.of(0, 2, 1), { twoSided: false, opacity: 1 });
    expect(facing.coverage.some((c) => c === 1)).toBe(true);
  });
});
