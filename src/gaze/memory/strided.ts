/** Keeps entries spread evenly over all the time since the first one. */
import type { MemoryPolicy } from './frame-memory.ts';

/** Whoever leaves the smallest gap behind leaves: the least `t[i + 1] - t[i - 1]`. First and newest stay. */
export const strided: MemoryPolicy = {
  chooseLeaving(entries) {
    let leaving = 0;
    let leastGapMs = Infinity;
    for (let i = 1; i < entries.length - 1; i += 1) {
      const gapMs = entries[i + 1]!.timestampMs - entries[i - 1]!.timestampMs;
      if (gapMs >= leastGapMs) continue;
      leastGapMs = gapMs;
      leaving = i;
    }
    return leaving;
  },
};
