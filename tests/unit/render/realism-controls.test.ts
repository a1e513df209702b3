import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { compareWithWrongTruths, move, movedBy, scramble } from '../../../training/realism/controls.ts';
import { listShortfalls } from '../../../training/realism/compare.ts';
import { PLACES, type Point } from '../../../training/realism/landmarks.ts';

const SIZE = 64;
/** A picture in which no two pixels are alike. */
const PIXELS = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
  const pixel = Math.floor(i / 3);
  return [pixel % SIZE, Math.floor(pixel / SIZE), 128][i % 3]!;
});
const picture = (): Promise<Buffer> =>
  sharp(PIXELS, { raw: { width: SIZE, height: SIZE, channels: 3 } })
    .png()
    .toBuffer();
const pixelsOf = async (png: Buffer): Promise<Buffer> => sharp(png).removeAlpha().raw().toBuffer();
const triples = (pixels: Uint8Array): number[] =>
  Array.from({ length: pixels.length / 3 }, (_, i) => 256 * pixels[3 * i]! + pixels[3 * i + 1]!);

describe('scramble', () => {
  it('keeps every pixel but not its place, and does so the same way each time', async () => {
    const scrambled = await pixelsOf(await scramble(await picture(), 'a'));
    const before = triples(PIXELS);
    const after = triples(scrambled);
    expect(after.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
    const stayed = after.filter((pixel, i) => pixel === before[i]).length;
    expect(stayed / after.length).toBeLessThan(0.1);
    expect(await pixelsOf(await scramble(await picture(), 'a'))).toEqual(scrambled);
    expect(await pixelsOf(await scramble(await picture(), 'b'))).not.toEqual(scrambled);
  });
});

describe('move', () => {
  it.each([
    [5, -3],
    [-4, 6],
  ])('by %d, %d px takes each pixel there and repeats the edge', async (dx, dy) => {
    const moved = await pixelsOf(await move(await picture(), [dx, dy]));
    expect(moved).toHaveLength(PIXELS.length);
    const clamp = (value: number): number => Math.min(SIZE - 1, Math.max(0, value));
    for (const [x, y] of [
      [0, 0],
      [30, 31],
      [63, 63],
    ] as const)
      expect([...moved.subarray(3 * (y * SIZE + x), 3 * (y * SIZE + x) + 2)]).toEqual([
        clamp(x - dx),
        clamp(y - dy),
      ]);
  });
});

describe('movedBy', () => {
  const face = (dx: number, dy: number): Point[] => PLACES.map((_, i) => [10 * i + dx, 5 * i + dy]);

  it('is what the landmarks lag behind the picture', () => {
    expect(movedBy(face(0, 0), face(11, -7), [11, -7])).toBeCloseTo(0, 10);
    expect(movedBy(face(0, 0), face(0, 0), [3, 4])).toBeCloseTo(5, 10);
    expect(movedBy(face(0, 0), undefined, [3, 4])).toBeUndefined();
  });
});

describe('compareWithWrongTruths', () => {
  it('never passes a perfect detector', () => {
    const truths = [40, 120].map((x) => ({
      landmarks: PLACES.map((_, i): Point => [x + (i < 5 ? 0 : 50) + 4 * (i % 5), 100 + x]),
      interocularPx: 50,
    }));
    const wrong = compareWithWrongTruths(
      truths.map(({ landmarks }) => landmarks),
      truths,
    );
    expect(wrong).toHaveLength(3);
    for (const { agreement } of wrong) expect(listShortfalls(agreement)).not.toEqual([]);
  });
});
