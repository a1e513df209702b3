import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/model/backend.ts';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel, ViewImage } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import weightsUrl from '../fixtures/parity/tiny.safetensors?url';
import referenceUrl from '../fixtures/parity/tiny.reference.safetensors?url';
import { compareWithReference, NORMALIZATIONS, readReference } from '../unit/model-reference.ts';
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

  it.each(NORMALIZATIONS)('agrees in %s normalization', async (normalization) => {
    const disagreement = await compareWithReference(model, reference, normalization);
    expect(Math.max(...Object.values(disagreement)), JSON.stringify(disagreement)).toBeLessThan(TOLERANCE);
  });

  it('measures what it folds', async () => {
    const [first, second] = reference.inputs as [ViewImage, ViewImage];
    model.setMoments((await model.measure(first)).moments);
    const folded = await model.predict(second);
    const { prediction } = await model.measure(second);
    expect(folded.xScreen).toBeCloseTo(prediction.xScreen, 4);
    expect(folded.yScreen).toBeCloseTo(prediction.yScreen, 4);
  });

  it('keeps the number of tensors constant', async () => {
    const before = tf.memory().numTensors;
    const { moments } = await model.measure(reference.inputs[0]!);
    model.setMoments(moments);
    await model.predict(reference.inputs[1]!);
    expect(tf.memory().numTensors).toBe(before);
  });
});
