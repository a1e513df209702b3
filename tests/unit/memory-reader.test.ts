// The memory reader against the same sentences in plain arrays, and what holds of it whatever its weights.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import { encodeMemory, readGaze } from '../../src/model/memory-reader.ts';
import { createNetworkTensors } from '../../src/model/network-tensors.ts';
import type { NetworkTensors } from '../../src/model/network-tensors.ts';
import { readWeights } from '../../src/model/weights.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

const weights = readWeights(
  createRandomWeights({ ...SMALL, reader: { width: 12, layers: 3, heads: 3, inputs: 11 } }, 22),
);
const { reader } = weights.config;
const { featureCount } = weights.architecture;

type Vector = number[];

const valuesOf = (name: string): Vector => [...weights.tensors.get(`reader.${name}`)!.values];

/** `x kernel + bias`, by the names in the weights; no bias where there is none. */
function multiply(x: Vector, name: string): Vector {
  const kernel = valuesOf(`${name}.kernel`);
  const columns = kernel.length / x.length;
  const bias = weights.tensors.has(`reader.${name}.bias`) ? valuesOf(`${name}.bias`) : Array(columns).fill(0);
  return Array.from({ length: columns }, (_, j) =>
    x.reduce((sum, value, i) => sum + value * kernel[i * columns + j]!, bias[j]),
  );
}

function normalizeLayer(x: Vector, name: string): Vector {
  const [gamma, beta] = [valuesOf(`${name}.gamma`), valuesOf(`${name}.beta`)];
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * gamma[i]! + beta[i]!);
}

const bound = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

const plus = (a: Vector, b: Vector): Vector => a.map((value, i) => value + b[i]!);

/** What a token that asks `query` sees of tokens, head by head. */
function attend(query: Vector, keys: Vector[], values: Vector[]): Vector {
  const size = reader.width / reader.heads;
  return Array.from({ length: reader.heads }, (_, head) => {
    const part = (vector: Vector): Vector => vector.slice(head * size, (head + 1) * size);
    const scores = keys.map((key) => {
      const [a, b] = [part(query), part(key)];
      return Math.exp(a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.sqrt(size));
    });
    const total = scores.reduce((sum, score) => sum + score, 0);
    return Array.from({ length: size }, (_unused, i) =>
      values.reduce((sum, value, token) => sum + (scores[token]! / total) * part(value)[i]!, 0),
    );
  }).flat();
}

/** Mean and variance of each input over the entries and eight frames of the population, whose mean is 0 and variance 1. */
function mixWithPopulation(entries: Vector[], inputs: number): { mean: number; variance: number }[] {
  const count = entries.length + 8;
  return Array.from({ length: inputs }, (_, i) => {
    const values = entries.map((entry) => entry[i]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 8 * (1 + mean ** 2));
    return { mean, variance: squares / count };
  });
}

/** Where a readout has a frame look, from the screen's centre: something that depends on the frame alone. */
const tell = (features: Float32Array): Vector => [0.3 * features[0]!, 0.2 * features[1]!];

/** Every token looks at the entries, and a frame at itself too; token by token, no matrix and no cache. */
function readNaively(entries: Float32Array[], frames: Float32Array[]): Vector[] {
  const [mean, deviation] = [valuesOf('inputs.mean'), valuesOf('inputs.deviation')];
  const lie = (features: Float32Array): Vector => [
    ...multiply([...features], 'inputs').map((value, i) => bound((value - mean[i]!) / deviation[i]!, 8)),
    ...tell(features).map((value) => bound(value / 0.25, 8)),
  ];
  const moments = mixWithPopulation(entries.map(lie), reader.inputs + 2);
  const embed = (features: Float32Array): Vector => {
    const apart = lie(features);
    const among = apart.map((value, i) => {
      const { mean: at, variance } = moments[i]!;
      return bound((value - at) / Math.sqrt(variance + 1e-3), 6);
    });
    return plus(multiply(apart, 'embed'), multiply(among, 'compare'));
  };
  let tokens = [...entries.map(embed), ...frames.map(embed)];
  for (let layer = 0; layer < reader.layers; layer += 1) {
    const at = `layers.${layer}`;
    const normed = tokens.map((token) => normalizeLayer(token, `${at}.norm`));
    const [queries, keys, values] = ['query', 'key', 'value'].map((part) =>
      normed.map((token) => multiply(token, `${at}.${part}`)),
    ) as [Vector[], Vector[], Vector[]];
    tokens = tokens.map((token, i) => {
      const seen = tokens.map((_, other) => other).filter((other) => other < entries.length || other === i);
      const found = attend(
        queries[i]!,
        seen.map((other) => keys[other]!),
        seen.map((other) => values[other]!),
      );
      const attended = plus(token, multiply(found, `${at}.out`));
      const wide = multiply(normalizeLayer(attended, `${at}.mix_norm`), `${at}.widen`);
      return plus(
        attended,
        multiply(
          wide.map((value) => Math.max(0, value)),
          `${at}.narrow`,
        ),
      );
    });
  }
  return tokens.map((token) => multiply(normalizeLayer(token, 'norm'), 'logits'));
}

