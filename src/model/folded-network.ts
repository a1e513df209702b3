/** Given statistics on the device, twice: as they are for the measuring pass, and inside the convolutions for prediction. */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from './architecture.ts';
import { flattenMoments } from './moments.ts';
import type { Moments } from './moments.ts';
import { foldBeforePointwise, foldConv } from './normalization.ts';
import type { FoldedConv, TensorMoments } from './normalization.ts';
import type { NetworkTensors } from './network-tensors.ts';

export type FoldedNetwork = {
  /** Per normalization layer, in forward order. */
  statistics: TensorMoments[];
  /** By unit; `readout.standardize` is inside the hidden layer after it. */
  convs: Map<string, FoldedConv>;
  dispose(): void;
};

/** Uploads the moments and folds them into the convolutions on the device; nothing is read back. */
export function foldNetwork(
  { units, hidden }: Architecture,
  tensors: NetworkTensors,
  moments: Moments,
): FoldedNetwork {
  const statistics = uploadMoments(moments);
  const convs = new Map<string, FoldedConv>();
  units.forEach(({ name, kind }, layer) => {
    if (kind === 'standardize') return;
    const folded = tf.tidy(() => {
      const conv = foldConv(tensors.kernel(name), kind, tensors.affine(name), statistics[layer]!);
      if (name !== hidden[0]) return conv;
      return foldBeforePointwise(conv, tensors.affine('readout.standardize'), statistics[layer - 1]!);
    });
    convs.set(name, folded);
  });
  return {
    statistics,
    convs,
    dispose() {
      disposeMoments(statistics);
      for (const { kernel, bias } of convs.values()) tf.dispose([kernel, bias]);
    },
  };
}

/** All layers in one upload, then cut up on the device. */
export function uploadMoments(moments: Moments): TensorMoments[] {
  return tf.tidy(() => {
    const sizes = moments.flatMap(({ mean }) => [mean.length, mean.length]);
    const parts = tf.split(tf.tensor1d(flattenMoments(moments)), sizes) as tf.Tensor1D[];
    return moments.map((_, layer) => ({ mean: parts[2 * layer]!, variance: parts[2 * layer + 1]! }));
  });
}

export function disposeMoments(statistics: TensorMoments[]): void {
  tf.dispose(statistics.flatMap(({ mean, variance }) => [mean, variance]));
}
