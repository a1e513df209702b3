/** The gaze network with its weights on the device: looks at views of a face, and reads the gaze beside a memory. */
import * as tf from '@tensorflow/tfjs-core';
import { PERSONAL, READER } from './architecture.ts';
import type { Architecture, Unit } from './architecture.ts';
import { toConfidence } from './decode.ts';
import type { DecodedGaze } from './decode.ts';
import { foldNetwork } from './folded-network.ts';
import type { FoldedNetwork } from './folded-network.ts';
import { encodeMemory, readGaze, readPresence } from './memory-reader.ts';
import type { EncodedMemory, ReaderEntry } from './memory-reader.ts';
import { listScreenCells, locateGazes, mixAnswers, shareOfBatch } from './mixed-reading.ts';
import type { NetworkConfig } from './network-config.ts';
import { createNetworkTensors } from './network-tensors.ts';
import type { NetworkTensors } from './network-tensors.ts';
import type { Moments } from './moments.ts';
import { measureMoments, normalize } from './normalization.ts';
import { measureMemory, rememberNobody } from './normalization-memory.ts';
import type { NormalizationMemory } from './normalization-memory.ts';
import type { Lessons } from './fit-personal.ts';
import { completeEmbedding, correctGaze, embedFeatures } from './personal-readout.ts';
import type { PersonalFit } from './personal-readout.ts';
import { decodeFaces, decodeGazes } from './prediction.ts';
import type { Face, Prediction } from './prediction.ts';
import { gatherFeatures, runReadout, runUnet } from './unet.ts';
import type { Apply, UnetParts } from './unet.ts';
import { uploadInput } from './view-image.ts';
import type { ViewImage } from './view-image.ts';
import type { Weights } from './weights.ts';

export type { Face, PersonalFit, Prediction, ReaderEntry, ViewImage };

