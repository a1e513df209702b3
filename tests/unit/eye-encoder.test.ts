// Where the eyes are cut out of a picture: known answers; what the encoder makes of them is held to PyTorch in model-parity.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutEyes, evenOut } from '../../src/model/eye-encoder.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';

const SIDE = 100;
const SIZE = 16;
const SPAN = 0.65;

/** Landmarks of one face `[1, 10, 2]`: corners evenly around the middles of the eyes, the rest anywhere. */
function placeEyes(right: [x: number, y: number], left: [x: number, y: number]): tf.Tensor3D {
  const landmarks = Array.from({ length: 10 }, (_, i) => [0.1 * i, 0.9 - 0.07 * i]);
  [right, left].forEach(([x, y], eye) => {
    landmarks[5 * eye + 1] = [x + 0.03, y + 0.01];
    landmarks[5 * eye + 2] = [x - 0.03, y - 0.01];
  });
  return tf.tensor3d([landmarks]);
}

/** A picture whose channels are x and y in pixels, and 1. */
function createRamp(): tf.Tensor4D {
  const pixels = Array.from({ length: SIDE * SIDE }, (_, i) => [i % SIDE, Math.floor(i / SIDE), 1]);
  return tf.tensor4d(pixels.flat(), [1, SIDE, SIDE, 3]);
}

/** The value of a channel of a cut eye, `[2 N, P, P, 3]`. */
const readAt = (values: Float32Array, eye: number, row: number, column: number, channel: number): number =>
  values[((eye * SIZE + row) * SIZE + column) * 3 + channel]!;

describe.each(['cpu', 'wasm'] as const)('cutEyes on %s', (backend) => {
  beforeAll(() => startNodeBackend(backend));

  const cut = async (landmarks: tf.Tensor3D): Promise<Float32Array> =>
    (await cutEyes(createRamp(), landmarks, SIZE).data()) as Float32Array;

  it('cuts squares around the middles of the corners, the left one mirrored', async () => {
    const eyes = await cut(placeEyes([0.3, 0.4], [0.7, 0.4]));
    for (const i of [0, 5, SIZE - 1]) {
      // Pixel centres lie at (i + 1/2) / P of the square, and at j + 1/2 of the picture.
      const step = SPAN * 0.4 * SIDE * ((i + 0.5) / SIZE - 0.5);
      expect(readAt(eyes, 0, 3, i, 0)).toBeCloseTo(30 - 0.5 + step, 3);
      expect(readAt(eyes, 1, 3, i, 0)).toBeCloseTo(70 - 0.5 - step, 3);
      expect(readAt(eyes, 0, i, 7, 1)).toBeCloseTo(40 - 0.5 + step, 3);
      expect(readAt(eyes, 1, i, 7, 1)).toBeCloseTo(40 - 0.5 + step, 3);
    }
  });

  it('shows grey where the picture ends', async () => {
    const eyes = await cut(placeEyes([0, 0.5], [0.6, 0.5]));
    expect(readAt(eyes, 0, 8, 0, 2)).toBe(0);
    expect(readAt(eyes, 0, 8, SIZE - 1, 2)).toBeCloseTo(1);
    expect(readAt(eyes, 1, 8, 0, 2)).toBeCloseTo(1);
  });

  it('cuts a small square where no eyes were found', async () => {
    const eyes = await cut(placeEyes([0.5, 0.5], [0.5, 0.5]));
    const width = readAt(eyes, 0, 0, SIZE - 1, 0) - readAt(eyes, 0, 0, 0, 0);
    expect(width).toBeCloseTo(SPAN * 0.02 * SIDE * (1 - 1 / SIZE), 3);
  });

  it('sees squares by their own colour and contrast', async () => {
    const squares = tf.randomUniform([3, SIZE, SIZE, 3], -0.5, 0.5, 'float32', 7) as tf.Tensor4D;
    const dark = tf.add(tf.mul(squares, 0.3), tf.tensor1d([-0.4, -0.5, -0.6])) as tf.Tensor4D;
    const [plain, other] = (await Promise.all(
      [squares, dark].map((some) => evenOut(some).data()),
    )) as Float32Array[];
    expect(Math.hypot(...plain!) / Math.sqrt(plain!.length)).toBeCloseTo(1, 2);
    expect(Math.max(...plain!.map((value, i) => Math.abs(value - other![i]!)))).toBeLessThan(0.1);
    const even = (await evenOut(tf.fill([1, SIZE, SIZE, 3], 0.3)).data()) as Float32Array;
    expect(Math.max(...even.map(Math.abs))).toBeLessThan(1e-4);
  });

  it('keeps the eyes of several pictures together', async () => {
    const two = tf.concat([tf.fill([1, SIDE, SIDE, 3], 1), tf.fill([1, SIDE, SIDE, 3], 2)]) as tf.Tensor4D;
    const landmarks = tf.tile(placeEyes([0.4, 0.5], [0.6, 0.5]), [2, 1, 1]) as tf.Tensor3D;
    const values = (await cutEyes(two, landmarks, SIZE).data()) as Float32Array;
    expect([0, 1, 2, 3].map((eye) => readAt(values, eye, 8, 8, 0))).toEqual([1, 1, 2, 2]);
  });
});
