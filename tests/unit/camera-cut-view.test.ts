// Views cut out of a picture, against the plain mean over each output pixel's box.
import { describe, expect, test } from 'vitest';
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { createRandom } from './model-random-weights.ts';

function createPicture(widthPx: number, heightPx: number, seed = 1): Picture {
  const random = createRandom(seed);
  const rgba = Uint8Array.from({ length: widthPx * heightPx * 4 }, () => Math.floor(256 * random()));
  return { rgba, widthPx, heightPx };
}

const overlap = (pixel: number, from: number, to: number): number =>
  Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));

/** Every source pixel asked for its share of every box: slow, and plain to see. */
function cutSlowly({ rgba, widthPx, heightPx }: Picture, view: View, size: number): number[] {
  const square = Math.min(widthPx, heightPx);
  const left = Math.floor((widthPx - square) / 2) + view.x * square;
  const top = Math.floor((heightPx - square) / 2) + view.y * square;
  const box = (view.side * square) / size;
  const cut: number[] = [];
  for (let i = 0; i < size * size * 3; i += 1) {
    const [column, row, channel] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size), i % 3];
    let [sum, area] = [0, 0];
    for (let y = 0; y < heightPx; y += 1) {
      const height = overlap(y, top + row * box, top + (row + 1) * box);
      if (height === 0) continue;
      for (let x = 0; x < widthPx; x += 1) {
        const share = height * overlap(x, left + column * box, left + (column + 1) * box);
        sum += share * rgba[(y * widthPx + x) * 4 + channel]!;
        area += share;
      }
    }
    cut.push(sum / area);
  }
  return cut;
}

const largestDifference = (a: Float32Array, b: number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** Landmarks of a face whose eyes have their middles here. */
const face = (right: [number, number], left: [number, number]): number[] =>
  [right, right, right, right, right, left, left, left, left, left].flat();

describe('a view that is cut', () => {
  test.each<[string, number, number, View, number]>([
    ['the whole of a square', 24, 24, WHOLE_VIEW, 8],
    ['the whole of a wide picture', 33, 20, WHOLE_VIEW, 8],
    ['between pixels', 40, 30, { x: 0.1371, y: 0.2813, side: 0.6137 }, 8],
    ['a box less than a pixel wide', 40, 30, { x: 0.4137, y: 0.3333, side: 0.1717 }, 8],
    ['at the lower right border', 41, 29, frameFace(face([0.85, 0.97], [0.98, 0.97])), 6],
    ['at the upper left border', 29, 41, frameFace(face([0.01, 0.02], [0.13, 0.03])), 6],
  ])('is the mean over each box: %s', (_, widthPx, heightPx, view, size) => {
    const picture = createPicture(widthPx, heightPx);
    const cut = createViewCutter(size)(picture, view);
    expect(cut).toHaveLength(size * size * 3);
    expect(largestDifference(cut, cutSlowly(picture, view, size))).toBeLessThan(1e-3);
  });

  test('may touch every border, however its fractions round', () => {
    const picture = createPicture(640, 360);
    const cut = createViewCutter(4);
    for (let i = 1; i < 200; i += 1) {
      const view = frameFace(face([0.97, 0.98], [0.97 + i / 7919, 0.98]));
      expect(view.x).toBeGreaterThan(0.5);
      expect(cut(picture, view).every((value) => value >= 0 && value <= 255)).toBe(true);
    }
    expect(() => cut(picture, { x: 0, y: 0.6, side: 0.401 })).toThrow('leaves the frame');
  });

  test('is of the picture and the view that are given, also after others', () => {
    const [first, second, wide] = [createPicture(24, 24), createPicture(24, 24, 2), createPicture(30, 24, 3)];
    const view = { x: 0.25, y: 0.125, side: 0.5 };
    const cut = createViewCutter(4);
    for (const [picture, given] of [
      [first, view],
      [second, view],
      [second, WHOLE_VIEW],
      [wide, WHOLE_VIEW],
      [wide, view],
    ] as const) {
      expect(largestDifference(cut(picture, given), cutSlowly(picture, given, 4))).toBeLessThan(1e-3);
    }
  });
});