/** What frames are read beside. */
type Memory = {
  reader: EncodedMemory;
  readout: NormalizationMemory;
  /** How much the readout's answer counts. */
  share: tf.Scalar;
};

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
  /** Of views of faces. */
  readonly #population: Moments;
  /** The readout while nothing is remembered. */
  readonly #nobody: NormalizationMemory;
  /** Of the heatmap over the screen. */
  readonly #cells: tf.Tensor2D;
  /** Of the personal readout, as it was trained. */
  readonly personalRidge: number;
  /** Of what the personal readout embeds as it is. */
  readonly #personalScale: number;
  #memory: Memory | undefined;
  #personal: PersonalFit | undefined;

  constructor(weights: Weights) {
    const { config, architecture, population, wholePopulation } = weights;
    this.config = config;
    this.featureCount = architecture.featureCount;
    this.featureDeviation = weights.tensors.get(`${READER}.deviation`)!.values;
    this.#population = population;
    this.personalRidge = weights.tensors.get(`${PERSONAL}.ridge`)!.values[0]!;
    this.#personalScale = weights.tensors.get(`${PERSONAL}.scale`)!.values[0]!;
    this.#architecture = architecture;
    this.#units = new Map(architecture.units.map((unit) => [unit.name, unit]));
    this.#tensors = createNetworkTensors(weights);
    this.#faces = foldNetwork(architecture.units, this.#tensors, population);
    this.#squares = foldNetwork(architecture.units, this.#tensors, wholePopulation);
    this.#nobody = rememberNobody(architecture, this.#tensors, population);
    this.#cells = listScreenCells(config);
  }

  /** What the personal readout corrects the gaze by; undefined where no targets are known that help. */
  get personal(): PersonalFit | undefined {
    return this.#personal;
  }

  /** Looks for a face in a whole square, or in a large part of it. One plain forward pass. */
  async findFace(input: ViewImage): Promise<Face> {
    const parts = this.#runFolded(this.#squares);
    const output = await readBack(() => {
      const image = uploadInput([input], this.config.inputSize);
      const { peaks, certainty, presenceLogit } = runUnet(image, this.#architecture, parts);
      return [peaks, certainty, presenceLogit];
    });
    return decodeFaces(output, [input.view], this.config)[0]!;
  }

  /** Reads the gaze in a view of a face, beside the memory. One plain forward pass, whatever the memory's length. */
  async predict(input: ViewImage): Promise<FaceReading> {
    const parts = this.#runFolded(this.#faces);
    const output = await readBack(() => {
      const image = uploadInput([input], this.config.inputSize);
      const seen = runUnet(image, this.#architecture, parts);
      const features = gatherFeatures(image, seen, this.#architecture, parts);
      const presence = readPresence(features, this.#tensors.reader);
      return [features, ...this.#read(features), seen.landmarks, seen.certainty, presence];
    });
    const gazeAt = this.featureCount;
    const faceAt = output.length - 2 * this.config.landmarks - 2;
    const [gaze] = this.#decode(output.subarray(gazeAt, faceAt), 1);
    const [face] = decodeFaces(output.subarray(faceAt), [input.view], this.config);
    return { prediction: { ...gaze!, ...face! }, features: output.slice(0, gazeAt) };
  }

  /** Reads the gaze again from features that were kept, beside the memory. */
  async read(features: readonly Float32Array[]): Promise<DecodedGaze[]> {
    if (features.length === 0) return [];
    const output = await readBack(() => this.#read(upload(features)));
    return this.#decode(output, features.length);
  }

  /**
   * Makes the entries the memory, and returns where each of them seems to look now, among the others. The targets of those
   * of which they are known make the personal readout. Costs half a frame for 32 entries, one to two for 128
   * (`npm run bench:normalization`).
   *
   * @param elsewhere what is known of the person from another sitting, for where the targets here say nothing
   * @throws RangeError where an entry's features are not of this network.
   */
  async remember(entries: readonly ReaderEntry[], elsewhere?: PersonalFit): Promise<DecodedGaze[]> {
    const wrong = entries.find(({ features }) => features.length !== this.featureCount);
    if (wrong) {
      throw new RangeError(
        `An entry has ${wrong.features.length} features; the network has ${this.featureCount}.`,
      );
    }
    this.#forget();
    this.#personal = elsewhere;
    if (entries.length === 0) return [];
    const output = await readBack(() => {
      const features = upload(entries.map((entry) => entry.features));
      const isEmbedded = elsewhere !== undefined || entries.some(({ target }) => target);
      return [this.#memorize(features), ...(isEmbedded ? [this.#embed(features)] : [])];
    });
    const logits = output.subarray(0, entries.length * this.config.gridSize ** 2);
    const gazes = decodeGazes(logits, this.config);
    const embeddings = this.#completeEmbeddings(output.subarray(logits.length), gazes);
    this.#personal = (await this.#fit(entries, gazes, embeddings)) ?? elsewhere;
    return gazes.map((gaze, i) => this.#correct(gaze, embeddings[i]!));
  }

  /**
   * What the targets of entries say, read beside each other, for `fitPersonal`. They are the memory afterwards, without their
   * targets.
   */
  async study(entries: readonly Required<ReaderEntry>[]): Promise<Lessons> {
    const gazes = await this.remember(entries.map(({ features }) => ({ features })));
    if (entries.length === 0) return { embeddings: [], residuals: [] };
    const learned = await readBack(() => [this.#embed(upload(entries.map(({ features }) => features)))]);
    return toLessons(entries, gazes, this.#completeEmbeddings(learned, gazes));
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
      const seen = runUnet(input, this.#architecture, parts);
      const features = gatherFeatures(input, seen, this.#architecture, parts);
      const logits = runReadout(features, this.#architecture, parts);
      return [logits, seen.landmarks, seen.certainty, seen.presenceLogit];
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
    this.#nobody.dispose();
    this.#cells.dispose();
    this.#forget();
  }

  #forget(): void {
    this.#memory?.reader.dispose();
    this.#memory?.readout.dispose();
    this.#memory?.share.dispose();
    this.#memory = undefined;
    this.#personal = undefined;
  }

  /** The network's parts with statistics that are folded into their convolutions. */
  #runFolded({ convs }: FoldedNetwork): UnetParts {
    const unit: Apply = (name, x) => {
      const { kind, stride, kernelSize, activation } = this.#units.get(name)!;
      const { kernel, bias } = convs.get(name)!;
      const conv = { x, filter: kernel, strides: stride, pad: kernelSize >> 1, bias, activation };
      return kind === 'depthwise' ? tf.fused.depthwiseConv2d(conv) : tf.fused.conv2d(conv);
    };
    return { unit, head: this.#head };
  }

  /** Makes entries with the features `[N, F]` the memory; their log-probabilities among each other, `[N, G * G]`. */
  #memorize(features: tf.Tensor2D): tf.Tensor2D {
    const { memory: readout, logits: said } = measureMemory(
      features,
      this.#architecture,
      this.#tensors,
      this.#population,
    );
    let reader: EncodedMemory | undefined;
    try {
      const told = locateGazes(said, this.#cells);
      const encoded = encodeMemory(features, told, this.config.reader, this.#tensors.reader);
      reader = encoded.memory;
      const share = shareOfBatch(locateGazes(encoded.logits, this.#cells));
      const mixed = mixAnswers(encoded.logits, said, share);
      this.#memory = { reader, readout, share: tf.keep(share) };
      return mixed;
    } catch (error) {
      reader?.dispose();
      readout.dispose();
      throw error;
    }
  }

  /**
   * Log-probabilities `[Q, G * G]` of frames, and what the personal readout embeds of them `[Q, E]`, where there is one.
   * The memory reader is told what the normalization memory says, and its answer is averaged with that where the entries'
   * looks lie wide.
   */
  #read(features: tf.Tensor2D): tf.Tensor2D[] {
    const memory = this.#memory;
    const said = (memory?.readout ?? this.#nobody).read(features);
    const told = locateGazes(said, this.#cells);
    const read = readGaze(features, told, memory?.reader, this.config.reader, this.#tensors.reader);
    const mixed = memory ? mixAnswers(read, said, memory.share) : read;
    return this.#personal ? [mixed, this.#embed(features)] : [mixed];
  }

  /** The gazes of frames, of what `#read` makes of them. */
  #decode(output: Float32Array, count: number): DecodedGaze[] {
    const embeddingsAt = count * this.config.gridSize ** 2;
    const gazes = decodeGazes(output.subarray(0, embeddingsAt), this.config);
    if (!this.#personal) return gazes;
    const embeddings = this.#completeEmbeddings(output.subarray(embeddingsAt), gazes);
    return gazes.map((gaze, i) => this.#correct(gaze, embeddings[i]!));
  }

  #embed(features: tf.Tensor2D): tf.Tensor2D {
    return embedFeatures(features, this.#tensors.reader, this.#tensors.personal);
  }

  #completeEmbeddings(learned: Float32Array, gazes: readonly DecodedGaze[]): number[][] {
    const { width } = this.config.personal;
    return gazes.map((gaze, i) =>
      completeEmbedding(learned.subarray(i * width, (i + 1) * width), gaze, this.#personalScale),
    );
  }

  async #fit(
    entries: readonly ReaderEntry[],
    gazes: readonly DecodedGaze[],
    embeddings: readonly number[][],
  ): Promise<PersonalFit | undefined> {
    const lessons = toLessons(entries, gazes, embeddings);
    if (lessons.residuals.length === 0) return undefined;
    // Its linear algebra is for those who were measured.
    const { fitPersonal } = await import('./fit-personal.ts');
    return fitPersonal(lessons.embeddings, lessons.residuals, this.personalRidge);
  }

  /** A gaze as the personal readout has it. */
  #correct(gaze: DecodedGaze, embedding: readonly number[]): DecodedGaze {
    if (!this.#personal) return gaze;
    const { x, y } = correctGaze(this.#personal, embedding);
    const spread = gaze.spread * this.#personal.spread;
    const confidence = toConfidence(spread, this.config);
    return { xScreen: gaze.xScreen + x, yScreen: gaze.yScreen + y, spread, confidence };
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

/** What those of the entries say whose targets are known. */
function toLessons(
  entries: readonly ReaderEntry[],
  gazes: readonly DecodedGaze[],
  embeddings: readonly number[][],
): Lessons {
  const lessons: Lessons = { embeddings: [], residuals: [] };
  entries.forEach(({ target }, i) => {
    if (!target) return;
    const { xScreen, yScreen } = gazes[i]!;
    lessons.embeddings.push(embeddings[i]!);
    lessons.residuals.push([target.xScreen - xScreen, target.yScreen - yScreen]);
  });
  return lessons;
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

/** Frames' features as one matrix, `[n, F]`; at least one. */
function upload(features: readonly Float32Array[]): tf.Tensor2D {
  const length = features[0]!.length;
  const values = new Float32Array(features.length * length);
  features.forEach((each, i) => values.set(each, i * length));
  return tf.tensor2d(values, [features.length, length]);
}
