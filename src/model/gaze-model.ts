/** The gaze network with its weights on the device: looks at views of a face, and reads the gaze beside a memory. */
import * as tf from '@tensorflow/tfjs-core';
import { READER } from './architecture.ts';
import type { Architecture, Unit } from './architecture.ts';
import type { DecodedGaze } from './decode.ts';
import { foldNetwork } from './folded-network.ts';
import type { FoldedNetwork } from './folded-network.ts';
import { encodeMemory, readGaze, readPresence } from './memory-reader.ts';
import type { EncodedMemory, ReaderEntry } from './memory-reader.ts';
import type { NetworkConfig } from './network-config.ts';
import { createNetworkTensors } from './network-tensors.ts';
import type { NetworkTensors } from './network-tensors.ts';
import { measureMoments, normalize } from './normalization.ts';
import { decodeFaces, decodeGazes } from './prediction.ts';
import type { Face, Prediction } from './prediction.ts';
import { runReadout, runUnet } from './unet.ts';
import type { Apply, UnetParts } from './unet.ts';
import { uploadInput } from './view-image.ts';
import type { ViewImage } from './view-image.ts';
import type { Weights } from './weights.ts';

export type { Face, Prediction, ReaderEntry, ViewImage };

/** Of what is read by a batch, beside many entries... */
const MOST_BATCH_SHARE = 0.5;
/** ...and the entries at which it is half of that. */
const BATCH_SHARE_FRAMES = 8;

/** A prediction, and the features `[F]` that it was read from. */
export type FaceReading = { prediction: Prediction; features: Float32Array };

/**
 * Owns tensors on the started backend until `dispose`. Calls must not overlap.
 *
 * Encoder and decoder run under the population's statistics, which are folded into their convolutions once and for all.
 * What is particular about a person is in the memory, which starts empty.
 */
export class GazeModel {
  readonly config: NetworkConfig;
  /** F, the length of a frame's features. */
  readonly featureCount: number;
  /** Of each feature over the population, `[F]`. */
  readonly featureDeviation: Float32Array;

  readonly #architecture: Architecture;
  readonly #units: Map<string, Unit>;
  readonly #tensors: NetworkTensors;
  /** For views of faces, and for whole squares. */
  readonly #faces: FoldedNetwork;
  readonly #squares: FoldedNetwork;
  #memory: EncodedMemory | undefined;

  constructor(weights: Weights) {
    const { config, architecture, population, wholePopulation } = weights;
    this.config = config;
    this.featureCount = architecture.featureCount;
    this.featureDeviation = weights.tensors.get(`${READER}.deviation`)!.values;
    this.#architecture = architecture;
    this.#units = new Map(architecture.units.map((unit) => [unit.name, unit]));
    this.#tensors = createNetworkTensors(weights);
    this.#faces = foldNetwork(architecture.units, this.#tensors, population);
    this.#squares = foldNetwork(architecture.units, this.#tensors, wholePopulation);
  }

  /** Looks for a face in a whole square. One plain forward pass. */
  async findFace(input: ViewImage): Promise<Face> {
    const output = await readBack(() => {
      const { landmarks, presenceLogit } = this.#look([input], this.#squares);
      return [landmarks, presenceLogit];
    });
    return decodeFaces(output, [input.view], this.config)[0]!;
  }

