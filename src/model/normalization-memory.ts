/**
 * The normalization memory: the readout that batch normalization trained, normalized by the moments of remembered frames.
 *
 * A batch of its own for every frame would cost a pass for each entry. The moments of the entries stay the same from frame to
 * frame, so they are measured once, when the memory changes, mixed with the population's and folded into the convolutions:
 * a frame costs one plain pass of the readout, whatever the memory's length. The same as `Readout.read_among` in
 * `training/fovea_training/network.py`.
 *
 * Shapes: N entries, Q frames, F features, G x G cells of the heatmap.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture, Unit } from './architecture.ts';
import type { Moments } from './moments.ts';
import type { NetworkTensors } from './network-tensors.ts';
import { foldConv, measureMoments, mixMoments, normalize, toScaleAndOffset } from './normalization.ts';
import type { FoldedConv, TensorMoments } from './normalization.ts';
import { runReadout } from './unet.ts';
import type { Apply } from './unet.ts';

/** Frames that the population's moments count for, beside those of the entries. */
const SOURCE_FRAMES = 8;

export type NormalizationMemory = {
  /** Logits `[Q, G * G]` of frames with the features `[Q, F]`. Call inside `tf.tidy`. */
  read(features: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
};

/** The readout under the population's moments alone: what frames are read by while nothing is remembered. */
export function rememberNobody(
  architecture: Architecture,
  tensors: NetworkTensors,
  population: Moments,
): NormalizationMemory {
  const folded = new Map<string, FoldedUnit>();
  tf.tidy(() => {
    for (const name of ['readout.standardize', ...architecture.hidden]) {
      const layer = architecture.units.findIndex((each) => each.name === name);
      folded.set(name, keepFolded(architecture.units[layer]!, tensors, upload(population[layer]!)));
    }
  });
  return createMemory(folded, architecture, tensors);
}

/** A layer that holds its moments; the first of the readout is a normalization alone. */
type FoldedUnit = FoldedConv | { scale: tf.Tensor1D; offset: tf.Tensor1D };

/**
 * Measures a memory of entries with the features `[N, F]`, layer by layer, each on what the layers before make of the
 * entries: what frames will be read by, and the logits of the entries themselves, `[N, G * G]`. The caller disposes both.
 *
 * @param population moments of all units, in forward order
 */
export function measureMemory(
  features: tf.Tensor2D,
  architecture: Architecture,
  tensors: NetworkTensors,
  population: Moments,
): { memory: NormalizationMemory; logits: tf.Tensor2D } {
  const count = features.shape[0];
  const share = count / (count + SOURCE_FRAMES);
  const folded = new Map<string, FoldedUnit>();
  const memory = createMemory(folded, architecture, tensors);

  const measure: Apply = (name, x) => {
    const layer = architecture.units.findIndex((each) => each.name === name);
    const unit = architecture.units[layer]!;
    const y = unit.kind === 'standardize' ? x : tf.conv2d(x, tensors.kernel(name), 1, 0);
    const moments = mixMoments(measureMoments(y), upload(population[layer]!), share);
    folded.set(name, keepFolded(unit, tensors, moments));
    const normalized = normalize(y, tensors.affine(name), moments);
    return unit.activation === 'relu6' ? tf.relu6(normalized) : normalized;
  };

  try {
    const parts = { unit: measure, head: createHead(tensors) };
    return { memory, logits: tf.tidy(() => runReadout(features, architecture, parts)) };
  } catch (error) {
    memory.dispose();
    throw error;
  }
}

/** Reads by layers that are folded by the time it is asked; it owns them. */
function createMemory(
  folded: Map<string, FoldedUnit>,
  architecture: Architecture,
  tensors: NetworkTensors,
): NormalizationMemory {
  const unit: Apply = (name, x) => {
    const layer = folded.get(name)!;
    if ('scale' in layer) return tf.add(tf.mul(x, layer.scale), layer.offset);
    const { kernel, bias } = layer;
    return tf.fused.conv2d({ x, filter: kernel, bias, strides: 1, pad: 0, activation: 'relu6' });
  };
  const head = createHead(tensors);
  return {
    read: (frames) => runReadout(frames, architecture, { unit, head }),
    dispose: () => tf.dispose([...folded.values()]),
  };
}

function createHead(tensors: NetworkTensors): Apply {
  return (name, x) =>
    tf.fused.conv2d({ x, filter: tensors.kernel(name), bias: tensors.bias(name), strides: 1, pad: 0 });
}

function keepFolded({ name, kind }: Unit, tensors: NetworkTensors, moments: TensorMoments): FoldedUnit {
  const affine = tensors.affine(name);
  if (kind === 'standardize') {
    const { scale, offset } = toScaleAndOffset(affine, moments);
    return { scale: tf.keep(scale), offset: tf.keep(offset) };
  }
  const { kernel, bias } = foldConv(tensors.kernel(name), kind, affine, moments);
  return { kernel: tf.keep(kernel), bias: tf.keep(bias) };
}

function upload({ mean, variance }: Moments[number]): TensorMoments {
  return { mean: tf.tensor1d(mean), variance: tf.tensor1d(variance) };
}
