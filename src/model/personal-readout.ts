/**
 * The personal readout: what a few known targets say about one person's gaze, by ridge regression in learned features.
 *
 * The gaze that is read beside a memory is off by something that is particular to a person before a screen: how their eyes
 * sit, how their lids fall, where the camera is. A measurement tells: its frames' targets less the gaze that was read of
 * them. A small network embeds a frame's features; what the regression from embeddings to those residuals (`fit-personal.ts`)
 * says of a frame is added to its gaze. The same as `training/fovea_training/personal.py`.
 *
 * Shapes: n frames, F features, E the width of the embedding by the network, D = E + 3.
 *
 * @see https://arxiv.org/abs/1805.08136 Meta-learning with differentiable closed-form solvers
 */
import * as tf from '@tensorflow/tfjs-core';
import { multiply, standardizeBounded } from './memory-reader.ts';
import type { KnownTarget, PartTensors } from './memory-reader.ts';

/** What one person's targets say. */
export type PersonalFit = {
  /** `[D, 2]`, rows first: from an embedding to what the gaze lacks, x and y. */
  weights: Float64Array;
  /** What is left of the gaze's spread: the left-out frames' error with the readout, over that without. */
  spread: number;
};

/**
 * How far a fit is trusted in another sitting than the one that it is of, 0..1. What it knows of the eyes holds there as well,
 * what it knows of camera and seat does not: on rendered people, whose sittings differ in all of that, a quarter leaves the
 * error as it was (README, "How accurate it is") and the whole adds to it. So tracking does without, and `evaluate` measures it.
 */
const TRUST_ELSEWHERE = 0.25;

/**
 * A fit as it holds in another sitting: its corrections, as far as they are trusted there. The spread stays as it was read:
 * no target of that sitting has said that it is less.
 */
export function transferFit({ weights }: PersonalFit, trust = TRUST_ELSEWHERE): PersonalFit {
  return { weights: weights.map((weight) => trust * weight), spread: 1 };
}

/** The learned part of the embedding of frames, `[n, F] -> [n, E]`. Call inside `tf.tidy`. */
export function embedFeatures(
  features: tf.Tensor2D,
  reader: PartTensors,
  personal: PartTensors,
): tf.Tensor2D {
  const x = standardizeBounded(features, reader);
  const hidden = tf.relu(multiply(x, 'widen', personal)) as tf.Tensor2D;
  return tf.add(multiply(x, 'linear', personal), tf.matMul(hidden, personal('narrow.kernel') as tf.Tensor2D));
}

/** The whole embedding `[D]` of one frame: its learned part `[E]`, a constant, and its gaze from the screen's centre. */
export function completeEmbedding(
  learned: ArrayLike<number>,
  { xScreen, yScreen }: KnownTarget,
  scale: number,
): number[] {
  return [...Array.from(learned), scale, scale * (xScreen - 0.5), scale * (yScreen - 0.5)];
}

/** What to add to the gaze of a frame with the embedding `[D]`, in screen fractions. */
export function correctGaze({ weights }: PersonalFit, embedding: readonly number[]) {
  let [x, y] = [0, 0];
  embedding.forEach((value, i) => {
    x += value * weights[2 * i]!;
    y += value * weights[2 * i + 1]!;
  });
  return { x, y };
}
