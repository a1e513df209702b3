/**
 * What the memory reader and the readout by batch normalization say together. The same as `share_of_batch` and `read_beside` in
 * `training/fovea_training/network.py`.
 *
 * Shapes: n frames, N entries, G x G cells of the heatmap.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cellCentre } from './decode.ts';
import type { HeatmapGrid } from './decode.ts';

/** Of what the readout says, beside many entries whose looks lie wide... */
const MOST_BATCH_SHARE = 0.6;
/** ...and the entries at which it is half of that. */
const BATCH_SHARE_FRAMES = 4;
/** Scatter of the entries' looks, in screen fractions, up to which the readout counts for nothing... */
const NARROW = 0.08;
/** ...and from which on it counts for all of that. */
const WIDE = 0.2;

/** Where the heatmap's cells are, `[G * G, 2]`, rows first, in screen fractions from the screen's centre. The caller disposes it. */
export function listScreenCells(grid: HeatmapGrid): tf.Tensor2D {
  const { gridSize } = grid;
  const centres = Array.from({ length: gridSize ** 2 }, (_, cell): [number, number] => [
    cellCentre(cell % gridSize, grid) - 0.5,
    cellCentre(Math.floor(cell / gridSize), grid) - 0.5,
  ]);
  return tf.tensor2d(centres);
}

/** The points of heatmaps with the logits `[n, G * G]` over cells: `[n, 2]`, in the cells' units. Call inside `tf.tidy`. */
export function locateGazes(logits: tf.Tensor2D, cells: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.softmax(logits), cells);
}

/**
 * How much the readout's answer counts beside entries that look at `[N, 2]`, by how many they are and by their scatter: the
 * standard deviation in the direction in which they lie the least. Moments of looks at one place are no measure of others.
 * Call inside `tf.tidy`.
 */
export function shareOfBatch(looks: tf.Tensor2D): tf.Scalar {
  const count = looks.shape[0];
  const [x, y] = tf.split(tf.sub(looks, tf.mean(looks, 0)) as tf.Tensor2D, 2, 1) as [
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const [xx, yy, xy] = [tf.mean(tf.square(x)), tf.mean(tf.square(y)), tf.mean(tf.mul(x, y))];
  // The smaller eigenvalue of the covariance.
  const [half, apart] = [tf.div(tf.add(xx, yy), 2), tf.div(tf.sub(xx, yy), 2)];
  const least = tf.sub(half, tf.sqrt(tf.add(tf.square(apart), tf.square(xy))));
  const scatter = tf.sqrt(tf.relu(least));
  const wide = tf.clipByValue(tf.div(tf.sub(scatter, NARROW), WIDE - NARROW), 0, 1);
  return tf.mul(wide, (MOST_BATCH_SHARE * count) / (count + BATCH_SHARE_FRAMES));
}

/**
 * The geometric mean of two heatmaps, of their logits `[n, G * G]`, as log-probabilities: the second counts for `share`. Call
 * inside `tf.tidy`.
 */
export function mixAnswers(logits: tf.Tensor2D, others: tf.Tensor2D, share: tf.Scalar): tf.Tensor2D {
  const [read, other] = [tf.logSoftmax(logits), tf.logSoftmax(others)];
  return tf.add(read, tf.mul(tf.sub(other, read), share));
}
