/** The gaze network with its weights on the device: predicts with a batch's statistics or with folded ones, and measures. */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture, Unit } from './architecture.ts';
import { disposeMoments, foldNetwork, uploadMoments } from './folded-network.ts';
import type { FoldedNetwork } from './folded-network.ts';
import { checkMoments, unflattenMoments } from './moments.ts';
import type { FrameGroup, LayerMoments, Moments } from './moments.ts';
import type { NetworkConfig } from './network-config.ts';
import { createNetworkTensors } from './network-tensors.ts';
import type { NetworkTensors } from './network-tensors.ts';
import { addToGroup, measureMoments, normalize } from './normalization.ts';
import type { TensorMoments } from './normalization.ts';
import { decodePredictions } from './prediction.ts';
import type { Prediction } from './prediction.ts';
import { runUnet } from './unet.ts';
import type { Apply } from './unet.ts';
import { uploadInput } from './view-image.ts';
import type { ViewImage } from './view-image.ts';
import type { Weights } from './weights.ts';

export type { FrameGroup, LayerMoments, Moments, Prediction, ViewImage };

/**
 * Owns tensors on the started backend until `dispose`. Calls must not overlap.
 *
 * `stored` normalization starts from the population's moments on views of faces.
 */
export class GazeModel {
  readonly config: NetworkConfig;
  /** The population's moments on views of faces. */
  readonly population: Moments;
  /** The population's moments on whole squares. */
  readonly wholePopulation: Moments;
  /** The normalization layers, in forward order. */
  readonly layerNames: string[];

  readonly #architecture: Architecture;
  readonly #units: Map<string, Unit>;
  readonly #layerIndex: Map<string, number>;
  readonly #tensors: NetworkTensors;
  #folded: FoldedNetwork;

  constructor(weights: Weights) {
    const { config, architecture, population, wholePopulation } = weights;
    this.config = config;
    this.population = population;
    this.wholePopulation = wholePopulation;
    this.#architecture = architecture;
    this.layerNames = architecture.units.map(({ name }) => name);
    this.#units = new Map(architecture.units.map((unit) => [unit.name, unit]));
    this.#layerIndex = new Map(this.layerNames.map((name, index) => [name, index]));
    this.#tensors = createNetworkTensors(weights);
    this.#folded = foldNetwork(architecture, this.#tensors, population);
  }

  /**
   * Predicts with `batch` normalization: each layer's statistics are those of these images, the current one included.
   * One image alone is normalized by itself, which this network is not trained for; so are views of faces together with
   * whole squares.
   */
  async predictBatch(inputs: ViewImage[]): Promise<Prediction[]> {
    if (inputs.length === 0) return [];
    const output = await this.#run(inputs, (name, x) => {
      const y = this.#convolve(name, x);
      return this.#finish(name, y, measureMoments(y));
    });
    return decodePredictions(output, inputs, this.config);
  }

  /**
   * Makes `moments` the statistics of `predict` and `measure`: uploads them in one piece and folds them into the
   * convolutions on the device.
   */
  setMoments(moments: Moments): void {
    checkMoments(moments, this.#architecture);
    const previous = this.#folded;
    this.#folded = foldNetwork(this.#architecture, this.#tensors, moments);
    previous.dispose();
  }

  /** Predicts with `stored` normalization: one plain forward pass, no normalization left in it. */
  async predict(input: ViewImage): Promise<Prediction> {
    const output = await this.#run([input], (name, x) => {
      const { kind, stride, kernelSize, activation } = this.#units.get(name)!;
      if (kind === 'standardize') return x; // folded into the hidden layer after it
      const { kernel, bias } = this.#folded.convs.get(name)!;
      const conv = { x, filter: kernel, strides: stride, pad: kernelSize >> 1, bias, activation };
      return kind === 'depthwise' ? tf.fused.depthwiseConv2d(conv) : tf.fused.conv2d(conv);
    });
    return decodePredictions(output, [input], this.config)[0]!;
  }

  /**
   * The measuring pass: one unfolded forward that also returns the frame's own moments at each layer, in one readback.
   *
   * Without `group` it runs under the current statistics. With it, each layer's statistics are those of the group and of
   * this frame together, as in a batch: what the frame changes in one layer, the next ones already see.
   */
  async measure(input: ViewImage, group?: FrameGroup): Promise<{ moments: Moments; prediction: Prediction }> {
    if (group) checkMoments(group.moments, this.#architecture);
    const statistics = group ? uploadMoments(group.moments) : this.#folded.statistics;
    const measured: tf.Tensor1D[] = [];
    try {
      const output = await this.#run(
        [input],
        (name, x) => {
          const y = this.#convolve(name, x);
          const own = measureMoments(y);
          measured.push(tf.keep(own.mean), tf.keep(own.variance));
          const given = statistics[this.#layerIndex.get(name)!]!;
          return this.#finish(name, y, group ? addToGroup(given, group.weight, own) : given);
        },
        measured,
      );
      const channels = this.#architecture.units.map(({ outChannels }) => outChannels);
      const momentsLength = 2 * channels.reduce((sum, count) => sum + count, 0);
      const split = output.length - momentsLength;
      return {
        moments: unflattenMoments(output.subarray(split), channels),
        prediction: decodePredictions(output.subarray(0, split), [input], this.config)[0]!,
      };
    } finally {
      if (group) disposeMoments(statistics);
    }
  }

  /** Frees every tensor. The model can't be used afterwards. */
  dispose(): void {
    this.#tensors.dispose();
    this.#folded.dispose();
  }

  /** Runs the page of `unet.ts` and reads back, in one piece: logits, landmarks and presence of all images, then `extra`. */
  async #run(inputs: ViewImage[], unit: Apply, extra: tf.Tensor[] = []): Promise<Float32Array> {
    const head: Apply = (name, x) => {
      const [filter, bias] = [this.#tensors.kernel(name), this.#tensors.bias(name)];
      return tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 0 });
    };
    let flat: tf.Tensor1D;
    try {
      flat = tf.tidy(() => {
        const input = uploadInput(inputs, this.config.inputSize);
        const output = runUnet(input, this.#architecture, { unit, head });
        const parts = [output.gazeLogits, output.landmarks, output.presenceLogit, ...extra];
        return tf.concat(parts.map((part) => tf.reshape(part, [-1]) as tf.Tensor1D));
      });
    } finally {
      tf.dispose(extra);
    }
    try {
      return (await flat.data()) as Float32Array;
    } finally {
      flat.dispose();
    }
  }

  /** The unit's convolution alone, without normalization and activation. */
  #convolve(name: string, x: tf.Tensor4D): tf.Tensor4D {
    const { kind, stride, kernelSize } = this.#units.get(name)!;
    if (kind === 'standardize') return x;
    const kernel = this.#tensors.kernel(name);
    const pad = kernelSize >> 1;
    return kind === 'depthwise'
      ? tf.depthwiseConv2d(x, kernel, stride, pad)
      : tf.conv2d(x, kernel, stride, pad);
  }

  /** The unit's normalization and activation. */
  #finish(name: string, y: tf.Tensor4D, moments: TensorMoments): tf.Tensor4D {
    return tf.tidy(() => {
      const normalized = normalize(y, this.#tensors.affine(name), moments);
      return this.#units.get(name)!.activation === 'relu6' ? tf.relu6(normalized) : normalized;
    });
  }
}
