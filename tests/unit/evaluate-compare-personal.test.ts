// What known targets are worth: which frames are read beside what, and how the errors are summed up.
import { describe, expect, it } from 'vitest';
import {
  compareCombined,
  compareElsewhere,
  compareInSitting,
  spreadEvenly,
  summarizeComparisons,
} from '../../scripts/evaluate/compare-personal.ts';
import type { Comparison } from '../../scripts/evaluate/compare-personal.ts';
import type { SeenMeasurement } from '../../scripts/evaluate/see-measurement.ts';
import type { GazeModel, PersonalFit, ReaderEntry } from '../../src/model/gaze-model.ts';
import { fitPersonal } from '../../src/model/fit-personal.ts';
import { transferFit } from '../../src/model/personal-readout.ts';

const screen = { widthPx: 1000, heightPx: 500 };
const FIT: PersonalFit = { weights: Float64Array.of(0.5, 0.25), spread: 0.5 };

function createSitting(count: number, person = 'a'): SeenMeasurement {
  return {
    id: `${person}-m1`,
    frames: Array.from({ length: count }, (_, i) => ({
      features: Float32Array.of(i),
      target: { xScreen: i / 100, yScreen: 0 },
    })),
    toResult: ({ target }, predicted) => ({ person, predicted, target, screen }),
  };
}

/** Looks at x = feature / 100, y = 0; with a fit one tenth to the right. */
function createModel() {
  const remembered: { entries: readonly ReaderEntry[]; elsewhere: PersonalFit | undefined }[] = [];
  const model: Pick<GazeModel, 'remember' | 'read'> & { personal: PersonalFit | undefined } = {
    personal: undefined,
    async remember(entries, elsewhere) {
      remembered.push({ entries, elsewhere });
      model.personal = entries.some(({ target }) => target) ? FIT : elsewhere;
      return [];
    },
    async read(features) {
      const off = model.personal ? 0.1 : 0;
      return features.map(([value]) => ({
        xScreen: value! / 100 + off,
        yScreen: 0,
        spread: 0,
        confidence: 1,
      }));
    },
  };
  return { model, remembered };
}

describe('spreadEvenly', () => {
  it.each([
    [10, 5, '1 3 5 7 9'],
    [9, 3, '1 4 7'],
    [7, 5, '0 2 3 4 6'],
    [4, 9, '0 1 2 3'],
    [0, 5, ''],
  ])('%i frames, of which %i', (length, count, expected) => {
    const frames = Array.from({ length }, (_, i) => i);
    const { chosen, others } = spreadEvenly(frames, count);
    expect(chosen.join(' ')).toBe(expected);
    expect([...chosen, ...others].toSorted((a, b) => a - b)).toEqual(frames);
  });
});

describe('compareInSitting', () => {
  it('reads the same frames beside the same entries, with and without their targets', async () => {
    const sitting = createSitting(8);
    const { model, remembered } = createModel();
    const { chosen, others } = spreadEvenly(sitting.frames, 5);
    const { fit, ...comparison } = await compareInSitting(model, sitting, chosen, others);
    expect(fit).toBe(FIT);
    const [blind, told] = remembered.map(({ entries }) => entries) as [ReaderEntry[], ReaderEntry[]];
    expect(blind.map(({ features }) => features)).toEqual(told.map(({ features }) => features));
    expect(blind.some(({ target }) => target)).toBe(false);
    expect(told.every(({ target }) => target)).toBe(true);
    expect(comparison.without.map(({ predicted, target }) => predicted.xScreen - target.xScreen)).toEqual([
      0, 0, 0,
    ]);
    comparison.with.forEach(({ predicted, target }) =>
      expect(predicted.xScreen - target.xScreen).toBeCloseTo(0.1, 9),
    );
  });
});

/** What frames lack is the same in every sitting, but for where it lies. */
function createLessons(count: number, off: number) {
  const ramp = Array.from({ length: count }, (_, i) => i / (count - 1) - 0.5);
  return {
    embeddings: ramp.map((value) => [value + 3 * off]),
    residuals: ramp.map((value): [number, number] => [value + off, 0]),
  };
}

