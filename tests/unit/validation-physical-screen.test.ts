import { describe, expect, it } from 'vitest';
import { guessPageZoom } from '../../src/screen/page-zoom.ts';
import {
  findCardWidthPx,
  findDiagonalInches,
  identifyScreen,
  ImplausibleSizeError,
  readDistance,
  readNumber,
  sizeFromCard,
  sizeFromDiagonal,
  sizeFromWidth,
} from '../../src/validation/physical-screen.ts';

const FULL_HD = { widthPx: 1920, heightPx: 1080 };

describe('the size of a screen', () => {
  it('of 96 pixels an inch follows from a card of 323.5 pixels', () => {
    const { widthCm, heightCm } = sizeFromCard((8.56 / 2.54) * 96, 1, FULL_HD);
    expect(widthCm).toBeCloseTo(20 * 2.54, 8);
    expect(heightCm).toBeCloseTo(11.25 * 2.54, 8);
  });

  it('is the same at every page zoom: the card takes fewer of the larger pixels', () => {
    const sizes = [0.5, 1, 1.25, 3].map((zoom) => sizeFromCard(320 / zoom, zoom, FULL_HD));
    for (const size of sizes) expect(size.widthCm).toBeCloseTo(sizes[0]!.widthCm, 8);
  });

  it('gives back the card that it came from', () => {
    expect(findCardWidthPx(sizeFromCard(287.5, 1.5, FULL_HD), 1.5, FULL_HD)).toBeCloseTo(287.5, 8);
  });

  it('follows from its diagonal', () => {
    const size = sizeFromDiagonal(24, FULL_HD);
    expect(size.widthCm).toBeCloseTo(53.13, 2);
    expect(size.heightCm).toBeCloseTo(29.89, 2);
    expect(findDiagonalInches(size)).toBeCloseTo(24, 8);
  });

  it('follows from its width', () => {
    expect(sizeFromWidth(48, FULL_HD)).toEqual({ widthCm: 48, heightCm: 27 });
  });

  it.each([0, -3, 4.9, 501, NaN, Infinity])('cannot be %d cm wide', (widthCm) => {
    expect(() => sizeFromWidth(widthCm, FULL_HD)).toThrow(ImplausibleSizeError);
  });
});

describe('the distance', () => {
  it.each([
    ['65', 65],
    [' 57,5 ', 57.5],
    ['', undefined],
  ])('typed as %j is %s', (typed, distanceCm) => {
    expect(readDistance(typed)).toBe(distanceCm);
  });

  it.each(['19', '301', 'far', '6 0'])('cannot be %j', (typed) => {
    expect(() => readDistance(typed)).toThrow('between 20 and 300 cm');
  });

  it('is no number where nothing was typed', () => expect(readNumber('  ')).toBeNaN());
});

describe('which screen it is', () => {
  it.each([1, 1.25, 1.5, 2])('stays the same at every page zoom, for a scale factor of %d', (deviceScale) => {
    const ids = [0.5, 2 / 3, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3].map((zoom) => {
      // As Chromium tells it: a 32 bit float, and whole CSS pixels.
      const devicePixelRatio = Math.fround(deviceScale * zoom);
      const geometry = {
        xWindowScreenPx: 0,
        yWindowScreenPx: 0,
        outerWidthScreenPx: 1920,
        outerHeightScreenPx: 1080,
        innerWidthPx: Math.floor(1920 / zoom),
        innerHeightPx: Math.floor(950 / zoom),
        devicePixelRatio,
      };
      return identifyScreen(FULL_HD, devicePixelRatio, guessPageZoom(geometry));
    });
    expect(new Set(ids)).toEqual(new Set([`1920x1080@${deviceScale}`]));
  });

  it('differs for another size and another scale factor', () => {
    const ids = [
      identifyScreen(FULL_HD, 1, 1),
      identifyScreen({ widthPx: 1080, heightPx: 1920 }, 1, 1),
      identifyScreen(FULL_HD, 2, 1),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
