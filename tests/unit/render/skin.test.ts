import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import {
  melaninUnits,
  RESTING_HAEMOGLOBIN,
  skinReflectance,
  typologyAngleDeg,
} from '../../../training/render/scene/pigment.ts';
import { drawHair, drawSpot } from '../../../training/render/scene/skin-strokes.ts';
import { drawComplexion, skinColour, type Complexion } from '../../../training/render/scene/skin.ts';

describe('skinReflectance', () => {
  it('darkens every channel with either pigment, melanin blue the most and haemoglobin green the most', () => {
    let [last, flushed] = [skinReflectance(0, 0), skinReflectance(0.5, 0)];
    for (let step = 1; step <= 30; step++) {
      const next = skinReflectance(step / 10, 0);
      const ruddier = skinReflectance(0.5, step / 20);
      for (const c of [0, 1, 2] as const) {
        expect(next[c]).toBeLessThan(last[c]);
        expect(next[c]).toBeGreaterThan(0);
        expect(ruddier[c]).toBeLessThan(flushed[c]);
      }
      expect(next[0] / last[0]).toBeGreaterThan(next[2] / last[2]);
      expect(ruddier[0] / flushed[0]).toBeGreaterThan(ruddier[1] / flushed[1]);
      expect(ruddier[2] / flushed[2]).toBeGreaterThan(ruddier[1] / flushed[1]);
      [last, flushed] = [next, ruddier];
    }
  });

  it('adds densities: twice the pigment is twice the logarithm', () => {
    const none = skinReflectance(0, 0);
    const once = skinReflectance(0.7, 0.3);
    const twice = skinReflectance(1.4, 0.6);
    for (const c of [0, 1, 2] as const)
      expect(Math.log(twice[c] / none[c])).toBeCloseTo(2 * Math.log(once[c] / none[c]), 10);
  });
});

const linear = (byte: number): number => ((byte / 255 + 0.055) / 1.055) ** 2.4;

describe('typologyAngleDeg', () => {
  // The skin patches of the ColorChecker chart: sRGB bytes, and the angle of their published CIE L*, b* (illuminant D50).
  it.each([
    ['dark skin', [115, 82, 68], 37.986, 14.059],
    ['light skin', [194, 150, 130], 65.711, 17.81],
  ] as const)('agrees with the published colour of the patch %s', (_name, bytes, lightness, yellow) => {
    const published = (Math.atan2(lightness - 50, yellow) * 180) / Math.PI;
    const [r, g, b] = bytes;
    expect(Math.abs(typologyAngleDeg([linear(r), linear(g), linear(b)]) - published)).toBeLessThan(3);
  });
});

const greyShare = (people: readonly Complexion[]): number =>
  people.filter((c) => c.hairColour[2] > 0.15).length / people.length;

describe('drawComplexion', () => {
  const drawn = Array.from({ length: 1200 }, (_, i) => drawComplexion(createRandom(`complexion ${i}`)));

  it('covers the typology angles of human skin evenly', () => {
    const bins = Array.from({ length: 6 }, () => 0);
    for (const { melanin } of drawn) {
      const angle = typologyAngleDeg(skinReflectance(melaninUnits(melanin), RESTING_HAEMOGLOBIN));
      const bin = Math.floor((60 - angle) / (118 / 6));
      bins[Math.min(5, Math.max(0, bin))]!++;
    }
    // 200 are expected in each, give or take 13.
    for (const count of bins) expect(Math.abs(count - 200)).toBeLessThan(55);
  });

  it('is as dark as its melanin says, whatever else it draws', () => {
    const dark = drawn.filter((c) => c.melanin > 0.8).map((c) => skinColour(c)[1]);
    const light = drawn.filter((c) => c.melanin < 0.2).map((c) => skinColour(c)[1]);
    expect(Math.max(...dark)).toBeLessThan(Math.min(...light));
  });

  it('greys with age and never paints a beard', () => {
    expect(greyShare(drawn.filter((c) => c.age < 0.25))).toBeLessThan(0.05);
    expect(greyShare(drawn.filter((c) => c.age > 0.85))).toBeGreaterThan(0.5);
    for (const c of drawn.filter((person) => person.beard > 0)) expect(c.lipstick.amount).toBe(0);
  });

  it('is the same for the same seed', () => {
    expect(drawComplexion(createRandom('one'))).toEqual(drawComplexion(createRandom('one')));
    expect(drawComplexion(createRandom('one'))).not.toEqual(drawComplexion(createRandom('two')));
  });
});

describe('strokes', () => {
  it('a hair lies where it was drawn and fades towards its tip', () => {
    const plane = new Float32Array(32 * 32);
    drawHair(plane, 32, 4, 16, 28, 16, 1, 0.8);
    const at = (x: number, y: number): number => plane[y * 32 + x]!;
    expect(at(5, 15)).toBeGreaterThan(at(26, 15));
    expect(at(26, 15)).toBeGreaterThan(0.05);
    expect(at(16, 12)).toBe(0);
    expect(at(30, 15)).toBe(0);
  });

  it('a hair of half the width is half as strong', () => {
    const sum = (widthPx: number): number => {
      const plane = new Float32Array(32 * 32);
      drawHair(plane, 32, 4, 16, 28, 16, widthPx, 0.5);
      return plane.reduce((total, value) => total + value, 0);
    };
    expect(sum(0.4)).toBeCloseTo(sum(0.8) / 2, 1);
  });

  it('a spot is strongest in its middle, and what lies over it does not add up', () => {
    const plane = new Float32Array(16 * 16);
    drawSpot(plane, 16, 8.5, 8.5, 2, 0.6);
    drawSpot(plane, 16, 8.5, 8.5, 2, 0.4);
    expect(plane[8 * 16 + 8]).toBeCloseTo(0.6, 6);
    expect(plane[8 * 16 + 10]).toBeCloseTo(0.6 * Math.exp(-1), 5);
    expect(plane[0]).toBe(0);
  });
});
