// What each policy keeps of what a person looked at.
import { describe, expect, it } from 'vitest';
import type { View } from '../../src/camera/framing.ts';
import { balanced } from '../../src/gaze/memory/balanced.ts';
import { chooseNear } from '../../src/gaze/memory/choose-near.ts';
import { createDiversePolicy } from '../../src/gaze/memory/diverse.ts';
import { createFrameMemory } from '../../src/gaze/memory/frame-memory.ts';
import type { MemoryEntry, MemoryPolicy } from '../../src/gaze/memory/frame-memory.ts';
import { recent } from '../../src/gaze/memory/recent.ts';
import { strided } from '../../src/gaze/memory/strided.ts';
import { createRandom } from './model-random-weights.ts';

const SECOND = 1000;
const HEAD = { x: 0.3, y: 0.2, side: 0.4 };

/** A frame that looks there, by its features too, and comes at that second. */
function look(second: number, xScreen: number, yScreen = 0.5, view = HEAD): MemoryEntry {
  const features = Float32Array.from([xScreen, yScreen]);
  return { features, timestampMs: second * SECOND, gaze: { xScreen, yScreen }, view };
}

/** The seconds of what a memory keeps of these. */
function keep(policy: MemoryPolicy, capacity: number, looks: MemoryEntry[]): number[] {
  const memory = createFrameMemory({ capacity, policy });
  for (const each of looks) memory.add(each);
  return memory.entries().map(({ timestampMs }) => timestampMs / SECOND);
}

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);
const byDeviation = createDiversePolicy(Float32Array.from([0.3, 0.3]));

/** All over the screen for 100 seconds. */
function browse(): MemoryEntry[] {
  const random = createRandom(4);
  return count(100).map((second) => look(second, random(), random()));
}
/** At one place for 400 seconds after that, not quite still. */
function stare(): MemoryEntry[] {
  const random = createRandom(5);
  return count(400).map((i) => look(100 + i, 0.5 + 0.01 * random(), 0.5 + 0.01 * random()));
}

