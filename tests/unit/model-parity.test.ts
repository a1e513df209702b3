import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { compareWithReference, NORMALIZATIONS, readReference } from './model-reference.ts';
import type { Reference } from './model-reference.ts';

const root = join(import.meta.dirname, '../..');
const readBuffer = (path: string): ArrayBuffer => new Uint8Array(readFileSync(join(root, path))).buffer;

/** Screen, view and probability. */
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

  it.each(NORMALIZATIONS)('agrees in %s normalization', async (normalization) => {
    const disagreement = await compareWithReference(model, reference, normalization);
    expect(Math.max(...Object.values(disagreement)), JSON.stringify(disagreement)).toBeLessThan(TOLERANCE);
  });

  it('has references in which each view lies somewhere else', () => {
    const { inputs } = reference;
    expect(new Set(inputs.map(({ view }) => view.side)).size).toBeGreaterThan(1);
    expect(inputs.every(({ view: { x, y, side } }) => Math.max(x, y) + side <= 1 + 1e-6)).toBe(true);
  });

  it('has references that tell the images and the normalizations apart', () => {
    const [batch, stored, whole] = NORMALIZATIONS.map((name) => reference.outputs(`${name}.gaze`)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    for (const other of [batch, whole]) {
      expect(Math.max(...stored.map((value, i) => Math.abs(value - other[i]!)))).toBeGreaterThan(
        10 * TOLERANCE,
      );
    }
    expect(Math.max(...batch) - Math.min(...batch)).toBeGreaterThan(10 * TOLERANCE);
  });
});
