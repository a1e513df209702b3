/** The gaze network with its weights on the device: predicts with a batch's statistics or with folded ones, and measures. */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture, Unit } from './architecture.ts';
import { decodeGaze, sigmoid } from './decode.ts';
import { disposeMoments, foldNetwork, uploadMoments } from './folded-network.ts';
import type { FoldedNetwork } from './folded-network.ts';
import { unflattenMoments } from './moments.ts';
import type { FrameGroup, LayerMoments, Moments } from './moments.ts';
import type { NetworkConfig } from './network-config.ts';
import { createNetworkTensors } from './network-tensors.ts';
import type { NetworkTensors } from './network-tensors.ts';
import { addToGroup, measureMoments, normalize } from './normalization.ts';
import type { TensorMoments } from './normalization.ts';
import { runUnet } from './unet.ts';
import type { Apply } from './unet.ts';
import type { Weights } from './weights.ts';

export type { FrameGroup, LayerMoments, Moments };

export type Prediction = {
  /** Fractions of the screen; a little outside 0..1 where the heatmap's margin wins. */
  xScreen: number;
  yScreen: number;
  /** Standard deviation of the heatmap around the gaze, in screen fractions. */
  spread: number;
  /** 0..1; 0 is a heatmap that knows nothing. */
  confidence: number;
  eyesOpenProbability: number;
  /** Ten points, x then y, as fractions of the crop: right eye's iris, inner, outer, upper, lower, then the left's. */
  landmarks: Float32Array;
};

/**
 * Owns tensors on the started backend until `dispose`. Images are RGB 0..255, `[inputSize * inputSize * 3]`, as
 * `areaDownscale` gives them. Calls must not overlap.
 *
 * `stored` normalization starts from the population's moments.
 */
export class GazeModel {
  readonly config: NetworkConfig;
  readonly population: Moments;
  /** The normalization layers, in forward order. */
  readonly layerNames: string[];

  readonly #architecture: Architecture;
  readonly #units: Map<string, Unit>;
  readonly #layerIndex: Map<string, number>;
  readonly #tensors: NetworkTensors;
  #folded: FoldedNetwork;

  constructor(weights: Weights) {
    const { config, architecture, population } = weights;
    this.config = config;
    this.population = population;
    this.#architecture = architecture;
    this.layerNames = architecture.units.map(({ name }) => name);
    this.#units = new Map(architecture.units.map((unit) => [unit.name, unit]));
    this.#layerIndex = new Map(this.layerNames.map((name, index) => [name, index]));
    this.#tensors = createNetworkTensors(weights);
    this.#folded = foldNetwork(architecture, this.#tensors, population);
  }

  /**
   * Predicts with `batch` normalization: each layer's statistics are those of these images, the current one included.
   * One image alone is normalized by itself, which this network is not trained for.
   */
  async predictBatch(images: Float32Array[]): Promise<Prediction[]> {
    if (images.length === 0) return [];
    const output = await this.#run(images, (name, x) => {
      const y = this.#convolve(name, x);
      return this.#finish(name, y, measureMoments(y));
    });
    return this.#decode(output, images.length);
  }

  /**
   * Makes `moments` the statistics of `predict` and `measure`: uploads them in one piece and folds them into the
   * convolutions on the device.
   */
  setMoments(moments: Moments): void {
    this.#checkMoments(moments);
    const previous = this.#folded;
    this.#folded = foldNetwork(this.#architecture, this.#tensors, moments);
    previous.dispose();
  }

  /** Predicts with `stored` normalization: one plain forward pass, no normalization left in it. */
  async predict(image: Float32Array): Promise<Prediction> {
    const output = await this.#run([image], (name, x) => {
      const { kind, stride, kernelSize, activation } = this.#units.get(name)!;
      if (kind === 'standardize') return x; // folded into readout.hidden
      const { kernel, bias } = this.#folded.convs.get(name)!;
      const conv = { x, filter: kernel, strides: stride, pad: kernelSize >> 1, bias, activation };
      return kind === 'depthwise' ? tf.fused.depthwiseConv2d(conv) : tf.fused.conv2d(conv);
    });
    return this.#decode(output, 1)[0]!;
  }

  /**
   * The measuring pass: one unfolded forward that also returns the frame's own moments at each layer, in one readback.
   *
   * Without `group` it runs under the current statistics. With it, each layer's statistics are those of the group and of
   * this frame together, as in a batch: what the frame changes in one layer, the next ones already see.
   */
  async measure(
    image: Float32Array,
    group?: FrameGroup,
  ): Promise<{ moments: Moments; prediction: Prediction }> {
    if (group) this.#checkMoments(group.moments);
    const statistics = group ? uploadMoments(group.moments) : this.#folded.statistics;
    const measured: tf.Tensor1D[] = [];
    try {
      const output = await this.#run(
        [image],
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
        prediction: this.#decode(output.subarray(0, split), 1)[0]!,
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
  async #run(images: Float32Array[], unit: Apply, extra: tf.Tensor[] = []): Promise<Float32Array> {
    const head: Apply = (name, x) => {
      const [filter, bias] = [this.#tensors.kernel(name), this.#tensors.bias(name)];
      return tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 0 });
    };
    let flat: tf.Tensor1D;
    try {
      flat = tf.tidy(() => {
        const output = runUnet(this.#upload(images), this.#architecture, { unit, head });
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

  /** `[N, S, S, 3]`, scaled to -1..1. */
  #upload(images: Float32Array[]): tf.Tensor4D {
    const side = this.config.inputSize;
    const length = side * side * 3;
    const pixels = new Float32Array(images.length * length);
    images.forEach((image, n) => {
      if (image.length !== length) {
        throw new RangeError(`An image has ${image.length} values; the network takes ${side} x ${side} x 3.`);
      }
      for (let i = 0; i < length; i += 1) pixels[n * length + i] = image[i]! / 127.5 - 1;
    });
    return tf.tensor4d(pixels, [images.length, side, side, 3]);
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

  #decode(output: Float32Array, count: number): Prediction[] {
    const cells = this.config.gridSize ** 2;
    const coordinates = 2 * this.config.landmarks;
    const landmarksAt = count * cells;
    const presenceAt = landmarksAt + count * coordinates;
    return Array.from({ length: count }, (_, n) => ({
      ...decodeGaze(output.subarray(n * cells, (n + 1) * cells), this.config),
      eyesOpenProbability: sigmoid(output[presenceAt + n]!),
      landmarks: output.slice(landmarksAt + n * coordinates, landmarksAt + (n + 1) * coordinates),
    }));
  }

  #checkMoments(moments: Moments): void {
    const { units } = this.#architecture;
    if (moments.length !== units.length) {
      throw new RangeError(
        `Moments of ${moments.length} layers were given; the network has ${units.length}.`,
      );
    }
    units.forEach(({ name, outChannels }, layer) => {
      const { mean, variance } = moments[layer]!;
      if (mean.length !== outChannels || variance.length !== outChannels) {
        throw new RangeError(
          `Moments of ${name} have ${mean.length} channels; the layer has ${outChannels}.`,
        );
      }
    });
  }
}
