/**
 * Measures the network's speed on the backends that Node has: `npm run bench:model -- [--config half|full]
 * [--backend wasm|cpu] [--frames 20] [--batch 8]`. Everything is timed in turns, so
 * that ratios hold on a busy machine too.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Backend } from '../src/model/backend.ts';
import { fitPersonal } from '../src/model/fit-personal.ts';
import type { GazeModel } from '../src/model/gaze-model.ts';
import { createLessons, createNoiseEntries, createNoiseInput, timeInTurns } from './evaluate/bench-tools.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';

/** As many as are kept of a measurement. */
const TARGETS = 96;

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: 'half' },
    weights: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    frames: { type: 'string', default: '20' },
    batch: { type: 'string', default: '8' },
  },
});
const weights =
  values.weights ?? join(import.meta.dirname, '../public/model', `${values.config}.safetensors`);
const rounds = Number(values.frames);
const batchSize = Number(values.batch);

async function bench(model: GazeModel): Promise<[name: string, ms: number][]> {
  const { config, featureCount } = model;
  const input = createNoiseInput(config.inputSize);
  const inputs = Array.from({ length: batchSize }, () => createNoiseInput(config.inputSize));
  const entries = createNoiseEntries(featureCount, 32);
  await model.remember(entries);
  // A frame's embedding by the network, a constant, and its gaze.
  const { embeddings, residuals } = createLessons(config.personal.width + 3, TARGETS);
  const calls: [name: string, call: () => Promise<unknown>][] = [
    ['predict, beside 32 entries', () => model.predict(input)],
    ['find a face', () => model.findFace(input)],
    ['remember 32 entries', () => model.remember(entries)],
    [`fit the readout to ${TARGETS} targets`, async () => fitPersonal(embeddings, residuals, 1)],
    [`exact batch of ${batchSize}`, () => model.predictBatch(inputs)],
  ];
  const times = await timeInTurns(
    calls.map(([, call]) => call),
    rounds,
  );
  return calls.map(([name], i) => [name, times[i]!]);
}

await startNodeBackend(values.backend as Backend);
const model = await readModel(weights);
const lines = await bench(model);
model.dispose();
const [, predictMs] = lines[0]!;
console.log(`${model.config.name} on ${values.backend}, one thread`);
for (const [name, ms] of lines) {
  const rate = `${(1000 / ms).toFixed(1)} /s`.padStart(12);
  console.log(
    `${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms ${rate} ${(ms / predictMs).toFixed(2).padStart(7)} x`,
  );
}
