// The square crop.
import { expect, test } from 'vitest';
import { getSquareCrop } from '../../src/camera/square-crop.ts';

test.each([
  { widthPx: 640, heightPx: 480, crop: { x: 80, y: 0, side: 480 } },
  { widthPx: 1280, heightPx: 720, crop: { x: 280, y: 0, side: 720 } },
  { widthPx: 480, heightPx: 640, crop: { x: 0, y: 80, side: 480 } },
  { widthPx: 641, heightPx: 480, crop: { x: 80, y: 0, side: 480 } },
  { widthPx: 256, heightPx: 256, crop: { x: 0, y: 0, side: 256 } },
])('of $widthPx x $heightPx', ({ widthPx, heightPx, crop }) => {
  expect(getSquareCrop(widthPx, heightPx)).toEqual(crop);
});
