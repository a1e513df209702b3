/** Keeps entries that differ from one another, whatever they look at: in all that their features say. */
import type { MemoryEntry, MemoryPolicy } from './frame-memory.ts';

/**
 * Makes the policy: of the two entries most alike, the older one leaves.
 *
 * @param deviation of each feature over the population, `[F]`: the unit that differences are counted in
 */
export function createDiversePolicy(deviation: Float32Array): MemoryPolicy {
  /** Of pairs of entries, which stay the same objects' features for as long as they are kept. */
  const known = new WeakMap<Float32Array, WeakMap<Float32Array, number>>();

  const measureApart = (a: MemoryEntry, b: MemoryEntry): number => {
    const ofFirst = known.get(a.features) ?? new WeakMap<Float32Array, number>();
    known.set(a.features, ofFirst);
    const before = ofFirst.get(b.features);
    if (before !== undefined) return before;
    let sum = 0;
    for (let i = 0; i < deviation.length; i += 1) {
      sum += ((a.features[i]! - b.features[i]!) / deviation[i]!) ** 2;
    }
    ofFirst.set(b.features, sum);
    return sum;
  };

  return {
    chooseLeaving(entries) {
      let leaving = 0;
      let least = Infinity;
      entries.forEach((older, i) => {
        for (let j = i + 1; j < entries.length; j += 1) {
          const apart = measureApart(older, entries[j]!);
          if (apart >= least) continue;
          least = apart;
          leaving = i;
        }
      });
      return leaving;
    },
  };
}
