import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import type { Directed } from '../../../training/render/output/director.ts';
import { directVideo, drawBarcode } from '../../../training/render/output/video.ts';

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

describe('directVideo', () => {
  const shoot = (): Directed =>
    ({
      person: { habits: { blinksPerMinute: 15 } },
      sitting: { screen: { widthCm: 34.5, heightCm: 19.4 }, distanceCm: 60 },
      random: createRandom('plan'),
    }) as unknown as Directed;
  const takes = directVideo(shoot(), 48, 5);

  it('has one take per frame: dots, reading and stares, all on the screen', () => {
    expect(takes).toHaveLength(240);
    expect(new Set(takes.map(({ task }) => task))).toEqual(new Set(['dots', 'reading', 'stare']));
    for (const { cue } of takes) {
      expect(Math.min(cue.xScreen, cue.yScreen)).toBeGreaterThan(0);
      expect(Math.max(cue.xScreen, cue.yScreen)).toBeLessThan(1);
    }
    expect(takes.map(({ timestampMs }) => timestampMs).slice(0, 3)).toEqual([0, 200, 400]);
  });

  it('is the same for the same seed', () => {
    expect(directVideo(shoot(), 48, 5)).toEqual(takes);
  });
});
