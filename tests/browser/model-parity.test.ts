import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/model/backend.ts';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import weightsUrl from '../fixtures/parity/tiny.safetensors?url';
import referenceUrl from '../fixtures/parity/tiny.reference.safetensors?url';
import { compareWithReference, READINGS, readReference } from '../unit/model-reference.ts';
import type { Reference } from '../unit/model-reference.ts';

const fetchBuffer = async (url: string): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

/** Screen, view and probability. */
const TOLERANCE = 1e-3;

// WebGPU first: `webgpu` with a software adapter is what the product refuses, and only this test asks for.
describe.each<Backend>(['webgpu', 'wasm'])('tiny on %s against PyTorch', (backend) => {
  let model: GazeModel;
  let reference: Reference;
  beforeAll(async () => {
    const started = await startBackend({ prefer: backend, allowSoftwareGpu: true });
    expect(started.backend, started.reason).toBe(backend);
    model = loadGazeModel(await fetchBuffer(weightsUrl));
    reference = readReference(await fetchBuffer(referenceUrl));
  });
  afterAll(() => model?.dispose());

  it.each(READINGS)('agrees in reading: %s', async (reading) => {
    const disagreement = await compareWithReference(model, reference, reading);
    expect(Math.max(...Object.values(disagreement)), JSON.stringify(disagreement)).toBeLessThan(TOLERANCE);
  });

  it('reads the same gaze again from features, beside the memory', async () => {
    const { inputs, entries } = reference;
    await model.remember(entries);
    const { prediction, features } = await model.predict(inputs[1]!);
    const [again] = await model.read([features]);
    expect(again!.xScreen).toBeCloseTo(prediction.xScreen, 4);
    expect(again!.yScreen).toBeCloseTo(prediction.yScreen, 4);
  });

  it('keeps the number of tensors constant', async () => {
    const { inputs, entries } = reference;
    await model.remember(entries.slice(1));
    const before = tf.memory().numTensors;
    await model.findFace(inputs[0]!);
    const { features } = await model.predict(inputs[1]!);
    await model.read([features]);
    await model.remember([...entries, { features }]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
