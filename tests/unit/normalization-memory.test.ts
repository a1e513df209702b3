// The normalization memory against the readout under the same moments, unfolded, and what holds of it whatever its weights.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import { createNetworkTensors } from '../../src/model/network-tensors.ts';
import type { NetworkTensors } from '../../src/model/network-tensors.ts';
import { measureMemory, rememberNobody } from '../../src/model/normalization-memory.ts';
import { readWeights } from '../../src/model/weights.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

const weights = readWeights(createRandomWeights(SMALL, 5));
const { architecture, population } = weights;
const SOURCE_FRAMES = 8;

type Vector = number[];

const random = createRandom(9);
const createFrames = (count: number): Vector[] =>
  Array.from({ length: count }, () =>
    Array.from({ length: architecture.featureCount }, () => 3 * random() - 1.5),
  );
const valuesOf = (name: string): Vector => [...weights.tensors.get(name)!.values];

function multiply(x: Vector, kernel: Vector): Vector {
  const columns = kernel.length / x.length;
  return Array.from({ length: columns }, (_, j) =>
    x.reduce((sum, value, i) => sum + value * kernel[i * columns + j]!, 0),
  );
}

/** Mean and variance of a channel in which the population's samples count for 16 frames, and each entry for one. */
function mix(
  entries: Vector,
  source: { mean: number; variance: number },
): { mean: number; variance: number } {
  const count = entries.length + SOURCE_FRAMES;
  const mean = (entries.reduce((a, b) => a + b, 0) + SOURCE_FRAMES * source.mean) / count;
  const squares = entries.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const ofSource = SOURCE_FRAMES * (source.variance + (source.mean - mean) ** 2);
  return { mean, variance: (squares + ofSource) / count };
}

/** Layer by layer and value by value: nothing folded, every layer measured on what the ones before made. */
function readNaively(entries: Vector[], frames: Vector[]): Vector[] {
  let all = [...entries, ...frames];
  for (const name of ['readout.standardize', ...architecture.hidden]) {
    const layer = architecture.units.findIndex((unit) => unit.name === name);
    const isHidden = architecture.units[layer]!.kind !== 'standardize';
    if (isHidden) all = all.map((row) => multiply(row, valuesOf(`${name}.kernel`)));
    const [gamma, beta] = [valuesOf(`${name}.gamma`), valuesOf(`${name}.beta`)];
    const { mean: means, variance: variances } = population[layer]!;
    const moments = gamma.map((_, i) =>
      mix(
        all.slice(0, entries.length).map((row) => row[i]!),
        { mean: means[i]!, variance: variances[i]! },
      ),
    );
    all = all.map((row) =>
      row.map((value, i) => {
        const { mean, variance } = moments[i]!;
        const y = ((value - mean) / Math.sqrt(variance + 1e-3)) * gamma[i]! + beta[i]!;
        return isHidden ? Math.min(6, Math.max(0, y)) : y;
      }),
    );
  }
  const bias = valuesOf('readout.logits.bias');
  return all.map((row) =>
    multiply(row, valuesOf('readout.logits.kernel')).map((value, i) => value + bias[i]!),
  );
}

function differ(a: Vector[], b: Vector[]): number {
  expect(a.map((row) => row.length)).toEqual(b.map((row) => row.length));
  return Math.max(...a.flatMap((row, n) => row.map((value, i) => Math.abs(value - b[n]![i]!))));
}

describe.each<Backend>(['cpu', 'wasm'])('the normalization memory on %s', (backend) => {
  let tensors: NetworkTensors;
  beforeAll(async () => {
    await startNodeBackend(backend);
    tensors = createNetworkTensors(weights);
  });
  afterAll(() => tensors.dispose());

  function read(entries: Vector[], frames: Vector[]): { ofEntries: Vector[]; ofFrames: Vector[] } {
    const before = tf.memory().numTensors;
    const features = tf.tensor2d(entries, [entries.length, architecture.featureCount]);
    const { memory, logits } = entries.length
      ? measureMemory(features, architecture, tensors, population)
      : { memory: rememberNobody(architecture, tensors, population), logits: tf.tensor2d([], [0, 1]) };
    const ofEntries = entries.length ? (logits.arraySync() as Vector[]) : [];
    tf.dispose([features, logits]);
    const ofFrames = tf.tidy(() => memory.read(tf.tensor2d(frames)).arraySync());
    memory.dispose();
    expect(tf.memory().numTensors).toBe(before);
    return { ofEntries, ofFrames };
  }

  it.each([0, 1, 5, 40])('is what its sentences say, with %i entries', (count) => {
    const [entries, frames] = [createFrames(count), createFrames(3)];
    const { ofEntries, ofFrames } = read(entries, frames);
    const expected = readNaively(entries, frames);
    expect(differ([...ofEntries, ...ofFrames], expected)).toBeLessThan(1e-4);
    expect(differ([expected[count]!], [expected[count + 1]!])).toBeGreaterThan(0.1);
  });

  it('reads an entry as it reads the same frame', () => {
    const entries = createFrames(6);
    const { ofEntries, ofFrames } = read(entries, entries);
    expect(differ(ofEntries, ofFrames)).toBeLessThan(1e-4);
  });

  it('reads each frame as if it were the only one', () => {
    const [entries, frames] = [createFrames(6), createFrames(3)];
    const { ofFrames } = read(entries, frames);
    frames.forEach((frame, i) => {
      expect(differ(read(entries, [frame]).ofFrames, [ofFrames[i]!])).toBeLessThan(1e-5);
    });
  });

  it('is the nearer to the entries’ own moments the more of them there are', () => {
    const [entries, frames] = [createFrames(8), createFrames(2)];
    const repeat = (times: number): Vector[] => Array.from({ length: times }, () => entries).flat();
    const [once, often, endlessly] = [1, 8, 64].map((times) => read(repeat(times), frames).ofFrames) as [
      Vector[],
      Vector[],
      Vector[],
    ];
    expect(differ(often, endlessly)).toBeLessThan(differ(once, endlessly));
    expect(differ(once, endlessly)).toBeGreaterThan(0.1);
  });
});
