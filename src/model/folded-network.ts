/** The population's statistics inside the convolutions: what every frame is looked at with, folded once. */
import * as tf from '@tensorflow/tfjs-core';
import type { Unit } from './architecture.ts';
import type { Moments } from './moments.ts';
import { foldConv } from './normalization.ts';
import type { FoldedConv } from './normalization.ts';
import type { NetworkTensors } from './network-tensors.ts';

export type FoldedNetwork = {
  /** By unit of encoder and decoder; the readout by batch normalization has no place here. */
  convs: Map<string, FoldedConv>;
  dispose(): void;
};

/** Folds moments, one per unit, into the convolutions of encoder and decoder. */
export function foldNetwork(units: Unit[], tensors: NetworkTensors, moments: Moments): FoldedNetwork {
  const convs = new Map<string, FoldedConv>();
  units.forEach(({ name, kind }, layer) => {
    if (kind === 'standardize' || name.startsWith('readout.')) return;
    const { mean, variance } = moments[layer]!;
    const folded = tf.tidy(() =>
      foldConv(tensors.kernel(name), kind, tensors.affine(name), {
        mean: tf.tensor1d(mean),
        variance: tf.tensor1d(variance),
      }),
    );
    convs.set(name, folded);
  });
  return {
    convs,
    dispose() {
      for (const { kernel, bias } of convs.values()) tf.dispose([kernel, bias]);
    },
  };
}
