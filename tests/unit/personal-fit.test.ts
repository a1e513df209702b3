// The personal readout's regression: the same as in Python, and what holds of it whatever it is given.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fitPersonal } from '../../src/model/fit-personal.ts';
import { completeEmbedding, correctGaze, transferFit } from '../../src/model/personal-readout.ts';
import type { PersonalFit } from '../../src/model/personal-readout.ts';
import { createRandom } from './model-random-weights.ts';

type Pair = [x: number, y: number];
type Case = {
  name: string;
  ridge: number;
  embeddings: number[][];
  residuals: Pair[];
  /** What `fit_personal` of `training/fovea_training/personal.py` says of them. */
  fit: { weights: Pair[]; spread: number } | null;
};

const path = join(import.meta.dirname, '../fixtures/personal-fit.json');
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] };

const RIDGE = 1;
const WIDTH = 8;
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

/** Numbers of the standard normal distribution. */
function createNormal(seed: number): () => number {
  const random = createRandom(1000 * seed);
  for (let i = 0; i < 20; i += 1) random();
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Frames of a person whose gaze is off by something linear, and a little noise. */
function createPerson(seed: number, count: number) {
  const normal = createNormal(seed);
  const weights = Array.from({ length: WIDTH }, (): Pair => [0.06 * normal(), 0.06 * normal()]);
  const embeddings = Array.from({ length: count }, () => Array.from({ length: WIDTH }, normal));
  const truth = embeddings.map((embedding): Pair => {
    const { x, y } = correctGaze({ weights: Float64Array.from(weights.flat()), spread: 1 }, embedding);
    return [x, y];
  });
  const residuals = truth.map(([x, y]): Pair => [x + 0.01 * normal(), y + 0.01 * normal()]);
  return { embeddings, truth, residuals };
}

/** Mean distance of what the fit says from the truth. */
function measureError(fit: PersonalFit, { embeddings, truth }: ReturnType<typeof createPerson>): number {
  const distances = embeddings.map((embedding, i) => {
    const { x, y } = correctGaze(fit, embedding);
    return Math.hypot(x - truth[i]![0], y - truth[i]![1]);
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

describe('fitPersonal', () => {
  it.each(cases)('says what Python says of $name', ({ embeddings, residuals, ridge, fit: expected }) => {
    const fit = fitPersonal(embeddings, residuals, ridge);
    if (!expected) {
      expect(fit).toBeUndefined();
      return;
    }
    expect(fit!.spread).toBeCloseTo(expected.spread, 9);
    expect(fit!.weights).toHaveLength(2 * embeddings[0]!.length);
    expected.weights.flat().forEach((weight, i) => expect(fit!.weights[i]).toBeCloseTo(weight, 9));
  });

  it('is compared with Python where it helps, and where it does not', () => {
    expect(cases.map(({ fit }) => fit === null)).toContain(true);
    expect(cases.filter(({ fit }) => fit !== null).length).toBeGreaterThan(1);
  });

  it.each(SEEDS)('finds what a person’s gaze lacks (%i)', (seed) => {
    const person = createPerson(seed, 24);
    const nothing = { weights: new Float64Array(2 * WIDTH), spread: 1 };
    const fit = fitPersonal(person.embeddings, person.residuals, RIDGE)!;
    expect(measureError(fit, person)).toBeLessThan(0.2 * measureError(nothing, person));
    expect(fit.spread).toBeLessThan(0.6);
  });

  it.each([0, 1, 4])('says nothing of %i targets, however well they agree', (count) => {
    const { embeddings, residuals } = createPerson(3, 5);
    expect(fitPersonal(embeddings.slice(0, count), residuals.slice(0, count), RIDGE)).toBeUndefined();
  });

  it('listens to five that agree', () => {
    const embeddings = Array.from({ length: 5 }, (_, i) => [2, i / 10]);
    const residuals = embeddings.map((): Pair => [0.2, -0.1]);
    const { x, y } = correctGaze(fitPersonal(embeddings, residuals, RIDGE)!, [2, 0.3]);
    expect(x).toBeGreaterThan(0.17);
    expect(y).toBeLessThan(-0.08);
  });

  it('leaves targets alone that contradict each other', () => {
    const fits = SEEDS.map((seed) => {
      const { embeddings } = createPerson(seed, 40);
      const normal = createNormal(100 + seed);
      return fitPersonal(
        embeddings,
        embeddings.map((): Pair => [0.2 * normal(), 0.2 * normal()]),
        RIDGE,
      );
    });
    // By chance some of many agree a little.
    expect(fits.filter(Boolean).length).toBeLessThanOrEqual(2);
    // Each target, and the same frame with its opposite.
    const { embeddings, residuals } = createPerson(1, 10);
    const opposite = residuals.map(([x, y]): Pair => [-x, -y]);
    expect(fitPersonal([...embeddings, ...embeddings], [...residuals, ...opposite], RIDGE)).toBeUndefined();
  });

  it('leaves targets alone that the gaze meets already', () => {
    const { embeddings } = createPerson(1, 10);
    expect(
      fitPersonal(
        embeddings,
        embeddings.map(() => [0, 0]),
        RIDGE,
      ),
    ).toBeUndefined();
  });

  it('is changed little by a blink and a glance away', () => {
    const worsened = SEEDS.map((seed) => {
      const person = createPerson(seed, 24);
      const clean = fitPersonal(person.embeddings, person.residuals, RIDGE)!;
      const residuals = person.residuals.map(([x, y], i): Pair => {
        if (i === 5) return [x + 0.7, y - 0.4];
        return i === 17 ? [x - 0.1, y + 0.8] : [x, y];
      });
      const fit = fitPersonal(person.embeddings, residuals, RIDGE)!;
      return measureError(fit, person) - measureError(clean, person);
    });
    // Where every frame counts the same, it is 0.09 on average.
    expect(worsened.reduce((sum, each) => sum + each, 0) / SEEDS.length).toBeLessThan(0.025);
  });

  it('takes frames in any order', () => {
    const { embeddings, residuals } = createPerson(2, 12);
    const fit = fitPersonal(embeddings, residuals, RIDGE)!;
    const backward = fitPersonal(embeddings.toReversed(), residuals.toReversed(), RIDGE)!;
    fit.weights.forEach((weight, i) => expect(backward.weights[i]).toBeCloseTo(weight, 9));
  });

  it('leaves something of the spread, however well it fits', () => {
    const { embeddings, truth } = createPerson(4, 60);
    expect(fitPersonal(embeddings, truth, RIDGE)!.spread).toBe(0.3);
  });

  describe('with another sitting', () => {
    const NONE = { embeddings: [], residuals: [] };

    it('knows more of the person where the sittings agree', () => {
      const gains = SEEDS.map((seed) => {
        const person = createPerson(seed, 60);
        const few = [person.embeddings.slice(0, 6), person.residuals.slice(0, 6)] as const;
        const others = { embeddings: person.embeddings.slice(6), residuals: person.residuals.slice(6) };
        const [alone, helped] = [
          { ...NONE, count: 0 },
          { ...others, count: 20 },
        ].map((each) => {
          const fit = fitPersonal(...few, RIDGE, each) ?? { weights: new Float64Array(2 * WIDTH), spread: 1 };
          return measureError(fit, person);
        }) as [number, number];
        return alone - helped;
      });
      expect(Math.min(...gains)).toBeGreaterThan(0);
    });

    it('is not used where that makes its own targets worse off', () => {
      const { embeddings, truth } = createPerson(3, 40);
      const opposite = truth.map(([x, y]): Pair => [-x, -y]);
      const own = [embeddings.slice(0, 8), truth.slice(0, 8)] as const;
      expect(fitPersonal(...own, RIDGE)).toBeDefined();
      expect(fitPersonal(...own, RIDGE, { embeddings, residuals: opposite, count: 1000 })).toBeUndefined();
    });

    it('is the same without, where that counts for nothing', () => {
      const { embeddings, residuals } = createPerson(5, 20);
      const alone = fitPersonal(embeddings, residuals, RIDGE)!;
      const other = createPerson(6, 20);
      const fit = fitPersonal(embeddings, residuals, RIDGE, { ...other, count: 0 })!;
      expect(fit.spread).toBeCloseTo(alone.spread, 9);
      fit.weights.forEach((weight, i) => expect(weight).toBeCloseTo(alone.weights[i]!, 9));
    });
  });

  it('changes nothing that it is given', () => {
    const { embeddings, residuals } = createPerson(2, 12);
    const before = structuredClone([embeddings, residuals]);
    fitPersonal(embeddings, residuals, RIDGE);
    expect([embeddings, residuals]).toEqual(before);
  });
});

describe('transferFit', () => {
  const fit: PersonalFit = { weights: Float64Array.of(0.5, 0, -0.25, 1), spread: 0.4 };

  it('corrects as far as it is trusted, and claims no smaller spread', () => {
    const { x, y } = correctGaze(transferFit(fit, 0.5), [2, 1]);
    expect([x, y]).toEqual([0.375, 0.5]);
    expect(transferFit(fit, 0.5).spread).toBe(1);
  });

  it('corrects nothing where it is not trusted, and leaves the fit as it was', () => {
    const { x, y } = correctGaze(transferFit(fit, 0), [2, 1]);
    expect(Math.hypot(x, y)).toBe(0);
    expect(fit.weights[0]).toBe(0.5);
  });
});

describe('completeEmbedding', () => {
  it('adds a constant and the gaze from the screen’s centre, scaled', () => {
    const gaze = { xScreen: 0.75, yScreen: 0.25 };
    expect(completeEmbedding(Float32Array.of(3, 4), gaze, 2)).toEqual([3, 4, 2, 0.5, -0.5]);
  });
});
