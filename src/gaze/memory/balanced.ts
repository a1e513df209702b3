/** Keeps entries spread evenly over the screen: a grid over where they seem to look. */
import type { MemoryEntry, MemoryPolicy } from './frame-memory.ts';
import { measureHeadsApart } from './heads-apart.ts';

/** Cells of the grid, each way; what lies outside the screen counts to the nearest cell. */
const CELLS = 5;

/**
 * From the fullest cell, of its two entries whose heads lie most alike, the older one leaves: so that a cell keeps what is
 * new, and heads in several places. Where cells are equally full, the one whose oldest entry is the oldest gives.
 */
export const balanced: MemoryPolicy = {
  chooseLeaving(entries) {
    const cells = new Map<number, number[]>();
    entries.forEach((entry, i) => {
      const cell = findCell(entry);
      const members = cells.get(cell);
      if (members) members.push(i);
      else cells.set(cell, [i]);
    });
    // A map keeps its keys in the order of each cell's oldest entry.
    const fullest = [...cells.values()].reduce((a, b) => (b.length > a.length ? b : a));
    return chooseMostAlike(fullest, entries);
  },
};

function findCell({ gaze, target = gaze }: MemoryEntry): number {
  const place = (fraction: number): number => Math.min(CELLS - 1, Math.max(0, Math.floor(fraction * CELLS)));
  return place(target.yScreen) * CELLS + place(target.xScreen);
}

/** The older one of the two of `members` whose heads are nearest each other; the only one where there is one. */
function chooseMostAlike(members: readonly number[], entries: readonly MemoryEntry[]): number {
  let leaving = members[0]!;
  let least = Infinity;
  members.forEach((older, i) => {
    for (const newer of members.slice(i + 1)) {
      const apart = measureHeadsApart(entries[older]!, entries[newer]!);
      if (apart >= least) continue;
      least = apart;
      leaving = older;
    }
  });
  return leaving;
}
