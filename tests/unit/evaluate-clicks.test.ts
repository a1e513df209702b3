// What clicks are worth: which frames are clicked on, what is learned of them, and how it is told.
import { describe, expect, it } from 'vitest';
import { formatClicks, playClicks } from '../../scripts/evaluate/clicks.ts';
import type { SeenMeasurement } from '../../scripts/evaluate/see-measurement.ts';
import { createRandom } from '../../src/measurement/random.ts';
import type { GazeModel, ReaderEntry } from '../../src/model/gaze-model.ts';

const FRAMES = 60;

/** Frames whose only feature is where on the diagonal of the screen their target is. */
const sitting: SeenMeasurement = {
  id: 'a-m1',
  frames: Array.from({ length: FRAMES }, (_, i) => ({
    features: Float32Array.of(i / FRAMES),
    target: { xScreen: i / FRAMES, yScreen: i / FRAMES },
  })),
  toResult: ({ target }, predicted) => ({
    person: 'a',
    predicted,
    target,
    screen: { widthPx: 1000, heightPx: 500 },
  }),
};

/** Looks where the feature says, `off` beside it; with known targets right at it. */
function createModel(off: number) {
  const memories: (readonly ReaderEntry[])[] = [];
  const model: Pick<GazeModel, 'remember' | 'read' | 'personal'> = {
    personal: undefined,
    async remember(entries) {
      memories.push(entries);
      return [];
    },
    async read(features) {
      const told = memories.at(-1)!.some(({ target }) => target);
      return features.map(([place]) => ({
        xScreen: place! + (told ? 0 : off),
        yScreen: place!,
        spread: 0,
        confidence: 1,
      }));
    },
  };
  return { model, memories };
}

const play = (off: number, clicks: number, unseenShare = 0, seed = 1) => {
  const { model, memories } = createModel(off);
  return playClicks(model, sitting, { clicks, unseenShare, random: createRandom(seed) }).then((made) => ({
    ...made,
    memories,
  }));
};

const places = (entries: readonly ReaderEntry[]): number[] => entries.map(({ features }) => features[0]!);

describe('playClicks', () => {
  it('tests on frames that were neither clicked on nor remembered, beside the same entries', async () => {
    const { comparison, learned, memories } = await play(0.1, 10);
    const [, blind, told] = memories as [unknown, ReaderEntry[], ReaderEntry[]];
    expect(places(blind)).toEqual(places(told));
    expect(blind.some(({ target }) => target)).toBe(false);
    expect(told.filter(({ target }) => target)).toHaveLength(learned);
    expect(learned).toBeGreaterThan(0);
    expect(comparison.without).toHaveLength(FRAMES - 10 - 32);
    const asked = comparison.with.map(({ target }) => Math.fround(target.xScreen));
    expect(asked.filter((place) => places(told).includes(place))).toEqual([]);
    for (const { predicted, target } of comparison.without) {
      expect(predicted.xScreen - target.xScreen).toBeCloseTo(0.1, 6);
    }
    for (const { predicted, target } of comparison.with) {
      expect(predicted.xScreen - target.xScreen).toBeCloseTo(0, 6);
    }
  });

  it('clicks near what is looked at, and not just on it', async () => {
    const { memories } = await play(0, 24);
    const known = memories[2]!.flatMap(({ features, target }) =>
      target ? [{ place: features[0]!, target }] : [],
    );
    const apart = known.map(({ place, target }) =>
      Math.hypot(target.xScreen - place, target.yScreen - place),
    );
    expect(Math.max(...apart)).toBeLessThan(0.1);
    expect(Math.min(...apart)).toBeGreaterThan(0);
  });

  it('learns little where clicks are not looked at, and nothing where the gaze is implausibly far from them', async () => {
    const [seen, unseen] = await Promise.all([play(0, 24, 0), play(0, 24, 1)]);
    expect(unseen.learned).toBeLessThan(seen.learned);
    for (const { features, target } of unseen.memories[2]!) {
      if (!target) continue;
      expect(Math.hypot(target.xScreen - features[0]!, target.yScreen - features[0]!)).toBeLessThan(0.3);
    }
    expect((await play(0.9, 10)).learned).toBe(0);
  });

  it('is the same for the same seed', async () => {
    const [first, again, other] = await Promise.all([play(0.1, 10), play(0.1, 10), play(0.1, 10, 0, 2)]);
    expect(again.memories).toEqual(first.memories);
    expect(other.memories).not.toEqual(first.memories);
  });
});

const side = (errorPct: number) => ({ errorPct, worstPerson: { person: 'a', errorPct } });

it('formatClicks tells both kinds of clicks', () => {
  const seen = { people: [], without: side(8), with: side(6), fallPct: 25, worseOff: 0 };
  const text = formatClicks({ clicks: 10, learned: 7.25, seen, someUnseen: null });
  expect(text).toMatch(/^what 10 clicks say, of which 7\.3 are learned from;/);
  expect(text).toMatch(/all looked at +0 +8\.0 +6\.0 +25\.0 +a 8\.0 +a 6\.0 +0\n/);
  expect(text).toMatch(/20 % not looked at +0 +- .*-$/);
});
