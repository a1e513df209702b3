/** The learnt tensors of the network on the device, by the name of their unit or head. */
import * as tf from '@tensorflow/tfjs-core';
import { PERSONAL, READER } from './architecture.ts';
import type { PartTensors } from './memory-reader.ts';
import type { Affine } from './normalization.ts';
import type { Weights } from './weights.ts';

export type NetworkTensors = {
  /** `[k, k, in, out]`, or `[k, k, channels, 1]` where depthwise. */
  kernel(name: string): tf.Tensor4D;
  affine(name: string): Affine;
  /** A head's bias, `[out]`. */
  bias(name: string): tf.Tensor1D;
  reader: PartTensors;
  personal: PartTensors;
  dispose(): void;
};

/** Uploads the weights to the started backend. */
export function createNetworkTensors({ tensors }: Weights): NetworkTensors {
  const byName = new Map<string, tf.Tensor>();
  for (const [name, { shape, values }] of tensors) byName.set(name, tf.tensor(values, shape));
  return {
    kernel: (name) => byName.get(`${name}.kernel`) as tf.Tensor4D,
    affine: (name) => ({
      gamma: byName.get(`${name}.gamma`) as tf.Tensor1D,
      beta: byName.get(`${name}.beta`) as tf.Tensor1D,
    }),
    bias: (name) => byName.get(`${name}.bias`) as tf.Tensor1D,
    reader: (name) => byName.get(`${READER}.${name}`)!,
    personal: (name) => byName.get(`${PERSONAL}.${name}`)!,
    dispose() {
      tf.dispose([...byName.values()]);
      byName.clear();
    },
  };
}
