import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { compareWithReference, READINGS, readReference, withoutTarget } from './model-reference.ts';
import type { Reference } from './model-reference.ts';

const root = join(import.meta.dirname, '../..');
const readBuffer = (path: string): ArrayBuffer => new Uint8Array(readFileSync(join(root, path))).buffer;

const apart = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

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

  it.each(READINGS)('agrees in reading: %s', async (reading) => {
    const disagreement = await compareWithReference(model, reference, reading);
    expect(Math.max(...Object.values(disagreement)), JSON.stringify(disagreement)).toBeLessThan(TOLERANCE);
  });

  it('has references in which each view lies somewhere else', () => {
    const { inputs } = reference;
    expect(new Set(inputs.map(({ view }) => view.side)).size).toBeGreaterThan(1);
    expect(inputs.every(({ view: { x, y, side } }) => Math.max(x, y) + side <= 1 + 1e-6)).toBe(true);
  });

  it('has references that tell the images and the readings apart', () => {
    const [batch, alone, memory, measured] = (['batch', 'alone', 'memory', 'measured'] as const).map((name) =>
      reference.outputs(`${name}.gaze`),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    expect(apart(memory, measured)).toBeGreaterThan(10 * TOLERANCE);
    for (const other of [batch, memory]) expect(apart(alone, other)).toBeGreaterThan(10 * TOLERANCE);
    const seen = (['batch', 'whole'] as const).map((name) => reference.outputs(`${name}.landmarks`));
    for (const other of seen) {
      expect(apart(reference.outputs('alone.landmarks'), other)).toBeGreaterThan(10 * TOLERANCE);
    }
    for (const gaze of [batch, alone, memory, measured]) {
      expect(Math.max(...gaze) - Math.min(...gaze)).toBeGreaterThan(10 * TOLERANCE);
    }
  });

  it('has a memory in which most targets are known, and they say something', async () => {
    const { entries } = reference;
    const known = entries.filter(({ target }) => target);
    expect(known.length).toBeGreaterThanOrEqual(5);
    expect(known.length).toBeLessThan(entries.length);
    await model.remember(entries);
    expect(model.personal).toBeDefined();
    await model.remember(entries.map(withoutTarget));
    expect(model.personal).toBeUndefined();
    await model.remember([]);
  });
});
