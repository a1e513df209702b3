import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { DecodedGaze } from '../../src/model/decode.ts';
import type {
  Face,
  FaceReading,
  GazeModel,
  Prediction,
  ReaderEntry,
  ViewImage,
} from '../../src/model/gaze-model.ts';
import type { ScreenPlace } from '../../src/measurement/error-metrics.ts';
import { fitPersonal } from '../../src/model/fit-personal.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { createNetworkTensors } from '../../src/model/network-tensors.ts';
import { measureMoments, normalize } from '../../src/model/normalization.ts';
import { runUnet } from '../../src/model/unet.ts';
import type { Apply } from '../../src/model/unet.ts';
import { uploadInput } from '../../src/model/view-image.ts';
import { readWeights } from '../../src/model/weights.ts';
import {
  createInputs,
  createRandom,
  createRandomTensors,
  createRandomWeights,
  encodeSafetensors,
  SMALL,
  toMetadata,
} from './model-random-weights.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';

let model: GazeModel | undefined;
const load = (seed = 1): GazeModel => (model = loadGazeModel(createRandomWeights(SMALL, seed)));
afterEach(() => {
  model?.dispose();
  model = undefined;
});

/** Largest difference in screen fractions of two gazes. */
function gazeDifference(a: DecodedGaze, b: DecodedGaze): number {
  return Math.max(
    Math.abs(a.xScreen - b.xScreen),
    Math.abs(a.yScreen - b.yScreen),
    Math.abs(a.spread - b.spread),
  );
}

function gazeDistance(a: ScreenPlace, b: ScreenPlace): number {
  return Math.hypot(a.xScreen - b.xScreen, a.yScreen - b.yScreen);
}

/** Largest difference in screen, square and probability of two predictions. */
function difference(a: Prediction, b: Prediction): number {
  return Math.max(
    gazeDifference(a, b),
    Math.abs(a.eyesOpenProbability - b.eyesOpenProbability),
    landmarkDifference(a, b),
  );
}

/** Largest difference in fractions of the square. */
function landmarkDifference(a: Face, b: Face): number {
  return Math.max(...a.landmarks.map((value, i) => Math.abs(value - b.landmarks[i]!)));
}

/** Features as no frame has them, some with a target. */
function createEntries({ featureCount }: GazeModel, count: number): ReaderEntry[] {
  const random = createRandom(count + 40);
  return Array.from({ length: count }, (_, i) => ({
    features: Float32Array.from({ length: featureCount }, () => 2 * random() - 1),
    ...(i % 2 === 0 && { target: { xScreen: random(), yScreen: random() } }),
  }));
}

function shift({ xScreen, yScreen }: ScreenPlace, offset: number): ScreenPlace {
  return { xScreen: xScreen + offset, yScreen: yScreen - offset / 2 };
}

/** The entries with targets that lie off the gaze by what `offsetOf` says; none where it says undefined. */
function tellTargets(
  entries: readonly ReaderEntry[],
  gazes: readonly ScreenPlace[],
  offsetOf: (i: number) => number | undefined,
): ReaderEntry[] {
  return entries.map(({ features }, i) => {
    const offset = offsetOf(i);
    return offset === undefined ? { features } : { features, target: shift(gazes[i]!, offset) };
  });
}

/** The mean and variance of every unit's convolution over a batch, by name, as the weights file has them. */
function measureBatch(file: ArrayBuffer, inputs: ViewImage[]): Map<string, Float32Array> {
  const weights = readWeights(file);
  const { architecture, config } = weights;
  const tensors = createNetworkTensors(weights);
  const measured = new Map<string, Float32Array>();
  tf.tidy(() => {
    const unit: Apply = (name, x) => {
      const { kind, stride, kernelSize, activation } = architecture.units.find((each) => each.name === name)!;
      const convolve = kind === 'depthwise' ? tf.depthwiseConv2d : tf.conv2d;
      const y = convolve(x, tensors.kernel(name), stride, kernelSize >> 1);
      const moments = measureMoments(y);
      measured.set(`${name}.mean`, moments.mean.dataSync<'float32'>().slice());
      measured.set(`${name}.variance`, moments.variance.dataSync<'float32'>().slice());
      const normalized = normalize(y, tensors.affine(name), moments);
      return activation === 'relu6' ? tf.relu6(normalized) : normalized;
    };
    const head: Apply = (name, x) => tf.add(tf.conv2d(x, tensors.kernel(name), 1, 0), tensors.bias(name));
    runUnet(uploadInput(inputs, config.inputSize), architecture, { unit, head });
  });
  tensors.dispose();
  return measured;
}

