import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import {
  blinkSeconds,
  closureAt,
  createBlinks,
  drawBlink,
  type Blink,
} from '../../../training/render/scene/blink.ts';

const blink: Blink = { closingS: 0.09, shutS: 0.04, openingS: 0.2, depth: 1 };

describe('closureAt', () => {
  it('shuts within the closing time, rests, and opens about twice as slowly', () => {
    expect(closureAt(blink, 0)).toBe(0);
    expect(closureAt(blink, 0.045)).toBeCloseTo(0.5, 6);
    expect(closureAt(blink, 0.1)).toBe(1);
    expect(closureAt(blink, 0.33)).toBe(0);
    let half = 0.13;
    while (closureAt(blink, half) > 0.5) half += 0.001;
    expect(half - 0.13).toBeGreaterThan(0.06);
    expect(half - 0.13).toBeLessThan(0.11);
  });

  it('has no jumps', () => {
    for (let t = -0.01; t < 0.36; t += 0.001)
      expect(Math.abs(closureAt(blink, t + 0.001) - closureAt(blink, t))).toBeLessThan(0.03);
  });
});

describe('drawBlink', () => {
  it('draws times as measured on people, some blinks partial', () => {
    const random = createRandom('blinks');
    const blinks = Array.from({ length: 2000 }, () => drawBlink(random));
    for (const { closingS, shutS, openingS, depth } of blinks) {
      expect(closingS).toBeGreaterThanOrEqual(0.075);
      expect(closingS).toBeLessThanOrEqual(0.1);
      expect(shutS).toBeGreaterThanOrEqual(0.02);
      expect(shutS).toBeLessThanOrEqual(0.05);
      expect(openingS).toBeGreaterThanOrEqual(0.15);
      expect(openingS).toBeLessThanOrEqual(0.25);
      expect(depth).toBeGreaterThan(0.3);
      expect(depth).toBeLessThanOrEqual(1);
    }
    const partial = blinks.filter(({ depth }) => depth < 1).length / blinks.length;
    expect(partial).toBeGreaterThan(0.1);
    expect(partial).toBeLessThan(0.3);
    expect(Math.max(...blinks.map(blinkSeconds))).toBeLessThan(0.41);
  });
});

/** Blinks a minute, counted on frames of 100 Hz over ten minutes. */
function countRate(perMinute: number, rateFactor?: number): number {
  const blinks = createBlinks(createRandom(`rate ${perMinute}`), perMinute);
  let count = 0;
  let before = 0;
  for (let frame = 0; frame < 60_000; frame++) {
    const now = blinks(0.01, rateFactor);
    if (now > 0.2 && before <= 0.2) count++;
    before = now;
  }
  return count / 10;
}

describe('createBlinks', () => {
  it.each([8, 15, 25])('blinks about %i times a minute', (perMinute) => {
    expect(countRate(perMinute) / perMinute).toBeGreaterThan(0.8);
    expect(countRate(perMinute) / perMinute).toBeLessThan(1.2);
  });

  it('blinks half as often where a task halves the rate', () => {
    const ratio = countRate(20, 0.5) / countRate(20);
    expect(ratio).toBeGreaterThan(0.38);
    expect(ratio).toBeLessThan(0.62);
  });

  it('shuts the eyes in 2 to 7 % of photos taken at intervals of seconds', () => {
    const random = createRandom('photos');
    const blinks = createBlinks(createRandom('photo blinks'), 16);
    let shut = 0;
    for (let photo = 0; photo < 5000; photo++) if (blinks(random.uniform(1.1, 2.6)) > 0.6) shut++;
    expect(shut / 5000).toBeGreaterThan(0.02);
    expect(shut / 5000).toBeLessThan(0.07);
  });
});
