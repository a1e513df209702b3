/**
 * The memory reader on one page: reads the gaze from a frame's features beside those of recent frames of the same person.
 *
 * Entries attend to each other; a frame attends to all of them and to itself. No entry attends to a frame, so that the
 * memory is read once, when it changes, and a frame costs the same whatever the memory's length but for the attention
 * itself. A token is how a frame lies in the population, and how it lies among the memory's own moments, as batch
 * normalization would have it; to that belongs where the readout by batch normalization has the frame look, under the
 * memory's moments (`normalization-memory.ts`). The same page as `training/fovea_training/reader.py`.
 *
 * Shapes: N entries, Q frames, F features, P inputs, W the width, H heads, d = W / H, G x G cells of the heatmap.
 * Where the readout has frames look is `told`, `[n, 2]`, in screen fractions from the screen's centre.
 *
 * @see https://arxiv.org/abs/1706.03762 Attention Is All You Need
 * @see https://arxiv.org/abs/1901.05761 Attentive Neural Processes: examples attended to by what is asked
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ReaderConfig } from './network-config.ts';
import { EPSILON, mixMoments } from './normalization.ts';
import type { TensorMoments } from './normalization.ts';

const LAYER_NORM_EPSILON = 1e-5;
/** That a feature counts for where it says whether the eyes are open, or an input among the memory's. */
const MOST_DEVIATIONS = 6;
/** Deviations from the population that count. */
const MOST_APART = 8;
/** Frames that the population's moments count for, beside those of the entries. */
const SOURCE_FRAMES = 8;
/** Of what the readout says, in screen fractions. */
const TOLD_DEVIATION = 0.25;

/** What was looked at, in screen fractions. */
export type KnownTarget = { xScreen: number; yScreen: number };

/** Features of one frame, `[F]`, and its target where it is known, in a measurement: which is the personal readout's business. */
export type ReaderEntry = { features: Float32Array; target?: KnownTarget };

/** Gives a tensor of the reader by its name in the weights, without the `reader.` before it; the personal readout's likewise. */
export type PartTensors = (name: string) => tf.Tensor;

/** What one head looks up: keys `[d, N]`, turned already, and values `[N, d]`. */
type Lookup = { key: tf.Tensor2D; value: tf.Tensor2D };

/** What the reader looks up, by layer and head, and the moments `[P + 2]` that frames are compared by. */
export type EncodedMemory = { moments: TensorMoments; layers: Lookup[][]; dispose(): void };

/**
 * Reads a memory of entries with the features `[N, F]`: what frames will look up in it, and the heatmap's logits of every
 * entry among the others, `[N, G * G]`. The caller disposes both. Call with at least one entry.
 */
export function encodeMemory(
  features: tf.Tensor2D,
  told: tf.Tensor2D,
  config: ReaderConfig,
  tensors: PartTensors,
): { memory: EncodedMemory; logits: tf.Tensor2D } {
  const moments = measureEntries(features, told, tensors);
  const layers: Lookup[][] = [];
  const dispose = (): void =>
    tf.dispose([moments.mean, moments.variance, ...layers.flat().flatMap(({ key, value }) => [key, value])]);
  try {
    const logits = tf.tidy(() => {
      let x = embed(features, told, moments, tensors); // [N, W]
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
    return { memory: { moments, layers, dispose }, logits };
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
  told: tf.Tensor2D,
  memory: EncodedMemory | undefined,
  config: ReaderConfig,
  tensors: PartTensors,
): tf.Tensor2D {
  let x = embed(features, told, memory?.moments, tensors); // [Q, W]
  for (let layer = 0; layer < config.layers; layer += 1) {
    const part: PartTensors = (name) => tensors(`layers.${layer}.${name}`);
    const seen = project(x, config, part).map((own, head) => attend(own, memory?.layers[layer]![head]));
    x = finishLayer(x, seen, part);
  }
  return readLogits(x, tensors);
}

/** `[n, F] -> [n, W]`: how the frames lie in the population, and among the moments of a memory; without one in it again. */
function embed(
  features: tf.Tensor2D,
  told: tf.Tensor2D,
  moments: TensorMoments | undefined,
  tensors: PartTensors,
): tf.Tensor2D {
  const apart = takeInputs(features, told, tensors);
  const among = moments
    ? tf.mul(tf.sub(apart, moments.mean), tf.rsqrt(tf.add(moments.variance, EPSILON)))
    : tf.mul(apart, (1 + EPSILON) ** -0.5);
  const compared = tf.clipByValue(among, -MOST_DEVIATIONS, MOST_DEVIATIONS) as tf.Tensor2D;
  return tf.add(
    multiply(apart, 'embed', tensors),
    tf.matMul(compared, tensors('compare.kernel') as tf.Tensor2D),
  );
}

/** What is read of features, and what is told of them: `[n, F], [n, 2] -> [n, P + 2]`, in deviations from the population's mean. */
function takeInputs(features: tf.Tensor2D, told: tf.Tensor2D, tensors: PartTensors): tf.Tensor2D {
  const inputs: tf.Tensor2D = tf.matMul(features, tensors('inputs.kernel') as tf.Tensor2D);
  const standard = standardize(inputs, (name) => tensors(`inputs.${name}`));
  const apart = tf.concat([standard, tf.div(told, TOLD_DEVIATION) as tf.Tensor2D], 1);
  return tf.clipByValue(apart, -MOST_APART, MOST_APART) as tf.Tensor2D;
}

/** The moments `[P + 2]` of entries with the features `[N, F]`, mixed with the population's. The caller disposes them. */
function measureEntries(features: tf.Tensor2D, told: tf.Tensor2D, tensors: PartTensors): TensorMoments {
  return tf.tidy(() => {
    const inputs = takeInputs(features, told, tensors);
    const [count, length] = inputs.shape;
    const mean: tf.Tensor1D = tf.mean(inputs, 0);
    const variance: tf.Tensor1D = tf.mean(tf.squaredDifference(inputs, mean), 0);
    const population: TensorMoments = { mean: tf.zeros([length]), variance: tf.ones([length]) };
    const mixed = mixMoments({ mean, variance }, population, count / (count + SOURCE_FRAMES));
    return { mean: tf.keep(mixed.mean), variance: tf.keep(mixed.variance) };
  });
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
