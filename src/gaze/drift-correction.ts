// Moves gaze samples back by what a check found them to be off: a constant offset of the screen, within a bound.
import type { GazeSample } from './gaze-sample.ts';

/** An offset, in fractions of the screen: sample - target. */
export type Drift = { xScreen: number; yScreen: number };

/** What a check found, and which check: one counts once, however often it is told of. */
export type FoundDrift = {
  drift: Drift;
  /** ISO 8601. */
  checkedAt: string;
};

/** No sample is ever moved by more on an axis, whatever checks say: what is off by more needs a new measurement. */
export const MOST_CORRECTION = 0.15;

export type DriftCorrection = {
  apply(sample: GazeSample): GazeSample;
  /**
   * Subtracts so much more from now on, as far as the bound lets it; answers how much more it is in fact. The last check told
   * of again is answered so again, and changes nothing.
   */
  add(found: FoundDrift): Drift;
  /** Answers whether there was anything to take back. */
  clear(): boolean;
};

const NONE: Drift = { xScreen: 0, yScreen: 0 };

export function createDriftCorrection(): DriftCorrection {
  let total = NONE;
  let last: { checkedAt: string; added: Drift } | undefined;
  return {
    apply(sample) {
      if (total === NONE) return sample;
      return { ...sample, xScreen: sample.xScreen - total.xScreen, yScreen: sample.yScreen - total.yScreen };
    },
    add({ drift: { xScreen, yScreen }, checkedAt }) {
      if (checkedAt === last?.checkedAt) return last.added;
      const before = total;
      total = { xScreen: bound(total.xScreen + xScreen), yScreen: bound(total.yScreen + yScreen) };
      const added = { xScreen: total.xScreen - before.xScreen, yScreen: total.yScreen - before.yScreen };
      last = { checkedAt, added };
      return added;
    },
    clear() {
      const cleared = total !== NONE;
      total = NONE;
      last = undefined;
      return cleared;
    },
  };
}

const bound = (offset: number): number => Math.min(MOST_CORRECTION, Math.max(-MOST_CORRECTION, offset));
