// How the memory reader's answer and the readout's are mixed.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeGaze } from '../../src/model/decode.ts';
import { listScreenCells, locateGazes, mixAnswers, shareOfBatch } from '../../src/model/mixed-reading.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createRandom } from './model-random-weights.ts';

const GRID = { gridSize: 6, margin: 0.1 };
const random = createRandom(4);

const drawLooks = (count: number, [width, height]: [number, number], turnDeg = 0): number[][] => {
  const [cos, sin] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
  return Array.from({ length: count }, () => {
    const [x, y] = [width * (random() - 0.5), height * (random() - 0.5)];
    return [cos * x - sin * y + 0.3, sin * x + cos * y - 0.1];
  });
};
const share = (looks: number[][]): number => tf.tidy(() => shareOfBatch(tf.tensor2d(looks)).dataSync()[0]!);
const drawLogits = (count: number): Float32Array[] =>
  Array.from({ length: count }, () => Float32Array.from({ length: 36 }, () => 6 * random() - 3));
const toTensor = (rows: Float32Array[]): tf.Tensor2D => tf.tensor2d(rows.map((row) => [...row]));

describe('what reader and readout say together', () => {
  beforeAll(() => startNodeBackend('cpu'));

  it('locates a heatmap where the product decodes it', () => {
    const rows = drawLogits(5);
    const points = tf.tidy(() => locateGazes(toTensor(rows), listScreenCells(GRID)).arraySync());
    rows.forEach((row, i) => {
      const { xScreen, yScreen } = decodeGaze(row, GRID);
      expect(points[i]![0]! + 0.5).toBeCloseTo(xScreen, 5);
      expect(points[i]![1]! + 0.5).toBeCloseTo(yScreen, 5);
    });
  });

  it('lets the readout count for more the more looks there are', () => {
    // Of eight that lie as wide as the screen and wider.
    expect(share(drawLooks(8, [4, 4]))).toBeCloseTo((0.6 * 8) / 12, 5);
    expect(share(drawLooks(4000, [1, 1]))).toBeCloseTo(0.6, 2);
    expect(share(drawLooks(1, [1, 1]))).toBe(0);
  });

  it.each([0, 30, 90, 137])(
    'does not let it count where they lie in a line, turned by %i degrees',
    (turnDeg) => {
      expect(share(drawLooks(4000, [2, 0.1], turnDeg))).toBe(0);
      const halfway = 0.14 * Math.sqrt(12);
      expect(share(drawLooks(4000, [2, halfway], turnDeg))).toBeCloseTo(0.3, 1);
    },
  );

  it('has log-probabilities between the two', () => {
    const [a, b] = [drawLogits(3), drawLogits(3)];
    const mix = (part: number): number[][] =>
      tf.tidy(() => mixAnswers(toTensor(a), toTensor(b), tf.scalar(part)).arraySync());
    const normal = (rows: Float32Array[]): number[][] =>
      tf.tidy(() => tf.logSoftmax(toTensor(rows)).arraySync() as number[][]);
    const [ofA, ofB, mixed] = [normal(a), normal(b), mix(0.25)];
    expect(mix(0)).toEqual(ofA);
    mixed.forEach((row, n) =>
      row.forEach((value, i) => expect(value).toBeCloseTo(0.75 * ofA[n]![i]! + 0.25 * ofB[n]![i]!, 4)),
    );
  });
});
