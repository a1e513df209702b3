import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { compareWithReference, readReference } from './model-reference.ts';
import type { Reference } from './model-reference.ts';

const root = join(import.meta.dirname, '../..');
const readBuffer = (path: string): ArrayBuffer => new Uint8Array(readFileSync(join(root, path))).buffer;

/** Screen, crop and probability. */
const TOLERANCE = 1e-3;

describe.each<[string, Backend, string]>([
  ['tiny', 'cpu', 'tests/fixtures/parity/tiny.safetensors'],
  ['tiny', 'wasm', 'tests/fixtures/parity/tiny.safetensors'],
  ['half', 'wasm', 'public/model/half.safetensors'],
])('%s on %s against PyTorch', (config, backend, weights) => {
  let model: GazeModel;
  let reference: Reference;
  beforeAll(async () => {
    await startNodeBackend(backend);
    model = loadGazeModel(readBuffer(weights));
    reference = readReference(readBuffer(`tests/fixtures/parity/${config}.reference.safetensors`));
    expect(model.config.name).toBe(config);
  });
  afterAll(() => model?.dispose());

  it.each(['batch', 'stored'] as const)('agrees in %s normalization', async (normalization) => {
    const disagreement = await compareWithReference(model, reference, normalization);
    expect(Math.max(...Object.values(disagreement)), JSON.stringify(disagreement)).toBeLessThan(TOLERANCE);
  });

  it('has references that tell the images and the normalizations apart', () => {
    const batch = reference.outputs('batch.gaze');
    const stored = reference.outputs('stored.gaze');
    expect(Math.max(...batch.map((value, i) => Math.abs(value - stored[i]!)))).toBeGreaterThan(
      10 * TOLERANCE,
    );
    expect(Math.max(...batch) - Math.min(...batch)).toBeGreaterThan(10 * TOLERANCE);
  });
});
