// Visits: the times that gaze came to an area of interest and stayed until it left.
import type { Fixation } from '../gaze/fixations.ts';
import type { SessionEvent } from './session-data.ts';

export type Visit = { startMs: number; endMs: number; fixations: number };

/** After so long without a fixation nobody knows whether gaze stayed. Longer than any blink. */
const LONGEST_ABSENCE_MS = 1000;

/**
 * Runs of fixations in the area. A fixation elsewhere ends a visit, and so do another view, a pause, and a second in
 * which there was no fixation at all. (Holmqvist et al. call a visit "dwell".)
 */
export function countVisits(
  fixations: readonly Fixation[],
  isInside: (fixation: Fixation) => boolean,
  events: readonly SessionEvent[],
): Visit[] {
  const pausesMs = events.filter(({ type }) => type === 'pause').map(({ timestampMs }) => timestampMs);
  const visits: Visit[] = [];
  let before: Fixation | null = null;
  for (const fixation of fixations) {
    const inside = isInside(fixation);
    const visit = visits.at(-1);
    if (inside && visit && before && isSameVisit(before, fixation, pausesMs)) {
      visit.endMs = fixation.endMs;
      visit.fixations += 1;
    } else if (inside) {
      visits.push({ startMs: fixation.startMs, endMs: fixation.endMs, fixations: 1 });
    }
    before = inside ? fixation : null;
  }
  return visits;
}

function isSameVisit(before: Fixation, next: Fixation, pausesMs: readonly number[]): boolean {
  return (
    before.view === next.view &&
    next.startMs - before.endMs <= LONGEST_ABSENCE_MS &&
    !pausesMs.some((atMs) => atMs > before.startMs && atMs <= next.startMs)
  );
}
