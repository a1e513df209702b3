import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel, Moments, Prediction, ViewImage } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { poolMoments } from '../../src/model/moments.ts';
import { createInputs, createRandomWeights, SMALL } from './model-random-weights.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';

let model: GazeModel | undefined;
const load = (seed = 1): GazeModel => (model = loadGazeModel(createRandomWeights(SMALL, seed)));
afterEach(() => {
  model?.dispose();
  model = undefined;
});

/** Largest difference in screen, square and probability of two predictions. */
function difference(a: Prediction, b: Prediction): number {
  return Math.max(
    Math.abs(a.xScreen - b.xScreen),
    Math.abs(a.yScreen - b.yScreen),
    Math.abs(a.spread - b.spread),
    Math.abs(a.eyesOpenProbability - b.eyesOpenProbability),
    ...a.landmarks.map((value, i) => Math.abs(value - b.landmarks[i]!)),
  );
}

describe.each<Backend>(['cpu', 'wasm'])('the gaze model on %s', (backend) => {
  beforeAll(() => startNodeBackend(backend));

  it('predicts the same folded as unfolded', async () => {
    const { population, wholePopulation } = load();
    const [input, other] = createInputs(SMALL, 2, true) as [ViewImage, ViewImage];
    for (const moments of [population, wholePopulation, (await model!.measure(other)).moments]) {
      model!.setMoments(moments);
      const folded = await model!.predict(input);
      const { prediction } = await model!.measure(input);
      expect(difference(folded, prediction)).toBeLessThan(1e-4);
    }
  });

  it('tells images apart, and statistics', async () => {
    load();
    const [a, b] = createInputs(SMALL, 2) as [ViewImage, ViewImage];
    const first = await model!.predict(a);
    expect(difference(first, await model!.predict(b))).toBeGreaterThan(1e-3);
    model!.setMoments((await model!.measure(b)).moments);
    expect(difference(first, await model!.predict(a))).toBeGreaterThan(1e-3);
  });

  it('places landmarks in the square, and reads the same picture elsewhere as a head elsewhere', async () => {
    load();
    const [{ image }] = createInputs(SMALL, 1) as [ViewImage];
    const view = { x: 0.25, y: 0.5, side: 0.5 };
    const whole = await model!.predict({ image, view: { x: 0, y: 0, side: 1 } });
    const framed = await model!.predict({ image, view });
    framed.landmarks.forEach((value, i) => {
      expect(value).toBeCloseTo((i % 2 === 0 ? view.x : view.y) + view.side * whole.landmarks[i]!, 5);
    });
    expect(framed.eyesOpenProbability).toBeCloseTo(whole.eyesOpenProbability, 6);
    expect(Math.abs(framed.xScreen - whole.xScreen)).toBeGreaterThan(1e-4);
    const { prediction } = await model!.measure({ image, view });
    expect(difference(prediction, framed)).toBeLessThan(1e-4);
  });

  it('is the exact batch of one, measured in a group of none', async () => {
    const { population } = load();
    const inputs = createInputs(SMALL, 1);
    const [exact] = await model!.predictBatch(inputs);
    const { prediction } = await model!.measure(inputs[0]!, { moments: population, weight: 0 });
    expect(difference(prediction, exact!)).toBeLessThan(1e-4);
  });

  it('gives each image of a batch its own place in the result', async () => {
    load();
    const inputs = createInputs(SMALL, 3);
    const forward = await model!.predictBatch(inputs);
    const backward = await model!.predictBatch(inputs.toReversed());
    forward.forEach((prediction, i) => expect(difference(prediction, backward[2 - i]!)).toBeLessThan(1e-4));
    expect(difference(forward[0]!, forward[1]!)).toBeGreaterThan(1e-3);
    expect(await model!.predictBatch([])).toEqual([]);
  });

  it('keeps the number of tensors constant, and leaves none', async () => {
    const before = tf.memory().numTensors;
    load();
    const inputs = createInputs(SMALL, 2);
    const loaded = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      const { moments } = await model!.measure(inputs[0]!);
      model!.setMoments(moments);
      await model!.predict(inputs[1]!);
      await model!.predictBatch(inputs);
      expect(tf.memory().numTensors).toBe(loaded);
    }
    await expect(model!.predict({ ...inputs[0]!, image: new Float32Array(5) })).rejects.toThrow(
      'takes 32 x 32 x 3',
    );
    expect(() => model!.setMoments(model!.population.slice(1))).toThrow('the network has');
    expect(tf.memory().numTensors).toBe(loaded);
    model!.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('statistics measured frame by frame', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each(['alone, one layer a round', 'within the group of the others'])(
    'reaches exact batch normalization by measuring each frame again %s',
    async (way) => {
      const { population, layerNames } = load(3);
      const inputs = createInputs(SMALL, 5);
      const exact = await model!.predictBatch(inputs);
      const entries: Moments[] = inputs.map(() => population);
      for (let round = 0; round < layerNames.length; round += 1) {
        for (const [i, input] of inputs.entries()) {
          const others = poolMoments(entries.filter((_, other) => other !== i));
          const group = { moments: others, weight: inputs.length - 1 };
          entries[i] = (await model!.measure(input, way.startsWith('alone') ? undefined : group)).moments;
        }
        model!.setMoments(poolMoments(entries));
      }
      for (const [i, input] of inputs.entries()) {
        expect(difference(await model!.predict(input), exact[i]!)).toBeLessThan(1e-3);
      }
    },
    60_000,
  );
});
