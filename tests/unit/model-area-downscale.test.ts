import { describe, expect, it } from 'vitest';
import { areaDownscale } from '../../src/camera/area-downscale.ts';
import { createRandom } from './model-random-weights.ts';

/** A frame whose red, green and blue are `value`, `value + 1` and `value + 2`. */
function createFrame(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const v = value(x, y);
      rgba.set([v, v + 1, v + 2, 255], (y * width + x) * 4);
    }
  }
  return rgba;
}

const reds = (rgb: Float32Array): number[] => [...rgb].filter((_, i) => i % 3 === 0);

describe('areaDownscale', () => {
  it('copies where nothing is scaled', () => {
    const rgb = areaDownscale(
      createFrame(4, 3, (x, y) => 10 * y + x),
      4,
      3,
      { x: 1, y: 1, side: 2 },
      2,
    );
    expect(reds(rgb)).toEqual([11, 12, 21, 22]);
    expect(Array.from(rgb.slice(0, 3))).toEqual([11, 12, 13]);
  });

  it('averages whole pixels', () => {
    const rgb = areaDownscale(
      createFrame(4, 4, (x, y) => 10 * y + x),
      4,
      4,
      { x: 0, y: 0, side: 4 },
      2,
    );
    expect(reds(rgb)).toEqual([5.5, 7.5, 25.5, 27.5]);
  });

  it('counts partly covered pixels by their overlap', () => {
    // 3 -> 2: boxes [0, 1.5] and [1.5, 3]; along x (0 * 1 + 30 * 0.5) / 1.5 = 10 and (30 * 0.5 + 60) / 1.5 = 50.
    const rgb = areaDownscale(
      createFrame(3, 3, (x) => 30 * x),
      3,
      3,
      { x: 0, y: 0, side: 3 },
      2,
    );
    expect(reds(rgb)).toEqual([10, 50, 10, 50]);
  });

  it('scales up by the same formula', () => {
    // 2 -> 3: boxes of 2/3 pixel: [0, 2/3], [2/3, 4/3], [4/3, 2].
    const rgb = areaDownscale(
      createFrame(2, 2, (x) => 90 * x),
      2,
      2,
      { x: 0, y: 0, side: 2 },
      3,
    );
    expect(reds(rgb).map((value) => Math.round(value * 1e4) / 1e4)).toEqual([
      0, 45, 90, 0, 45, 90, 0, 45, 90,
    ]);
  });

  it.each([
    [640, 480, { x: 80, y: 0, side: 480 }, 192],
    [256, 256, { x: 0, y: 0, side: 256 }, 192],
    [1280, 720, { x: 280, y: 0, side: 720 }, 256],
    [97, 61, { x: 18, y: 0, side: 61 }, 64],
  ])('keeps the mean of the crop: %i x %i', (width, height, crop, size) => {
    const random = createRandom(3);
    const rgba = createFrame(width, height, () => Math.floor(250 * random()));
    const rgb = areaDownscale(rgba, width, height, crop, size);
    let sum = 0;
    for (let y = crop.y; y < crop.y + crop.side; y += 1) {
      for (let x = crop.x; x < crop.x + crop.side; x += 1) sum += rgba[(y * width + x) * 4]!;
    }
    const mean = reds(rgb).reduce((total, value) => total + value, 0) / (size * size);
    expect(mean).toBeCloseTo(sum / crop.side ** 2, 3);
  });

  it('takes a crop that leaves the frame by a rounding error as one that touches its border', () => {
    const frame = createFrame(3, 3, (x) => 30 * x);
    const whole = areaDownscale(frame, 3, 3, { x: 0, y: 0, side: 3 }, 2);
    const shifted = [-1e-12, 1e-12].map((x) => areaDownscale(frame, 3, 3, { x, y: -x, side: 3 }, 2));
    for (const rgb of shifted) expect(reds(rgb).map((value) => Math.round(value))).toEqual(reds(whole));
  });

  it.each([
    [{ x: 1, y: 0, side: 4 }, 2],
    [{ x: 0.001, y: 0, side: 4 }, 2],
    [{ x: 0, y: -1, side: 4 }, 2],
    [{ x: 0, y: 0, side: 0 }, 2],
    [{ x: 0, y: 0, side: 4 }, 0],
  ])('refuses the crop %o at size %i', (crop, size) => {
    expect(() => areaDownscale(new Uint8Array(64), 4, 4, crop, size)).toThrow(RangeError);
  });

  it('refuses a buffer of another size', () => {
    expect(() => areaDownscale(new Uint8Array(63), 4, 4, { x: 0, y: 0, side: 4 }, 2)).toThrow(
      '64 bytes of RGBA, not 63',
    );
  });
});