  /** Reads the gaze in a view of a face, beside the memory. One plain forward pass, whatever the memory's length. */
  async predict(input: ViewImage): Promise<FaceReading> {
    const output = await readBack(() => {
      const { features, landmarks } = this.#look([input], this.#faces);
      const presence = readPresence(features, this.#tensors.reader);
      return [features, this.#read(features), landmarks, presence];
    });
    const gazeAt = this.featureCount;
    const faceAt = gazeAt + this.config.gridSize ** 2;
    const [gaze] = decodeGazes(output.subarray(gazeAt, faceAt), this.config);
    const [face] = decodeFaces(output.subarray(faceAt), [input.view], this.config);
    return { prediction: { ...gaze!, ...face! }, features: output.slice(0, gazeAt) };
  }

  /** Reads the gaze again from features that were kept, beside the memory. */
  async read(features: readonly Float32Array[]): Promise<DecodedGaze[]> {
    if (features.length === 0) return [];
    const flat = new Float32Array(features.length * this.featureCount);
    features.forEach((values, i) => flat.set(values, i * this.featureCount));
    const logits = await readBack(() => [
      this.#read(tf.tensor2d(flat, [features.length, this.featureCount])),
    ]);
    return decodeGazes(logits, this.config);
  }

  /**
   * Makes the entries the memory, and returns where each of them seems to look now, among the others. Costs a third of a
   * frame for 32 entries, one to two frames for 128 (`npm run bench:normalization`).
   *
   * @throws RangeError where an entry's features are not of this network.
   */
  async remember(entries: readonly ReaderEntry[]): Promise<DecodedGaze[]> {
    const wrong = entries.find(({ features }) => features.length !== this.featureCount);
    if (wrong) {
      throw new RangeError(
        `An entry has ${wrong.features.length} features; the network has ${this.featureCount}.`,
      );
    }
    this.#memory?.dispose();
    this.#memory = undefined;
    if (entries.length === 0) return [];
    const { memory, logits } = encodeMemory(entries, this.config.reader, this.#tensors.reader);
    this.#memory = memory;
    try {
      return decodeGazes((await logits.data()) as Float32Array, this.config);
    } finally {
      logits.dispose();
    }
  }

  /**
   * The article's method: every layer normalizes by these images' own statistics, and the gaze is read by the readout
   * that was trained with it. Costs one pass an image. One image alone is normalized by itself, which this network is
   * not trained for; so are views of faces together with whole squares.
   */
  async predictBatch(inputs: ViewImage[]): Promise<Prediction[]> {
    if (inputs.length === 0) return [];
    const parts: UnetParts = { head: this.#head, unit: (name, x) => this.#normalizeBatch(name, x) };
    const output = await readBack(() => {
      const input = uploadInput(inputs, this.config.inputSize);
      const { features, landmarks, presenceLogit } = runUnet(input, this.#architecture, parts);
      return [runReadout(features, this.#architecture, parts), landmarks, presenceLogit];
    });
    const faceAt = inputs.length * this.config.gridSize ** 2;
    const gazes = decodeGazes(output.subarray(0, faceAt), this.config);
    const views = inputs.map(({ view }) => view);
    return decodeFaces(output.subarray(faceAt), views, this.config).map((face, i) =>
      Object.assign(face, gazes[i]!),
    );
  }

  /** Frees every tensor. The model can't be used afterwards. */
  dispose(): void {
    this.#tensors.dispose();
    this.#faces.dispose();
    this.#squares.dispose();
    this.#memory?.dispose();
    this.#memory = undefined;
  }

  #look(inputs: ViewImage[], { convs }: FoldedNetwork) {
    const unit: Apply = (name, x) => {
      const { kind, stride, kernelSize, activation } = this.#units.get(name)!;
      const { kernel, bias } = convs.get(name)!;
      const conv = { x, filter: kernel, strides: stride, pad: kernelSize >> 1, bias, activation };
      return kind === 'depthwise' ? tf.fused.depthwiseConv2d(conv) : tf.fused.conv2d(conv);
    };
    const input = uploadInput(inputs, this.config.inputSize);
    return runUnet(input, this.#architecture, { unit, head: this.#head });
  }

  /**
   * Log-probabilities `[Q, G * G]`. Where targets are not known, the memory reader's answer is averaged with that of the
   * readout, for which the entries and one frame are a batch: the one knows where people look, the other is at home with
   * every person and camera, because it subtracts them.
   */
  #read(features: tf.Tensor2D): tf.Tensor2D {
    const memory = this.#memory;
    const logits = readGaze(features, memory, this.config.reader, this.#tensors.reader);
    const read = tf.logSoftmax(logits) as tf.Tensor2D;
    if (!memory || memory.unknownCount === 0) return read;
    const parts: UnetParts = { head: this.#head, unit: (name, x) => this.#normalizeBatch(name, x) };
    const frames = tf.split(features, features.shape[0]) as tf.Tensor2D[];
    const batches = frames.map((frame): tf.Tensor2D => {
      const all = runReadout(tf.concat([memory.features, frame]), this.#architecture, parts);
      return tf.slice(all, [memory.features.shape[0], 0], [1, all.shape[1]]);
    });
    const count = memory.features.shape[0];
    const share = (MOST_BATCH_SHARE * memory.unknownCount) / (count + BATCH_SHARE_FRAMES);
    const byBatch = tf.logSoftmax(tf.concat(batches)) as tf.Tensor2D;
    return tf.add(tf.mul(read, 1 - share), tf.mul(byBatch, share));
  }

  #head: Apply = (name, x) => {
    const [filter, bias] = [this.#tensors.kernel(name), this.#tensors.bias(name)];
    return tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 0 });
  };

  /** The unit's convolution, then its normalization by the batch's own moments and its activation. */
  #normalizeBatch(name: string, x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const y = this.#convolve(name, x);
      const normalized = normalize(y, this.#tensors.affine(name), measureMoments(y));
      return this.#units.get(name)!.activation === 'relu6' ? tf.relu6(normalized) : normalized;
    });
  }

  #convolve(name: string, x: tf.Tensor4D): tf.Tensor4D {
    const { kind, stride, kernelSize } = this.#units.get(name)!;
    if (kind === 'standardize') return x;
    const [kernel, pad] = [this.#tensors.kernel(name), kernelSize >> 1];
    return kind === 'depthwise'
      ? tf.depthwiseConv2d(x, kernel, stride, pad)
      : tf.conv2d(x, kernel, stride, pad);
  }
}

/** Runs the tensors' makers and reads them back in one piece, one after the other. */
async function readBack(run: () => tf.Tensor[]): Promise<Float32Array> {
  const flat = tf.tidy(() => tf.concat(run().map((part) => tf.reshape(part, [-1]) as tf.Tensor1D)));
  try {
    return (await flat.data()) as Float32Array;
  } finally {
    flat.dispose();
  }
}
