/**
 * The memory reader on one page: reads the gaze from a frame's features beside those of recent frames of the same person.
 *
 * Entries attend to each other; a frame attends to all of them and to itself. No entry attends to a frame, so that the
 * memory is read once, when it changes, and a frame costs the same whatever the memory's length but for the attention
 * itself. The same page as `training/fovea_training/reader.py`.
 *
 * Shapes: N entries, Q frames, F features, W the width, H heads, d = W / H, G x G cells of the heatmap.
 *
 * @see https://arxiv.org/abs/1706.03762 Attention Is All You Need
 * @see https://arxiv.org/abs/1901.05761 Attentive Neural Processes: examples, some labelled, attended to by what is asked
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ReaderConfig } from './network-config.ts';

const LAYER_NORM_EPSILON = 1e-5;

/** What was looked at, in screen fractions. */
export type KnownTarget = { xScreen: number; yScreen: number };

/** Features of one frame, `[F]`, and its target where it is known: in a measurement. */
export type ReaderEntry = { features: Float32Array; target?: KnownTarget };

/** Gives a tensor of the reader by its name in the weights, without the `reader.` before it. */
export type ReaderTensors = (name: string) => tf.Tensor;

/** What the reader's layers look up: keys and values `[H, N, d]` per layer; nothing where the memory is empty. */
export type EncodedMemory = {
  layers: { key: tf.Tensor3D; value: tf.Tensor3D }[];
  dispose(): void;
};

/**
 * Reads a memory: what frames will look up in it, and the heatmap's logits of every entry, `[N, G * G]`: as if it were a
 * frame of its own. The caller disposes both. Call with at least one entry.
 */
export function encodeMemory(
  entries: readonly ReaderEntry[],
  config: ReaderConfig,
  tensors: ReaderTensors,
): { memory: EncodedMemory; logits: tf.Tensor2D } {
  const kept: EncodedMemory['layers'] = [];
  const logits = tf.tidy(() => {
    const embedded = embed(uploadFeatures(entries), tensors); // [N, W]
    const targets = tf.matMul(uploadTargets(entries), tensors('target.kernel') as tf.Tensor2D);
    let x: tf.Tensor2D = tf.add(embedded, targets);
    for (let layer = 0; layer < config.layers; layer += 1) {
      const part: ReaderTensors = (name) => tensors(`layers.${layer}.${name}`);
      const { query, key, value } = project(x, config, part);
      kept.push({ key: tf.keep(key), value: tf.keep(value) });
      const shares = tf.softmax(tf.matMul(query, key, false, true)); // [H, N, N]
      x = finishLayer(x, tf.matMul(shares, value), part);
    }
    return readLogits(x, tensors);
  });
  return {
    memory: { layers: kept, dispose: () => tf.dispose(kept.flatMap(({ key, value }) => [key, value])) },
    logits,
  };
}

/** Logits `[Q, G * G]` of frames with the features `[Q, F]`; without a memory each is read alone. Call inside `tf.tidy`. */
export function readGaze(
  features: tf.Tensor2D,
  memory: EncodedMemory | undefined,
  config: ReaderConfig,
  tensors: ReaderTensors,
): tf.Tensor2D {
  let x = embed(features, tensors); // [Q, W]
  for (let layer = 0; layer < config.layers; layer += 1) {
    const part: ReaderTensors = (name) => tensors(`layers.${layer}.${name}`);
    const { query, key, value } = project(x, config, part); // [H, Q, d]
    let seen: tf.Tensor3D = value; // a frame alone attends to itself
    if (memory) {
      const entries = memory.layers[layer]!;
      const own = tf.sum(tf.mul(query, key), 2, true); // [H, Q, 1]
      const scores = tf.concat([tf.matMul(query, entries.key, false, true), own], 2); // [H, Q, N + 1]
      const count = entries.key.shape[1];
      const [ofEntries, ofItself] = tf.split(tf.softmax(scores), [count, 1], 2) as [tf.Tensor3D, tf.Tensor3D];
      seen = tf.add(tf.matMul(ofEntries, entries.value), tf.mul(ofItself, value));
    }
    x = finishLayer(x, seen, part);
  }
  return readLogits(x, tensors);
}

/** `[n, F] -> [n, W]`: standardized by the population's mean and deviation, then one matrix. */
function embed(features: tf.Tensor2D, tensors: ReaderTensors): tf.Tensor2D {
  const standard = tf.div(tf.sub(features, tensors('mean')), tensors('deviation')) as tf.Tensor2D;
  return multiply(standard, 'embed', tensors);
}

/** Queries (scaled by 1 / sqrt(d)), keys and values of tokens `[n, W]`, each `[H, n, d]`. */
function project(x: tf.Tensor2D, { heads }: ReaderConfig, part: ReaderTensors) {
  const normed = layerNorm(x, 'norm', part);
  const [count, width] = x.shape;
  const split = (y: tf.Tensor2D): tf.Tensor3D =>
    tf.transpose(tf.reshape(y, [count, heads, width / heads]), [1, 0, 2]);
  return {
    query: tf.mul(split(multiply(normed, 'query', part)), (width / heads) ** -0.5) as tf.Tensor3D,
    key: split(tf.matMul(normed, part('key.kernel') as tf.Tensor2D)),
    value: split(multiply(normed, 'value', part)),
  };
}

/** Adds to `[n, W]` what was seen `[H, n, d]`, and then what a small network makes of it. */
function finishLayer(x: tf.Tensor2D, seen: tf.Tensor3D, part: ReaderTensors): tf.Tensor2D {
  const joined: tf.Tensor2D = tf.reshape(tf.transpose(seen, [1, 0, 2]), x.shape);
  const attended = tf.add(x, multiply(joined, 'out', part)) as tf.Tensor2D;
  const wide: tf.Tensor2D = tf.relu(multiply(layerNorm(attended, 'mix_norm', part), 'widen', part));
  return tf.add(attended, multiply(wide, 'narrow', part));
}

function readLogits(x: tf.Tensor2D, tensors: ReaderTensors): tf.Tensor2D {
  return multiply(layerNorm(x, 'norm', tensors), 'logits', tensors);
}

function multiply(x: tf.Tensor2D, name: string, tensors: ReaderTensors): tf.Tensor2D {
  return tf.add(
    tf.matMul(x, tensors(`${name}.kernel`) as tf.Tensor2D),
    tensors(`${name}.bias`),
  ) as tf.Tensor2D;
}

function layerNorm(x: tf.Tensor2D, name: string, tensors: ReaderTensors): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(normed, tensors(`${name}.gamma`)), tensors(`${name}.beta`)) as tf.Tensor2D;
}

function uploadFeatures(entries: readonly ReaderEntry[]): tf.Tensor2D {
  const length = entries[0]!.features.length;
  const values = new Float32Array(entries.length * length);
  entries.forEach(({ features }, i) => values.set(features, i * length));
  return tf.tensor2d(values, [entries.length, length]);
}

/** x - 0.5, y - 0.5 and 1 where the target is known, else zeros: `[N, 3]`. */
function uploadTargets(entries: readonly ReaderEntry[]): tf.Tensor2D {
  const rows = entries.map(({ target }) =>
    target ? [target.xScreen - 0.5, target.yScreen - 0.5, 1] : [0, 0, 0],
  );
  return tf.tensor2d(rows, [entries.length, 3]);
}
