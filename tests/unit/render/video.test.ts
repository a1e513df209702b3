import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import { drawBarcode, planScanpath } from '../../../training/render/output/video.ts';

/** Reads the barcode as DESIGN of the fixture says: 16 cells at x 10..29, from y 20 down, 26 px apart. */
function readBarcode(rgb: Uint8Array): number {
  let value = 0;
  for (let bit = 0; bit < 16; bit++) {
    const y = 20 + 26 * bit + 10;
    value = value * 2 + (rgb[(y * 640 + 20) * 3]! > 128 ? 1 : 0);
  }
  return value;
}

describe('drawBarcode', () => {
  it.each([0, 1, 239, 4097, 65535])('writes frame number %i outside of the square crop', (index) => {
    const rgb = new Uint8Array(640 * 480 * 3).fill(90);
    drawBarcode(rgb, index);
    expect(readBarcode(rgb)).toBe(index);
    for (let y = 0; y < 480; y++) expect(rgb[(y * 640 + 80) * 3]).toBe(90);
  });
});

describe('planScanpath', () => {
  const points = planScanpath(createRandom('plan'), 48, 5);

  it('has one point per frame, dots, reading and stares, all on the screen', () => {
    expect(points).toHaveLength(240);
    expect(new Set(points.map((p) => p.task))).toEqual(new Set(['dots', 'reading', 'stare']));
    for (const { xScreen, yScreen } of points) {
      expect(xScreen).toBeGreaterThan(0);
      expect(xScreen).toBeLessThan(1);
      expect(yScreen).toBeGreaterThan(0);
      expect(yScreen).toBeLessThan(1);
    }
  });

  it('is the same for the same seed', () => {
    expect(planScanpath(createRandom('plan'), 48, 5)).toEqual(points);
  });
});
