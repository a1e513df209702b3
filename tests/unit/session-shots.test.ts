// When pictures are due, which are kept, and that an hour of them stays within its budget.
import { describe, expect, it } from 'vitest';
import { createShotPlan, findUnseenShare } from '../../src/recorder/shot-plan.ts';
import { isOtherRoute } from '../../src/recorder/watch-routes.ts';
import { isSamePicture, makeSignature } from '../../src/session/picture-signature.ts';
import { chooseQuality, fitsBudget } from '../../src/session/shot-budget.ts';

const MB = 1e6;
const HOUR_MS = 3_600_000;
const view = (yPx: number) => ({ xPx: 0, yPx, widthPx: 1200, heightPx: 600 });

describe('a picture is due', () => {
  it('of a new view once it is still, and of one that never is after a while', () => {
    const plan = createShotPlan();
    plan.stir(0);
    expect(plan.isDue(100, view(0))).toBe(false);
    expect(plan.isDue(400, view(0))).toBe(true);
    const restless = createShotPlan();
    const due = [];
    for (let ms = 0; ms <= 3000; ms += 250) {
      restless.stir(ms);
      due.push(restless.isDue(ms, view(0)));
    }
    expect(due.indexOf(true) * 250).toBe(2000);
  });

  it('after scrolling to what is in none, and not of what is in one', () => {
    const plan = createShotPlan();
    plan.took(0, view(0));
    expect(plan.isDue(10_000, view(100))).toBe(false);
    expect(plan.isDue(10_000, view(300))).toBe(true);
    plan.took(10_000, view(600));
    expect(plan.isDue(20_000, view(300))).toBe(false);
  });

  it('after enough change, but not more often than every few seconds', () => {
    const plan = createShotPlan();
    plan.took(0, view(0));
    plan.stir(1000, 0.6);
    expect(plan.isDue(5000, view(0))).toBe(false);
    plan.stir(5000, 0.6);
    expect(plan.isDue(6000, view(0))).toBe(true);
    plan.took(6000, view(0));
    plan.stir(6500, 1);
    expect(plan.isDue(7500, view(0))).toBe(false);
    expect(plan.isDue(9500, view(0))).toBe(true);
  });

  it('again elsewhere once the page has changed, and of another view at once', () => {
    const plan = createShotPlan();
    plan.took(0, view(0));
    plan.took(5000, view(600));
    plan.stir(9000, 1);
    plan.took(10_000, view(600));
    expect(plan.isDue(20_000, view(0))).toBe(true);
    plan.reset();
    expect(plan.isDue(20_001, view(600))).toBe(true);
  });

  it('not at once again where it could not be taken', () => {
    const plan = createShotPlan();
    expect(plan.isDue(1000, view(0))).toBe(true);
    plan.rest(1000);
    expect(plan.isDue(1500, view(0))).toBe(false);
    expect(plan.isDue(3000, view(0))).toBe(true);
  });
});

it.each([
  [view(0), [], 1],
  [view(0), [view(0)], 0],
  [view(300), [view(0)], 0.5],
  [view(300), [view(0), view(600)], 0],
  [{ ...view(0), xPx: 600 }, [view(0)], 0.5],
])('the share of %o that is unseen beside %o is %d', (area, seen, share) => {
  expect(findUnseenShare(area, seen)).toBeCloseTo(share, 6);
});

describe('the budget', () => {
  it('lets qualities fall as it is used, down to none', () => {
    const qualities = [0, 6, 12, 16, 19, 20].map((mb) => chooseQuality(mb * MB, 0));
    expect(qualities.at(0)).toBeGreaterThan(0.8);
    expect(qualities.at(-1)).toBeNull();
    for (let i = 1; i < 5; i += 1) expect(qualities[i]!).toBeLessThan(qualities[i - 1]!);
  });

  it('holds for an hour of pictures as many and large as one likes', () => {
    let usedBytes = 0;
    for (let ms = 0; ms <= HOUR_MS; ms += 600) {
      const quality = chooseQuality(usedBytes, ms);
      if (quality === null) continue;
      const bytes = 900_000 * quality;
      if (fitsBudget(usedBytes, ms, bytes)) usedBytes += bytes;
    }
    expect(usedBytes).toBeLessThanOrEqual(160 * MB);
    expect(usedBytes).toBeGreaterThan(155 * MB);
  });
});

it('pictures are the same but for a caret, and differ by a line of text', () => {
  const grey = (value: number, changed: number[] = []) =>
    makeSignature(
      Array.from({ length: 40 }, (_, i) =>
        i % 4 === 3 ? 255 : changed.includes(i >> 2) ? value - 12 : value,
      ),
    );
  expect(isSamePicture(grey(200), grey(198))).toBe(true);
  expect(isSamePicture(grey(200), grey(200, [4]))).toBe(false);
  expect(isSamePicture(grey(200), [])).toBe(false);
});

it.each([
  ['http://a/x', 'http://a/y', true],
  ['http://a/x', 'http://a/x?page=2', true],
  ['http://a/x', 'http://a/x#details', false],
  ['http://a/x#one', 'http://a/x#two', false],
  ['http://a/#/cart', 'http://a/#/pay', true],
  ['http://a/', 'http://a/#!/pay', true],
  ['http://a/x', 'http://a/x', false],
])('from %s to %s: another route %s', (before, now, other) => expect(isOtherRoute(before, now)).toBe(other));
