import { describe, expect, it } from 'vitest';
import type { Look } from '../../src/gaze/look.ts';
import { createEyeWatch } from '../../src/measurement/eye-watch.ts';
import { createSteadyClaim } from '../../src/measurement/steady-claim.ts';

const FACE = { eyeDistance: 0.13, luma: 110, sideRatio: 0.9, surroundLuma: 150, blownShare: 0 };
const SEEN: Look = { eyesSeen: true, light: { squareLuma: 120, face: FACE } };
const UNSEEN: Look = { eyesSeen: false, light: { squareLuma: 120 } };
const DARK: Look = {
  eyesSeen: true,
  light: { squareLuma: 30, face: { ...FACE, luma: 25, surroundLuma: 30 } },
};
const EVERY_MS = 500;

describe('createEyeWatch', () => {
  /** What is told after each look, half a second apart. */
  const watchAll = (looks: readonly Look[]) => {
    const watch = createEyeWatch();
    return looks.map((look, at) => watch.see(look, at * EVERY_MS));
  };

  it('claims nothing before the first look tells', () => {
    expect(watchAll([UNSEEN])).toEqual([{ seen: false, unseen: false, hints: [] }]);
  });

  it('says that the eyes are not seen after a second and a half, and takes it back when they have come back', () => {
    const reports = watchAll([SEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, SEEN, SEEN]);
    expect(reports.map(({ unseen }) => unseen)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(reports.map(({ seen }) => seen)).toEqual([true, true, true, true, false, false, false, true]);
  });

  it('says nothing of blinks', () => {
    const blinking = Array.from({ length: 40 }, (_, at) => (at % 3 === 0 ? SEEN : UNSEEN));
    expect(watchAll(blinking).every(({ unseen }) => !unseen)).toBe(true);
  });

  it('does not flicker where the network finds eyes now and then in an empty chair', () => {
    const looks = [
      ...Array<Look>(4).fill(UNSEEN),
      ...Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? SEEN : UNSEEN)),
    ];
    expect(
      watchAll(looks)
        .slice(3)
        .every(({ unseen }) => unseen),
    ).toBe(true);
  });

  it('gives a hint that holds for two seconds, and drops it a second after it ends', () => {
    const reports = watchAll([...Array<Look>(6).fill(DARK), SEEN, SEEN, SEEN]);
    expect(reports.map(({ hints }) => hints.length)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0]);
    expect(reports[4]?.hints).toEqual(['dark']);
  });

  it('is the same object while nothing changes', () => {
    const [first, second] = watchAll([SEEN, SEEN]);
    expect(second).toBe(first);
  });
});

describe('createSteadyClaim', () => {
  it('takes no gap for agreement', () => {
    const claim = createSteadyClaim({ onAfterMs: 1000, offAfterMs: 1000, mostGapMs: 2000 });
    expect(claim.observe(true, 0)).toBe(false);
    expect(claim.observe(true, 9000)).toBe(false);
    expect(claim.observe(true, 10_000)).toBe(true);
  });
});
