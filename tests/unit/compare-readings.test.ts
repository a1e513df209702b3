import { describe, expect, it } from 'vitest';
import {
  compareReadings,
  type ComparedModel,
  type SeenFrame,
  type SeenSitting,
} from '../../src/measurement/compare-readings.ts';
import type { PersonalFit, ReaderEntry } from '../../src/model/gaze-model.ts';

const SCREEN = { widthPx: 1000, heightPx: 1000 };
const FIT: PersonalFit = { weights: new Float64Array([1]), spread: 0.5 };
const NONE = new AbortController().signal;

/** Its features are where the person looks. */
const frame = (x: number): SeenFrame => ({
  features: new Float32Array([x, 0.5]),
  target: { xScreen: x, yScreen: 0.5 },
});

const sit = (id: string, count: number): SeenSitting => ({
  id,
  person: 'ada',
  frames: Array.from({ length: count }, (_, i) => frame((i + 0.5) / count)),
  screen: SCREEN,
});

/** A network that is 0.3 off alone, 0.2 off beside frames, and 0.1 off with targets that say something. */
function createModel(says = true) {
  const asked: { memory: readonly ReaderEntry[]; features: readonly Float32Array[] }[] = [];
  let memory: readonly ReaderEntry[] = [];
  let personal: PersonalFit | undefined;
  const model: ComparedModel = {
    get personal() {
      return personal;
    },
    async remember(entries, elsewhere) {
      memory = entries;
      personal = says && entries.some(({ target }) => target) ? FIT : elsewhere;
      return [];
    },
    async read(features) {
      asked.push({ memory, features });
      const off = personal ? 0.1 : memory.length > 0 ? 0.2 : 0.3;
      return features.map(([x, y]) => ({ xScreen: x! + off, yScreen: y!, confidence: 1 })) as never;
    },
  };
  return { model, asked };
}

const round = (value: number): number => Number(value.toFixed(4));

describe('a person’s own table', () => {
  it('reads a single measurement alone, beside its own frames, and by halves with the targets of the other', async () => {
    const { model, asked } = createModel();
    const [row, ...others] = await compareReadings(model, [sit('m1', 40)], NONE);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: 'm1', frames: 40, basis: { kind: 'half', targets: 20 }, helped: true });
    const errors = [row!.baseline, row!.window, row!.personal].map(({ errorPct }) => round(errorPct));
    expect(errors).toEqual([30, 20, 10]);
    const withTargets = asked.filter(({ memory }) => memory.some(({ target }) => target));
    expect(withTargets).toHaveLength(2);
    for (const { memory, features } of withTargets) {
      const known = new Set(memory.map((entry) => entry.features));
      expect(features.some((each) => known.has(each))).toBe(false);
    }
    expect(withTargets.flatMap(({ features }) => features)).toHaveLength(40);
  });

  it('never tells a measurement’s own targets where there are others', async () => {
    const { model, asked } = createModel();
    const remembered: (readonly ReaderEntry[])[] = [];
    const { remember } = model;
    model.remember = (entries, elsewhere) => {
      remembered.push(entries);
      return remember.call(model, entries, elsewhere);
    };
    const sittings = [sit('m1', 40), sit('m2', 100), sit('m3', 20)];
    const rows = await compareReadings(model, sittings, NONE);
    expect(rows.map(({ id, basis }) => [id, basis])).toEqual([
      ['m1', { kind: 'others', measurements: 2, targets: 96 }],
      ['m2', { kind: 'others', measurements: 2, targets: 60 }],
      ['m3', { kind: 'others', measurements: 2, targets: 96 }],
    ]);
    expect(rows.map(({ personal }) => round(personal.errorPct))).toEqual([10, 10, 10]);
    expect(asked.every(({ memory }) => memory.every(({ target }) => target === undefined))).toBe(true);
    const told = remembered.filter((entries) => entries.some(({ target }) => target));
    told.forEach((entries, i) => {
      const own = new Set<unknown>(sittings[i]!.frames);
      expect(entries.some((entry) => own.has(entry))).toBe(false);
    });
  });

  it('has every frame in exactly one window, none longer than the article’s batch', async () => {
    const { model, asked } = createModel();
    await compareReadings(model, [sit('m1', 100), sit('m2', 9)], NONE);
    const windows = asked.filter(({ memory }) => memory.length > 0).slice(0, 4);
    expect(windows.map(({ features }) => features.length)).toEqual([25, 25, 25, 25]);
    expect(new Set(windows.flatMap(({ features }) => features)).size).toBe(100);
  });

  it('says where the targets helped nothing, and is then no other than the window', async () => {
    const { model } = createModel(false);
    const [row] = await compareReadings(model, [sit('m1', 40), sit('m2', 40)], NONE);
    expect(row!.helped).toBe(false);
    expect(row!.personal).toEqual(row!.window);
  });

  it('leaves measurements of too few frames out', async () => {
    const { model } = createModel();
    expect(await compareReadings(model, [sit('m1', 8)], NONE)).toEqual([]);
    const [row] = await compareReadings(model, [sit('m1', 8), sit('m2', 9)], NONE);
    expect(row).toMatchObject({ id: 'm2', basis: { kind: 'half' } });
  });

  it('ends where it is cancelled', async () => {
    const { model } = createModel();
    await expect(compareReadings(model, [sit('m1', 40)], AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
