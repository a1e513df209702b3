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
const MOST_DEVIATIONS = 6;

/** What was looked at, in screen fractions. */
export type KnownTarget = { xScreen: number; yScreen: number };

/** Features of one frame, `[F]`, and its target where it is known: in a measurement. */
export type ReaderEntry = { features: Float32Array; target?: KnownTarget };

/** Gives a tensor of the reader by its name in the weights, without the `reader.` before it. */
export type ReaderTensors = (name: string) => tf.Tensor;

/** What one head looks up: keys `[d, N]`, turned already, and values `[N, d]`. */
type Lookup = { key: tf.Tensor2D; value: tf.Tensor2D };

/** What the reader looks up, by layer and head. */
export type EncodedMemory = {
  layers: Lookup[][];
  /** Of all entries, `[N, F]`. */
  features: tf.Tensor2D;
  /** Entries whose target is not known. */
  unknownCount: number;
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
  const layers: Lookup[][] = [];
  const features = uploadFeatures(entries);
  const dispose = (): void => {
    tf.dispose(layers.flat().flatMap(({ key, value }) => [key, value]));
    features.dispose();
  };
  try {
    const logits = tf.tidy(() => {
      const embedded = embed(features, tensors); // [N, W]
      const targets = tf.matMul(uploadTargets(entries), tensors('target.kernel') as tf.Tensor2D);
      let x: tf.Tensor2D = tf.add(embedded, targets);
      for (let layer = 0; layer < config.layers; layer += 1) {
        const part: ReaderTensors = (name) => tensors(`layers.${layer}.${name}`);
        const heads = project(x, config, part);
        layers.push(
          heads.map(({ key, value }) => ({
            key: tf.keep(tf.transpose(key)),
            value: tf.keep(tf.clone(value)),
          })),
        );
        const seen = layers[layer]!.map(({ key, value }, head): tf.Tensor2D =>
          tf.matMul(tf.softmax(tf.matMul(heads[head]!.query, key)), value),
        );
        x = finishLayer(x, seen, part);
      }
      return readLogits(x, tensors);
    });
    const unknownCount = entries.filter(({ target }) => target === undefined).length;
    return { memory: { layers, features, unknownCount, dispose }, logits };
  } catch (error) {
    dispose();
    throw error;
  }
}

/**
 * Logits of open eyes `[Q, 1]` of faces with the features `[Q, F]`: a logistic regression, in which no feature counts for
 * more than six deviations. Call inside `tf.tidy`.
 */
export function readPresence(features: tf.Tensor2D, tensors: ReaderTensors): tf.Tensor2D {
  const bounded = tf.clipByValue(standardize(features, tensors), -MOST_DEVIATIONS, MOST_DEVIATIONS);
  return multiply(bounded, 'presence', tensors);
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
    const seen = project(x, config, part).map((own, head) => attend(own, memory?.layers[layer]![head]));
    x = finishLayer(x, seen, part);
  }
  return readLogits(x, tensors);
}

/** `[n, F] -> [n, W]`: standardized by the population's mean and deviation, then one matrix. */
function embed(features: tf.Tensor2D, tensors: ReaderTensors): tf.Tensor2D {
  return multiply(standardize(features, tensors), 'embed', tensors);
}

function standardize(features: tf.Tensor2D, tensors: ReaderTensors): tf.Tensor2D {
  return tf.div(tf.sub(features, tensors('mean')), tensors('deviation'));
}

/** Queries (scaled by 1 / sqrt(d)), keys and values of tokens `[n, W]`, each `[n, d]`, by head. */
function project(x: tf.Tensor2D, { heads }: ReaderConfig, part: ReaderTensors) {
  const normed = layerNorm(x, 'norm', part);
  const split = (y: tf.Tensor2D): tf.Tensor2D[] => tf.split(y, heads, 1);
  const queries = split(tf.mul(multiply(normed, 'query', part), (x.shape[1] / heads) ** -0.5));
  const keys = split(tf.matMul(normed, part('key.kernel') as tf.Tensor2D));
  const values = split(multiply(normed, 'value', part));
  return queries.map((query, head) => ({ query, key: keys[head]!, value: values[head]! }));
}

/** What one head of frames sees, `[Q, d]`: the entries and each frame itself; a frame alone sees itself. */
function attend({ query, key, value }: ReturnType<typeof project>[number], entries?: Lookup): tf.Tensor2D {
  if (!entries) return value;
  const itself = tf.sum(tf.mul(query, key), 1, true); // [Q, 1]
  const count = entries.value.shape[0];
  const shares = tf.softmax(tf.concat([tf.matMul(query, entries.key), itself], 1)); // [Q, N + 1]
  const [ofEntries, ofItself] = tf.split(shares, [count, 1], 1) as [tf.Tensor2D, tf.Tensor2D];
  return tf.add(tf.matMul(ofEntries, entries.value), tf.mul(ofItself, value));
}

/** Adds to `[n, W]` what the heads saw, `[n, d]` each, and then what a small network makes of it. */
function finishLayer(x: tf.Tensor2D, seen: tf.Tensor2D[], part: ReaderTensors): tf.Tensor2D {
  const attended = tf.add(x, multiply(tf.concat(seen, 1), 'out', part)) as tf.Tensor2D;
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
