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
 * @see https://arxiv.org/abs/1901.05761 Attentive Neural Processes: examples attended to by what is asked
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ReaderConfig } from './network-config.ts';

const LAYER_NORM_EPSILON = 1e-5;
const MOST_DEVIATIONS = 6;

/** What was looked at, in screen fractions. */
export type KnownTarget = { xScreen: number; yScreen: number };

/** Features of one frame, `[F]`, and its target where it is known, in a measurement: which is the personal readout's business. */
export type ReaderEntry = { features: Float32Array; target?: KnownTarget };

/** Gives a tensor of the reader by its name in the weights, without the `reader.` before it; the personal readout's likewise. */
export type PartTensors = (name: string) => tf.Tensor;

/** What one head looks up: keys `[d, N]`, turned already, and values `[N, d]`. */
type Lookup = { key: tf.Tensor2D; value: tf.Tensor2D };

/** What the reader looks up, by layer and head. */
export type EncodedMemory = { layers: Lookup[][]; dispose(): void };

/**
 * Reads a memory of entries with the features `[N, F]`: what frames will look up in it, and the heatmap's logits of every
 * entry among the others, `[N, G * G]`. The caller disposes both. Call with at least one entry.
 */
export function encodeMemory(
  features: tf.Tensor2D,
  config: ReaderConfig,
  tensors: PartTensors,
): { memory: EncodedMemory; logits: tf.Tensor2D } {
  const layers: Lookup[][] = [];
  const dispose = (): void => tf.dispose(layers.flat().flatMap(({ key, value }) => [key, value]));
  try {
    const logits = tf.tidy(() => {
      let x = embed(features, tensors); // [N, W]
      for (let layer = 0; layer < config.layers; layer += 1) {
        const part: PartTensors = (name) => tensors(`layers.${layer}.${name}`);
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
    return { memory: { layers, dispose }, logits };
  } catch (error) {
    dispose();
    throw error;
  }
}

/**
 * Logits of open eyes `[Q, 1]` of faces with the features `[Q, F]`: a logistic regression, in which no feature counts for
 * more than six deviations. Call inside `tf.tidy`.
 */
export function readPresence(features: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  return multiply(standardizeBounded(features, tensors), 'presence', tensors);
}

/** Features `[n, F]` in deviations from the population's mean, none more than six. Call inside `tf.tidy`. */
export function standardizeBounded(features: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  return tf.clipByValue(standardize(features, tensors), -MOST_DEVIATIONS, MOST_DEVIATIONS);
}

/** Logits `[Q, G * G]` of frames with the features `[Q, F]`; without a memory each is read alone. Call inside `tf.tidy`. */
export function readGaze(
  features: tf.Tensor2D,
  memory: EncodedMemory | undefined,
  config: ReaderConfig,
  tensors: PartTensors,
): tf.Tensor2D {
  let x = embed(features, tensors); // [Q, W]
  for (let layer = 0; layer < config.layers; layer += 1) {
    const part: PartTensors = (name) => tensors(`layers.${layer}.${name}`);
    const seen = project(x, config, part).map((own, head) => attend(own, memory?.layers[layer]![head]));
    x = finishLayer(x, seen, part);
  }
  return readLogits(x, tensors);
}

/** `[n, F] -> [n, W]`: standardized by the population's mean and deviation, then one matrix. */
function embed(features: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  return multiply(standardize(features, tensors), 'embed', tensors);
}

function standardize(features: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  return tf.div(tf.sub(features, tensors('mean')), tensors('deviation'));
}

/** Queries (scaled by 1 / sqrt(d)), keys and values of tokens `[n, W]`, each `[n, d]`, by head. */
function project(x: tf.Tensor2D, { heads }: ReaderConfig, part: PartTensors) {
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
function finishLayer(x: tf.Tensor2D, seen: tf.Tensor2D[], part: PartTensors): tf.Tensor2D {
  const attended = tf.add(x, multiply(tf.concat(seen, 1), 'out', part)) as tf.Tensor2D;
  const wide: tf.Tensor2D = tf.relu(multiply(layerNorm(attended, 'mix_norm', part), 'widen', part));
  return tf.add(attended, multiply(wide, 'narrow', part));
}

function readLogits(x: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  return multiply(layerNorm(x, 'norm', tensors), 'logits', tensors);
}

/** `x kernel + bias`: `[n, in] -> [n, out]`. */
export function multiply(x: tf.Tensor2D, name: string, tensors: PartTensors): tf.Tensor2D {
  return tf.add(
    tf.matMul(x, tensors(`${name}.kernel`) as tf.Tensor2D),
    tensors(`${name}.bias`),
  ) as tf.Tensor2D;
}

function layerNorm(x: tf.Tensor2D, name: string, tensors: PartTensors): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(normed, tensors(`${name}.gamma`)), tensors(`${name}.beta`)) as tf.Tensor2D;
}
