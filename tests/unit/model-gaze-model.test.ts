import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel, Moments, Prediction } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { poolMoments } from '../../src/model/moments.ts';
import { createImages, createRandomWeights, SMALL } from './model-random-weights.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';

let model: GazeModel | undefined;
const load = (seed = 1): GazeModel => (model = loadGazeModel(createRandomWeights(SMALL, seed)));
afterEach(() => {
  model?.dispose();
  model = undefined;
});

/** Largest difference in screen, crop and probability of two predictions. */
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
    const { population } = load();
    const [image, other] = createImages(SMALL, 2) as [Float32Array, Float32Array];
    for (const moments of [population, (await model!.measure(other)).moments]) {
      model!.setMoments(moments);
      const folded = await model!.predict(image);
      const { prediction } = await model!.measure(image);
      expect(difference(folded, prediction)).toBeLessThan(1e-4);
    }
  });

  it('tells images apart, and statistics', async () => {
    load();
    const [a, b] = createImages(SMALL, 2) as [Float32Array, Float32Array];
    const first = await model!.predict(a);
    expect(difference(first, await model!.predict(b))).toBeGreaterThan(1e-3);
    model!.setMoments((await model!.measure(b)).moments);
    expect(difference(first, await model!.predict(a))).toBeGreaterThan(1e-3);
  });

  it('is the exact batch of one, measured in a group of none', async () => {
    const { population } = load();
    const images = createImages(SMALL, 1);
    const [exact] = await model!.predictBatch(images);
    const { prediction } = await model!.measure(images[0]!, { moments: population, weight: 0 });
    expect(difference(prediction, exact!)).toBeLessThan(1e-4);
  });

  it('gives each image of a batch its own place in the result', async () => {
    load();
    const images = createImages(SMALL, 3);
    const forward = await model!.predictBatch(images);
    const backward = await model!.predictBatch(images.toReversed());
    forward.forEach((prediction, i) => expect(difference(prediction, backward[2 - i]!)).toBeLessThan(1e-4));
    expect(difference(forward[0]!, forward[1]!)).toBeGreaterThan(1e-3);
    expect(await model!.predictBatch([])).toEqual([]);
  });

  it('keeps the number of tensors constant, and leaves none', async () => {
    const before = tf.memory().numTensors;
    load();
    const images = createImages(SMALL, 2);
    const loaded = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      const { moments } = await model!.measure(images[0]!);
      model!.setMoments(moments);
      await model!.predict(images[1]!);
      await model!.predictBatch(images);
      expect(tf.memory().numTensors).toBe(loaded);
    }
    await expect(model!.predict(new Float32Array(5))).rejects.toThrow('takes 32 x 32 x 3');
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
      const images = createImages(SMALL, 5);
      const exact = await model!.predictBatch(images);
      const entries: Moments[] = images.map(() => population);
      for (let round = 0; round < layerNames.length; round += 1) {
        for (const [i, image] of images.entries()) {
          const others = poolMoments(entries.filter((_, other) => other !== i));
          const group = { moments: others, weight: images.length - 1 };
          entries[i] = (await model!.measure(image, way.startsWith('alone') ? undefined : group)).moments;
        }
        model!.setMoments(poolMoments(entries));
      }
      for (const [i, image] of images.entries()) {
        expect(difference(await model!.predict(image), exact[i]!)).toBeLessThan(1e-3);
      }
    },
    60_000,
  );
});
