/** Reads only what was remembered of a head that was about where it is now. */
import type { MemoryChoice, MemoryEntry } from './frame-memory.ts';
import { measureHeadsApart } from './heads-apart.ts';

/** In sides of the face's view: 10 cm, where a face is 60 cm away. From 0.12 to 0.2 little changes (training/results/policies.md). */
const APART = 0.16;
/** With fewer frames than that, all are read: more of them say more than nearer ones. */
const ENOUGH = 16;
/** The head is where it was in the middle one of these. */
const NEWEST = 6;

/**
 * Somebody who leans 10 cm nearer looks another way to the camera, whatever is looked at: what was remembered of the posture
 * before misleads. It is not forgotten, since people lean back.
 */
export const chooseNear: MemoryChoice = (entries) => {
  const now = { view: findMiddle(entries.slice(-NEWEST)) };
  const near = entries.filter((entry) => measureHeadsApart(now, entry) <= APART);
  return near.length >= ENOUGH ? near : entries;
};

function findMiddle(entries: readonly MemoryEntry[]): MemoryEntry['view'] {
  const side = median(entries.map(({ view }) => view.side));
  // Of the centres, since the sides differ.
  const place = (axis: 'x' | 'y'): number =>
    median(entries.map(({ view }) => view[axis] + view.side / 2)) - side / 2;
  return { x: place('x'), y: place('y'), side };
}

/** Zero of none. */
function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
