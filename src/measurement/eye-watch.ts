// What a row of looks through the camera says: whether the eyes are seen, and what could be better. Pure but for its memory.
import { findHints, type Hint } from '../camera/hints.ts';
import type { Look } from '../gaze/look.ts';
import { createSteadyClaim, type SteadyClaim } from './steady-claim.ts';

const SECOND = 1000;

/** What the person is told. */
export type EyeReport = {
  /** The eyes have been seen, and not been lost for long since. */
  readonly seen: boolean;
  /** The eyes have not been seen for a while. */
  readonly unseen: boolean;
  /** What matters most comes first. */
  readonly hints: readonly Hint[];
};

export const NOTHING_TO_REPORT: EyeReport = { seen: false, unseen: false, hints: [] };

/** The longest blinks take half a second, and a slow machine looks once in as long. */
const UNSEEN = { onAfterMs: 1.5 * SECOND, offAfterMs: 0.4 * SECOND };
/** The camera sets its own exposure anew within a second or two of a change. */
const HINT = { onAfterMs: 2 * SECOND, offAfterMs: 1 * SECOND };
/** Looks come every half second, or as fast as the machine can: every few seconds on a slow and busy one. */
const MOST_GAP_MS = 10 * SECOND;

const HINTS: readonly Hint[] = ['glare', 'backlit', 'dark', 'far', 'uneven'];

export type EyeWatch = {
  /** Answers what to tell from this look on; the same object while nothing changes. */
  see(look: Look, timestampMs: number): EyeReport;
};

/**
 * Makes a watch that has nothing to tell at first. A hint is a guess from where a face seems to be, so it waits longer to be
 * told than that no eyes are seen.
 */
export function createEyeWatch(): EyeWatch {
  const unseen = createSteadyClaim({ ...UNSEEN, mostGapMs: MOST_GAP_MS });
  const claims = new Map<Hint, SteadyClaim>(
    HINTS.map((hint) => [hint, createSteadyClaim({ ...HINT, mostGapMs: MOST_GAP_MS })]),
  );
  let everSeen = false;
  let report = NOTHING_TO_REPORT;

  return {
    see({ eyesSeen, light }, timestampMs) {
      const found = findHints(light);
      everSeen ||= eyesSeen;
      const isUnseen = unseen.observe(!eyesSeen, timestampMs);
      const next: EyeReport = {
        seen: everSeen && !isUnseen,
        unseen: isUnseen,
        hints: HINTS.filter((hint) => claims.get(hint)!.observe(found.includes(hint), timestampMs)),
      };
      if (!isSame(next, report)) report = next;
      return report;
    },
  };
}

function isSame(a: EyeReport, b: EyeReport): boolean {
  return a.seen === b.seen && a.unseen === b.unseen && a.hints.join() === b.hints.join();
}