describe('compareCombined', () => {
  it('moves the other sitting’s lessons to the middle of its own, and reads the same frames with and without', async () => {
    const sitting = createSitting(12);
    const another = createSitting(20).frames;
    const { model, remembered } = createModel();
    const { chosen, others } = spreadEvenly(sitting.frames, 6);
    const studied: (readonly ReaderEntry[])[] = [];
    const study = async (entries: readonly Required<ReaderEntry>[]) => {
      studied.push(entries);
      return createLessons(entries.length, entries.length === another.length ? 0.5 : 0.1);
    };
    const combined = Object.assign(model, { study, personalRidge: 0.01 });
    const comparison = await compareCombined(combined, sitting, { known: chosen, asked: others, another });
    expect(studied).toEqual([another, chosen]);
    expect(comparison.with.map(({ target }) => target)).toEqual(others.map(({ target }) => target));
    expect(comparison.without).toHaveLength(others.length);
    const { entries, elsewhere } = remembered.at(-1)!;
    expect(entries.map(({ features }) => features)).toEqual(chosen.map(({ features }) => features));
    expect(entries.some(({ target }) => target)).toBe(false);
    const own = createLessons(6, 0.1);
    const moved = { ...createLessons(20, 0.1), count: 4 };
    const expected = fitPersonal(own.embeddings, own.residuals, 0.01, moved)!;
    expect(elsewhere!.weights[0]).toBeCloseTo(expected.weights[0]!, 9);
  });
});

describe('compareElsewhere', () => {
  it('reads windows of the other sitting without its targets, with what the first one said', async () => {
    const { model, remembered } = createModel();
    const sitting = createSitting(5);
    const comparison = await compareElsewhere(model, sitting, FIT, 3);
    expect(remembered.flatMap(({ entries }) => entries).some(({ target }) => target)).toBe(false);
    const windows = remembered.map(({ entries }) => entries.map(({ features }) => features[0]).join(''));
    expect(windows).toEqual(['012', '012', '234', '234']);
    const fits = remembered.map(({ elsewhere }) => elsewhere);
    expect(fits).toEqual([undefined, transferFit(FIT), undefined, transferFit(FIT)]);
    const targets = sitting.frames.map(({ target }) => target);
    expect(comparison.without.map(({ target }) => target)).toEqual(targets);
    expect(comparison.with.map(({ target }) => target)).toEqual(targets);
  });

  it('changes nothing where the first one said nothing', async () => {
    const { model } = createModel();
    const comparison = await compareElsewhere(model, createSitting(4), undefined, 32);
    expect(comparison.with).toEqual(comparison.without);
  });
});

describe('summarizeComparisons', () => {
  /** Frames of a person that are so far off, as fractions of the screen's width. */
  const compare = (person: string, without: number[], withIt: number[]): Comparison => {
    const [before, after] = [without, withIt].map((offsets) =>
      offsets.map((xScreen) => ({
        person,
        predicted: { xScreen, yScreen: 0 },
        target: { xScreen: 0, yScreen: 0 },
        screen,
      })),
    );
    return { without: before!, with: after! };
  };

  it('counts every person the same, and says who is worst and how many are worse off', () => {
    const block = summarizeComparisons([
      compare('a', [0.1, 0.3], [0.1, 0.1]),
      compare('a', [0.2, 0.2, 0.2, 0.2], [0.1, 0.1, 0.1, 0.1]),
      compare('b', [0.1], [0.15]),
    ])!;
    expect(block.people.map(({ person, frames }) => [person, frames])).toEqual([
      ['a', 6],
      ['b', 1],
    ]);
    expect(block.without.errorPct).toBeCloseTo(15, 9);
    expect(block.with.errorPct).toBeCloseTo(12.5, 9);
    expect(block.without.worstPerson.person).toBe('a');
    expect(block.with.worstPerson.person).toBe('b');
    expect(block.with.worstPerson.errorPct).toBeCloseTo(15, 9);
    expect(block.fallPct).toBeCloseTo(100 / 6, 9);
    expect(block.worseOff).toBe(1);
  });

  it('is null where nothing was compared', () => {
    expect(summarizeComparisons([])).toBeNull();
    expect(summarizeComparisons([compare('a', [], [])])).toBeNull();
  });
});
