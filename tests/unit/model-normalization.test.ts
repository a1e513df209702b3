import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import { EPSILON, foldConv, measureMoments, mixMoments, normalize } from '../../src/model/normalization.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createRandom } from './model-random-weights.ts';

const random = createRandom(11);
const fill = (length: number): number[] => Array.from({ length }, () => 2 * random() - 1);
const image = (...shape: [number, number, number, number]): tf.Tensor4D =>
  tf.tensor4d(fill(shape[0] * shape[1] * shape[2] * shape[3]), shape);
const createAffine = (channels: number) => ({
  gamma: tf.tensor1d(fill(channels)),
  beta: tf.tensor1d(fill(channels)),
});
const createMoments = (channels: number) => ({
  mean: tf.tensor1d(fill(channels)),
  variance: tf.tensor1d(fill(channels).map((value) => value ** 2 + 0.1)),
});

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
}

describe.each<Backend>(['cpu', 'wasm'])('normalization on %s', (backend) => {
  beforeAll(() => startNodeBackend(backend));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('measures mean and biased variance per channel', () => {
    const x = tf.tensor4d([1, 100, 2, 100, 3, 100, 6, 104], [2, 1, 2, 2]);
    const { mean, variance } = measureMoments(x);
    expect([...mean.dataSync()]).toEqual([3, 101]);
    expect([...variance.dataSync()]).toEqual([3.5, 3]);
  });

  it('keeps a small variance beside a large mean', () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => 4096 + (i % 2) / 4);
    const { variance } = measureMoments(tf.tensor4d(values, [1, 8, 8, 1]));
    expect(variance.dataSync()[0]).toBeCloseTo(1 / 64, 5);
  });

  it.each([
    [4, 1],
    [3, 5],
  ])('mixes moments of %i and %i samples as if all had been measured together', (some, others) => {
    const [a, b] = [image(some, 1, 1, 3), image(others, 1, 1, 3)];
    const mixed = mixMoments(measureMoments(a), measureMoments(b), some / (some + others));
    const together = measureMoments(tf.concat([a, b]));
    expect(largestDifference(mixed.mean, together.mean)).toBeLessThan(1e-6);
    expect(largestDifference(mixed.variance, together.variance)).toBeLessThan(1e-6);
  });

  it('mixes to one or the other where the share is all or nothing', () => {
    const [moments, others] = [createMoments(4), createMoments(4)];
    for (const [share, expected] of [
      [1, moments],
      [0, others],
    ] as const) {
      const mixed = mixMoments(moments, others, share);
      expect(largestDifference(mixed.mean, expected.mean)).toBeLessThan(1e-6);
      expect(largestDifference(mixed.variance, expected.variance)).toBeLessThan(1e-6);
    }
  });

  it('normalizes to gamma and beta', () => {
    const x = image(2, 4, 4, 3);
    const affine = createAffine(3);
    const { mean, variance } = measureMoments(normalize(x, affine, measureMoments(x)));
    const shrink = tf.div(measureMoments(x).variance, tf.add(measureMoments(x).variance, EPSILON));
    expect(largestDifference(mean, affine.beta)).toBeLessThan(1e-5);
    expect(largestDifference(variance, tf.mul(shrink, tf.square(affine.gamma)))).toBeLessThan(1e-4);
  });

  it.each([1, 2] as const)('folds into a convolution of stride %i', (stride) => {
    const [x, kernel, affine, moments] = [
      image(2, 6, 6, 3),
      image(3, 3, 3, 5),
      createAffine(5),
      createMoments(5),
    ];
    const folded = foldConv(kernel, 'conv', affine, moments);
    expect(
      largestDifference(
        tf.add(tf.conv2d(x, folded.kernel, stride, 1), folded.bias),
        normalize(tf.conv2d(x, kernel, stride, 1), affine, moments),
      ),
    ).toBeLessThan(1e-5);
  });

  it('folds into a depthwise convolution, channel by channel', () => {
    const [x, kernel, affine, moments] = [
      image(2, 6, 6, 4),
      image(5, 5, 4, 1),
      createAffine(4),
      createMoments(4),
    ];
    const folded = foldConv(kernel, 'depthwise', affine, moments);
    expect(
      largestDifference(
        tf.add(tf.depthwiseConv2d(x, folded.kernel, 1, 2), folded.bias),
        normalize(tf.depthwiseConv2d(x, kernel, 1, 2), affine, moments),
      ),
    ).toBeLessThan(1e-5);
  });
});
