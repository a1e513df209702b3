// Where the page was scrolled to a moment ago: a gaze sample speaks of the time its frame was captured.
import type { Scroll } from './spaces.ts';

export type ScrollMoment = Scroll & { timestampMs: number };

/** Longer than a gaze sample ever takes from capture to here. */
const KEEP_MS = 1000;

/** Adds a scroll position, and forgets those that no sample can ask for any more. Oldest first. */
export function recordScroll(history: readonly ScrollMoment[], moment: ScrollMoment): ScrollMoment[] {
  const oldest = moment.timestampMs - KEEP_MS;
  // The last position before the limit still held at the limit.
  const first = Math.max(
    0,
    history.findLastIndex(({ timestampMs }) => timestampMs <= oldest),
  );
  return [...history.slice(first), moment];
}

/** The position that held at a time; the oldest known one for times before that. */
export function findScroll(history: readonly ScrollMoment[], timestampMs: number): Scroll | undefined {
  return history.findLast((moment) => moment.timestampMs <= timestampMs) ?? history[0];
}