const random = createRandom(33);
const createFeatures = (): Float32Array =>
  Float32Array.from({ length: featureCount }, () => 3 * random() - 1.5);
const createFrames = (count: number): Float32Array[] => Array.from({ length: count }, createFeatures);

const toTensor = (frames: Float32Array[]): tf.Tensor2D =>
  tf.tensor2d(Float32Array.from(frames.flatMap((features) => [...features])), [frames.length, featureCount]);

const toTold = (frames: Float32Array[]): tf.Tensor2D => tf.tensor2d(frames.map(tell));

const toRows = (logits: tf.Tensor2D): Vector[] => logits.arraySync();

/** Largest difference of two lists of rows. */
const differ = (a: Vector[], b: Vector[]): number => {
  expect(a.map((row) => row.length)).toEqual(b.map((row) => row.length));
  return Math.max(...a.flatMap((row, n) => row.map((value, i) => Math.abs(value - b[n]![i]!))));
};

describe.each<Backend>(['cpu', 'wasm'])('the memory reader on %s', (backend) => {
  let tensors: NetworkTensors;
  beforeAll(async () => {
    await startNodeBackend(backend);
    tensors = createNetworkTensors(weights);
  });
  afterAll(() => tensors.dispose());

  /** The logits of entries and of frames. */
  function read(
    entries: Float32Array[],
    frames: Float32Array[],
  ): { ofEntries: Vector[]; ofFrames: Vector[] } {
    const before = tf.memory().numTensors;
    const features = entries.length > 0 ? toTensor(entries) : undefined;
    const told = entries.length > 0 ? toTold(entries) : undefined;
    const encoded = features && told && encodeMemory(features, told, reader, tensors.reader);
    features?.dispose();
    told?.dispose();
    const ofEntries = encoded ? toRows(encoded.logits) : [];
    const ofFrames = tf.tidy(() =>
      toRows(readGaze(toTensor(frames), toTold(frames), encoded?.memory, reader, tensors.reader)),
    );
    encoded?.logits.dispose();
    encoded?.memory.dispose();
    expect(tf.memory().numTensors).toBe(before);
    return { ofEntries, ofFrames };
  }

  it.each([0, 1, 5])('is what its sentences say, with %i entries', (count) => {
    const [entries, frames] = [createFrames(count), createFrames(3)];
    const { ofEntries, ofFrames } = read(entries, frames);
    const expected = readNaively(entries, frames);
    expect(differ([...ofEntries, ...ofFrames], expected)).toBeLessThan(1e-4);
    expect(differ(expected.slice(count, count + 1), expected.slice(count + 1, count + 2))).toBeGreaterThan(
      0.1,
    );
  });

  it('takes entries in any order', () => {
    const [entries, frames] = [createFrames(5), createFrames(2)];
    const { ofEntries, ofFrames } = read(entries, frames);
    const order = [3, 0, 4, 2, 1];
    const shuffled = read(
      order.map((i) => entries[i]!),
      frames,
    );
    expect(differ(shuffled.ofFrames, ofFrames)).toBeLessThan(1e-4);
    expect(
      differ(
        shuffled.ofEntries,
        order.map((i) => ofEntries[i]!),
      ),
    ).toBeLessThan(1e-4);
  });

  it('counts an entry as often as it is there', () => {
    const [entries, frames] = [createFrames(3), createFrames(2)];
    const once = read(entries, frames).ofFrames;
    expect(differ(read([...entries, entries[0]!], frames).ofFrames, once)).toBeGreaterThan(1e-3);
    // All of them twice shift the shares from the frame itself to the memory.
    expect(differ(read([...entries, ...entries], frames).ofFrames, once)).toBeGreaterThan(1e-3);
  });

  it('is nearer to a memory of many, whose moments count for more', () => {
    const entries = createFrames(3);
    const once = read(entries, createFrames(1)).ofEntries;
    const [twice, often, oftener] = [2, 300, 600].map((times) => {
      const many = Array.from({ length: times }, () => entries).flat();
      return read(many, createFrames(1)).ofEntries.slice(0, 3);
    }) as [Vector[], Vector[], Vector[]];
    expect(differ(twice, once)).toBeGreaterThan(1e-3);
    expect(differ(oftener, often)).toBeLessThan(0.5 * differ(twice, once));
  });

  it('reads each frame as if it were the only one', () => {
    const [entries, frames] = [createFrames(4), createFrames(3)];
    for (const memory of [[], entries]) {
      const { ofFrames, ofEntries } = read(memory, frames);
      frames.forEach((frame, i) => {
        const alone = read(memory, [frame]);
        expect(differ(alone.ofFrames, [ofFrames[i]!])).toBeLessThan(1e-4);
        expect(alone.ofEntries).toEqual(ofEntries);
      });
    }
  });

  it('reads a frame beside itself alone as an entry by itself', () => {
    const [entry] = createFrames(1) as [Float32Array];
    const { ofEntries, ofFrames } = read([entry], [entry]);
    expect(differ(ofFrames, ofEntries)).toBeLessThan(1e-4);
    expect(differ(read([], [entry]).ofFrames, ofEntries)).toBeGreaterThan(1e-3);
  });
});