describe.each<[string, MemoryPolicy]>([
  ['recent', recent],
  ['strided', strided],
  ['balanced', balanced],
  ['diverse', byDeviation],
])('the policy %s', (name, policy) => {
  it('keeps all until the memory is full, and never more than fit, in the order in which they came', () => {
    for (const capacity of [1, 2, 25]) {
      const memory = createFrameMemory({ capacity, policy });
      for (const [i, each] of browse().entries()) {
        memory.add(each);
        expect(memory.entries()).toHaveLength(Math.min(capacity, i + 1));
        const times = memory.entries().map(({ timestampMs }) => timestampMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
    }
  });

  it('is pure: the same looks, the same memory', () => {
    const looks = [...browse(), ...stare()];
    expect(keep(policy, 20, looks)).toEqual(keep(policy, 20, looks));
    const entries = browse();
    const copy = structuredClone(entries);
    const leaving = policy.chooseLeaving(entries);
    expect(policy.chooseLeaving(copy)).toBe(leaving);
    expect(entries).toEqual(copy);
    expect(leaving).toBeGreaterThanOrEqual(0);
    expect(leaving).toBeLessThan(entries.length);
  });

  it(`${name === 'recent' ? 'forgets' : 'keeps'} the browsing through a stare`, () => {
    const capacity = 25;
    const browsed = keep(policy, capacity, [...browse(), ...stare()]).filter((second) => second < 100).length;
    const least = { recent: 0, strided: 4, balanced: 20, diverse: 20 }[name]!;
    expect(browsed).toBeGreaterThanOrEqual(least);
    if (name === 'recent') expect(browsed).toBe(0);
    else expect(browsed).toBeLessThan(capacity);
  });
});

describe('recent', () => {
  it('keeps the newest', () => {
    expect(keep(recent, 3, browse())).toEqual([97, 98, 99]);
  });
});

describe('strided', () => {
  it('keeps the first, the newest, and what is spread over the time between', () => {
    for (const length of [20, 99, 777, 1000]) {
      const kept = keep(
        strided,
        8,
        count(length).map((second) => look(second, 0.5)),
      );
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(length - 1);
      const gaps = kept.slice(1).map((second, i) => second - kept[i]!);
      // Seven gaps; whoever is kept was kept without knowing how long it would go on.
      expect(Math.max(...gaps)).toBeLessThanOrEqual((2.5 * length) / 7);
    }
  });

  it('thins out where looks come quickly, whatever they look at', () => {
    // Ten within a second between others a minute apart.
    const burst = count(10).map((i) => look(60 + i / 10, i / 10));
    const kept = keep(strided, 6, [look(0, 0.5), ...burst, ...[120, 180, 240].map((s) => look(s, 0.5))]);
    expect(kept.filter((second) => second < 60 || second >= 62)).toEqual([0, 120, 180, 240]);
  });
});

describe('balanced', () => {
  it('keeps as many in each fifth of the screen as there is room for', () => {
    // Ten times as long at the left edge as anywhere else.
    const looks = count(60).map((second) => look(second, second % 12 < 8 ? 0.1 : 0.3 + 0.2 * (second % 4)));
    const memory = createFrameMemory({ capacity: 10, policy: balanced });
    for (const each of looks) memory.add(each);
    const columns = memory.entries().map(({ gaze }) => Math.floor(gaze.xScreen * 5));
    expect(columns.toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('counts what lies outside the screen to the nearest cell', () => {
    const looks = [look(0, 0.9, 0.9), look(1, -3, -3), look(2, 0.1, 0.1), look(3, 1.05, 1.2)];
    // 1 and 2 share the upper left cell with the newcomer: the fullest.
    expect(keep(balanced, 3, [...looks.slice(0, 3), look(4, 0.05, -0.2)])).toEqual([0, 2, 4]);
    // 0 and 3 share the lower right one, which is as full as the other and has the oldest look.
    expect(keep(balanced, 3, looks)).toEqual([1, 2, 3]);
  });

  it('keeps what is new in a cell, and heads in several places', () => {
    const [near, far] = [HEAD, { x: 0.5, y: 0.3, side: 0.2 }];
    const views = [far, near, near, near];
    const looks = views.map((view, second) => look(second, 0.5, 0.5, view));
    expect(keep(balanced, 3, looks)).toEqual([0, 2, 3]);
    expect(keep(balanced, 2, looks)).toEqual([0, 3]);
  });

  it('takes the target of an entry where it is known, not where it seems to look', () => {
    const known = (second: number, xTarget: number): MemoryEntry => ({
      ...look(second, 0.5),
      target: { xScreen: xTarget, yScreen: 0.5 },
    });
    // The last two share a cell by their targets, the first two by their gaze only.
    expect(keep(balanced, 2, [known(0, 0.1), known(1, 0.9), known(2, 0.95)])).toEqual([0, 2]);
  });

  it('goes by where entries seem to look now', () => {
    const memory = createFrameMemory({ capacity: 2, policy: balanced });
    memory.add(look(0, 0.1));
    memory.add(look(1, 0.5));
    // The second turns out to have looked where the first one does, and so does the newcomer.
    memory.reread(memory.entries(), [
      { xScreen: 0.9, yScreen: 0.5 },
      { xScreen: 0.1, yScreen: 0.5 },
    ]);
    memory.add(look(2, 0.1));
    expect(memory.entries().map(({ timestampMs }) => timestampMs / SECOND)).toEqual([0, 2]);
  });
});

describe('diverse', () => {
  it('lets the older one of the two most alike leave', () => {
    const looks = [0, 1, 0.5, 0.52].map((xScreen, second) => look(second, xScreen));
    expect(keep(byDeviation, 3, looks)).toEqual([0, 1, 3]);
  });

  it('counts differences in deviations of the population', () => {
    const at = (second: number, ...features: number[]): MemoryEntry => ({
      ...look(second, 0.5),
      features: Float32Array.from(features),
    });
    // 1 and 2 are 3 apart in the first feature, which is little; 0 and 1 are 1 apart in the second, which is much.
    const looks = [at(0, 0, 0), at(1, 0, 1), at(2, 3, 1)];
    expect(keep(createDiversePolicy(Float32Array.from([10, 0.1])), 2, looks)).toEqual([0, 2]);
    expect(keep(createDiversePolicy(Float32Array.from([1, 1])), 2, looks)).toEqual([1, 2]);
  });
});

describe('chooseNear', () => {
  const BEFORE = { x: 0.3, y: 0.2, side: 0.4 };
  /** A fifth nearer, about the same centre. */
  const NEARER = { x: 0.25, y: 0.15, side: 0.5 };
  const ASIDE = { x: 0.42, y: 0.2, side: 0.4 };
  const sit = (from: number, length: number, view: View): MemoryEntry[] =>
    count(length).map((i) => look(from + i, (i % 5) / 5, 0.5, view));
  const seconds = (entries: readonly MemoryEntry[]): number[] =>
    entries.map(({ timestampMs }) => timestampMs / SECOND);

  it.each([
    ['nearer', NEARER],
    ['aside', ASIDE],
  ])('reads what was remembered since the head is %s, once that is enough', (_, view) => {
    const entries = [...sit(0, 40, BEFORE), ...sit(40, 16, view)];
    expect(seconds(chooseNear(entries))).toEqual(seconds(entries.slice(40)));
    // One fewer, and more frames say more than nearer ones.
    expect(chooseNear(entries.slice(0, -1))).toHaveLength(55);
  });

  it('reads what was remembered before once somebody leans back', () => {
    const entries = [...sit(0, 20, BEFORE), ...sit(20, 20, NEARER), ...sit(40, 4, BEFORE)];
    expect(seconds(chooseNear(entries))).toEqual(seconds([...entries.slice(0, 20), ...entries.slice(40)]));
  });

  it('is not led astray by a single frame', () => {
    const entries = [...sit(0, 30, BEFORE), ...sit(30, 2, NEARER)];
    expect(seconds(chooseNear(entries))).toEqual(seconds(entries.slice(0, 30)));
  });

  it('reads all of a head that moves a little, of few frames, and of none', () => {
    const moving = count(40).map((i) =>
      look(i, 0.5, 0.5, { x: 0.3 + 0.03 * Math.sin(i), y: 0.2, side: 0.4 }),
    );
    expect(chooseNear(moving)).toHaveLength(40);
    expect(chooseNear([look(0, 0.5, 0.5, BEFORE), look(1, 0.5, 0.5, NEARER)])).toHaveLength(2);
    expect(chooseNear([])).toEqual([]);
  });
});

describe('createFrameMemory', () => {
  it.each([0, -1, 1.5, NaN, Infinity])('refuses to hold %d frames', (capacity) => {
    expect(() => createFrameMemory({ capacity, policy: recent })).toThrow(
      new RangeError(`A memory cannot hold ${capacity} frames.`),
    );
  });

  it('reads its entries anew without touching their features, and forgets them all', () => {
    const memory = createFrameMemory({ capacity: 3, policy: recent });
    const entry = look(0, 0.2);
    memory.add(entry);
    memory.reread(memory.choose(), [{ xScreen: 0.7, yScreen: 0.8 }]);
    expect(memory.entries()).toEqual([{ ...entry, gaze: { xScreen: 0.7, yScreen: 0.8 } }]);
    expect(memory.entries()[0]!.features).toBe(entry.features);
    memory.clear();
    expect(memory.entries()).toEqual([]);
  });
});