describe.each<Backend>(['cpu', 'wasm'])('the gaze model on %s', (backend) => {
  beforeAll(() => startNodeBackend(backend));

  it('sees in a batch what it sees frame by frame, where the batch’s statistics are the population’s', async () => {
    const inputs = createInputs(SMALL, 5, true);
    const exact = await load().predictBatch(inputs);
    const tensors = createRandomTensors(SMALL);
    for (const [name, values] of measureBatch(createRandomWeights(), inputs)) {
      tensors.set(name, { ...tensors.get(name)!, bytes: new Uint8Array(values.buffer) });
    }
    model!.dispose();
    model = loadGazeModel(encodeSafetensors(tensors, toMetadata(SMALL)));
    for (const [i, input] of inputs.entries()) {
      const { prediction } = await model.predict(input);
      // Gaze and open eyes are read in another way.
      expect(landmarkDifference(prediction, exact[i]!)).toBeLessThan(1e-3);
    }
  });

  it('tells images apart, and memories', async () => {
    load();
    const [a, b] = createInputs(SMALL, 2) as [ViewImage, ViewImage];
    const first = (await model!.predict(a)).prediction;
    expect(difference(first, (await model!.predict(b)).prediction)).toBeGreaterThan(1e-3);
    await model!.remember(createEntries(model!, 3));
    const beside = (await model!.predict(a)).prediction;
    expect(gazeDifference(first, beside)).toBeGreaterThan(1e-3);
    // The memory is of the gaze only: what is seen of a face stays.
    expect(beside.landmarks).toEqual(first.landmarks);
    expect(beside.eyesOpenProbability).toBe(first.eyesOpenProbability);
    await model!.remember([]);
    expect((await model!.predict(a)).prediction).toEqual(first);
  });

  it('places landmarks in the square, and reads the same picture elsewhere as a head elsewhere', async () => {
    load();
    const [{ image }] = createInputs(SMALL, 1) as [ViewImage];
    const view = { x: 0.25, y: 0.5, side: 0.5 };
    const { prediction: whole } = await model!.predict({ image, view: { x: 0, y: 0, side: 1 } });
    const { prediction: framed } = await model!.predict({ image, view });
    framed.landmarks.forEach((value, i) => {
      expect(value).toBeCloseTo((i % 2 === 0 ? view.x : view.y) + view.side * whole.landmarks[i]!, 5);
    });
    expect(Math.abs(framed.xScreen - whole.xScreen)).toBeGreaterThan(1e-5);
  });

  it('finds faces under the statistics of whole squares, whatever the memory', async () => {
    load();
    const [input] = createInputs(SMALL, 1) as [ViewImage];
    const found = await model!.findFace(input);
    const { prediction } = await model!.predict(input);
    expect(landmarkDifference(found, prediction)).toBeGreaterThan(1e-3);
    await model!.remember(createEntries(model!, 3));
    expect(await model!.findFace(input)).toEqual(found);

    // With the two populations exchanged, so are the two looks.
    const tensors = createRandomTensors(SMALL);
    for (const [name, part] of tensors) {
      const other = name.replace(
        /\.(mean|variance)$/,
        (_, moment) => `.whole${moment[0].toUpperCase()}${moment.slice(1)}`,
      );
      if (name.startsWith('reader.') || other === name) continue;
      tensors.set(name, tensors.get(other)!);
      tensors.set(other, part);
    }
    model!.dispose();
    model = loadGazeModel(encodeSafetensors(tensors, toMetadata(SMALL)));
    const { prediction: exchanged } = await model.predict(input);
    expect(exchanged.certainty).toBeCloseTo(found.certainty, 5);
    expect(Math.abs(prediction.certainty - found.certainty)).toBeGreaterThan(1e-4);
  });

  it('tells open eyes by a logistic regression on the features, each bounded', async () => {
    load();
    const { tensors } = readWeights(createRandomWeights());
    const part = (name: string): Float32Array => tensors.get(`reader.${name}`)!.values;
    const [mean, deviation] = [part('mean'), part('deviation')];
    for (const input of createInputs(SMALL, 3, true)) {
      const { features, prediction } = await model!.predict(input);
      let logit = part('presence.bias')[0]!;
      part('presence.kernel').forEach((weight, i) => {
        logit += weight * Math.max(-6, Math.min(6, (features[i]! - mean[i]!) / deviation[i]!));
      });
      expect(prediction.eyesOpenProbability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 4);
    }
  });

  it('gives features from which it reads the same gaze again, alone and beside a memory', async () => {
    load();
    const inputs = createInputs(SMALL, 3, true);
    for (const count of [0, 1, 5]) {
      await model!.remember(createEntries(model!, count));
      const readings: FaceReading[] = [];
      for (const input of inputs) readings.push(await model!.predict(input));
      const again = await model!.read(readings.map(({ features }) => features));
      expect(again).toHaveLength(3);
      again.forEach((gaze, i) =>
        expect(gazeDifference(gaze, readings[i]!.prediction), `${count}`).toBeLessThan(1e-5),
      );
    }
    expect(await model!.read([])).toEqual([]);
  });

  it('keeps features of its own, whatever comes later', async () => {
    load();
    const [a, b] = createInputs(SMALL, 2) as [ViewImage, ViewImage];
    const { features } = await model!.predict(a);
    expect(features).toHaveLength(model!.featureCount);
    const copy = features.slice();
    await model!.predict(b);
    await model!.remember([{ features }]);
    expect(features).toEqual(copy);
    expect(features.buffer.byteLength).toBe(4 * model!.featureCount);
  });

  it('says where each entry seems to look, in their order, and refuses those of another network', async () => {
    load();
    const entries = createEntries(model!, 4);
    const gazes = await model!.remember(entries);
    const backward = await model!.remember(entries.toReversed());
    expect(gazes).toHaveLength(4);
    gazes.forEach((gaze, i) => expect(gazeDifference(gaze, backward[3 - i]!)).toBeLessThan(1e-5));
    expect(gazeDifference(gazes[0]!, gazes[1]!)).toBeGreaterThan(1e-3);

    const [input] = createInputs(SMALL, 1) as [ViewImage];
    const before = await model!.predict(input);
    const wrong = { features: new Float32Array(7) };
    await expect(model!.remember([...entries, wrong])).rejects.toThrow(
      new RangeError(`An entry has 7 features; the network has ${model!.featureCount}.`),
    );
    expect(await model!.predict(input)).toEqual(before);
  });

  it('learns from known targets what the gaze lacks, and is the surer for it', async () => {
    load();
    const entries = createEntries(model!, 12).map(({ features }) => ({ features }));
    const blind = await model!.remember(entries);
    expect(model!.personal).toBeUndefined();
    const inputs = createInputs(SMALL, 3, true);
    const readAll = async (): Promise<Prediction[]> => {
      const predictions = [];
      for (const input of inputs) predictions.push((await model!.predict(input)).prediction);
      return predictions;
    };
    const before = await readAll();
    const known = tellTargets(entries, blind, () => 0.2);
    const learned = await model!.remember(known);
    learned.forEach((gaze, i) => expect(gazeDistance(gaze, known[i]!.target!)).toBeLessThan(0.1));
    const after = await readAll();
    after.forEach((prediction, i) => {
      expect(gazeDistance(prediction, shift(before[i]!, 0.2))).toBeLessThan(0.15);
      expect(prediction.spread).toBeCloseTo(model!.personal!.spread * before[i]!.spread, 5);
      expect(prediction.confidence).toBeGreaterThan(before[i]!.confidence);
      expect(prediction.landmarks).toEqual(before[i]!.landmarks);
    });
  });

  it.each<[string, (i: number) => number | undefined]>([
    ['four targets are too few', (i) => (i < 4 ? 0.2 : undefined)],
    ['targets contradict each other', (i) => (i < 12 ? 0.3 : -0.3)],
  ])('leaves the gaze as it was where %s', async (_, offsetOf) => {
    load();
    const once = createEntries(model!, 12).map(({ features }) => ({ features }));
    const entries = [...once, ...once];
    const [input] = createInputs(SMALL, 1) as [ViewImage];
    const blind = await model!.remember(entries);
    const before = (await model!.predict(input)).prediction;
    const known = tellTargets(entries, blind, offsetOf);
    expect(await model!.remember(known)).toEqual(blind);
    expect(model!.personal).toBeUndefined();
    expect((await model!.predict(input)).prediction).toEqual(before);
  });

  it('studies known targets: the lessons are what it learns from itself', async () => {
    load();
    const entries = createEntries(model!, 12).map(({ features }) => ({ features }));
    const blind = await model!.remember(entries);
    const known = tellTargets(entries, blind, () => 0.2) as Required<ReaderEntry>[];
    const { embeddings, residuals } = await model!.study(known);
    expect(model!.personal).toBeUndefined();
    residuals.forEach(([x, y], i) => {
      expect(blind[i]!.xScreen + x).toBeCloseTo(known[i]!.target.xScreen, 6);
      expect(blind[i]!.yScreen + y).toBeCloseTo(known[i]!.target.yScreen, 6);
    });
    await model!.remember(known);
    expect(fitPersonal(embeddings, residuals, model!.personalRidge)).toEqual(model!.personal);
    expect(await model!.study([])).toEqual({ embeddings: [], residuals: [] });
  });

  it('takes what is known from elsewhere where its own targets say nothing', async () => {
    load();
    const entries = createEntries(model!, 12).map(({ features }) => ({ features }));
    const blind = await model!.remember(entries);
    const known = tellTargets(entries, blind, () => 0.2);
    await model!.remember(known);
    const own = model!.personal!;
    const elsewhere = { weights: own.weights.map((weight) => -weight), spread: 1 };
    await model!.remember(known, elsewhere);
    expect(model!.personal).toEqual(own);

    const others = createEntries(model!, 5).map(({ features }) => ({ features }));
    const [input] = createInputs(SMALL, 1) as [ViewImage];
    for (const memory of [others, []]) {
      await model!.remember(memory);
      expect(model!.personal).toBeUndefined();
      const { prediction, features } = await model!.predict(input);
      await model!.remember(memory, elsewhere);
      expect(model!.personal).toBe(elsewhere);
      const { prediction: corrected } = await model!.predict(input);
      expect(gazeDistance(corrected, prediction)).toBeGreaterThan(0.05);
      expect(corrected.spread).toBeCloseTo(prediction.spread, 6);
      expect(gazeDifference((await model!.read([features]))[0]!, corrected)).toBeLessThan(1e-5);
    }
  });

  it('gives each image of a batch its own place in the result', async () => {
    load();
    const inputs = createInputs(SMALL, 3);
    const forward = await model!.predictBatch(inputs);
    const backward = await model!.predictBatch(inputs.toReversed());
    forward.forEach((prediction, i) => expect(difference(prediction, backward[2 - i]!)).toBeLessThan(1e-4));
    expect(difference(forward[0]!, forward[1]!)).toBeGreaterThan(1e-3);
    expect(await model!.predictBatch([])).toEqual([]);
  });

  it('normalizes a batch by nothing but itself', async () => {
    load();
    const inputs = createInputs(SMALL, 3);
    const [first] = await model!.predictBatch(inputs);
    await model!.remember(createEntries(model!, 3));
    expect((await model!.predictBatch(inputs))[0]).toEqual(first);
    expect(difference(first!, (await model!.predictBatch(inputs.slice(0, 2)))[0]!)).toBeGreaterThan(1e-3);

    // The population has no say in it, nor the memory reader and the personal readout.
    const tensors = createRandomTensors(SMALL);
    for (const [name, part] of createRandomTensors(SMALL, 99)) {
      if (/^(reader|personal)\.|\.(mean|variance|wholeMean|wholeVariance)$/.test(name))
        tensors.set(name, part);
    }
    model!.dispose();
    model = loadGazeModel(encodeSafetensors(tensors, toMetadata(SMALL)));
    expect((await model.predictBatch(inputs))[0]).toEqual(first);
  });

  it('keeps the number of tensors constant, and leaves none', async () => {
    const before = tf.memory().numTensors;
    load();
    const inputs = createInputs(SMALL, 2);
    const entries = createEntries(model!, 9);
    const loaded = tf.memory().numTensors;
    await model!.remember(entries.slice(0, 2));
    const remembering = tf.memory().numTensors;
    for (let i = 2; i < 9; i += 1) {
      await model!.remember(entries.slice(0, i));
      await model!.findFace(inputs[0]!);
      const { features } = await model!.predict(inputs[1]!);
      await model!.read([features, features]);
      await model!.predictBatch(inputs);
      expect(tf.memory().numTensors).toBe(remembering);
    }
    const wrong = { ...inputs[0]!, image: new Float32Array(5) };
    const refusal = `takes ${SMALL.inputSize} x ${SMALL.inputSize} x 3`;
    await expect(model!.predict(wrong)).rejects.toThrow(refusal);
    await expect(model!.findFace(wrong)).rejects.toThrow(refusal);
    await expect(model!.predictBatch([wrong])).rejects.toThrow(refusal);
    await expect(model!.remember([{ features: new Float32Array(5) }])).rejects.toThrow(RangeError);
    expect(tf.memory().numTensors).toBe(remembering);
    await model!.remember([]);
    expect(tf.memory().numTensors).toBe(loaded);
    await model!.remember(entries);
    model!.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
