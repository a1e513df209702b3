/**
 * Measures the network's speed on the backends that Node has: `npm run bench:model -- [--config half|full]
 * [--backend wasm|cpu] [--frames 20] [--batch 8]`. Ratios are within one run, so that they hold on a busy machine too.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WHOLE_VIEW } from '../src/camera/framing.ts';
import type { Backend } from '../src/model/backend.ts';
import type { GazeModel, ViewImage } from '../src/model/gaze-model.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';

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

/** Noise; the network takes as long for it as for a face. */
function createInput(side: number): ViewImage {
  const image = Float32Array.from({ length: side * side * 3 }, () => 255 * Math.random());
  return { image, view: WHOLE_VIEW };
}

/** Median time of one call, ms. The first two calls prepare kernels and don't count. */
async function time(call: () => Promise<unknown>, count: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count + 2; i += 1) {
    const startMs = performance.now();
    await call();
    if (i >= 2) times.push(performance.now() - startMs);
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

async function bench(model: GazeModel): Promise<[name: string, ms: number][]> {
  const input = createInput(model.config.inputSize);
  const inputs = Array.from({ length: batchSize }, () => createInput(model.config.inputSize));
  const { moments } = await model.measure(input);
  const refold = async (): Promise<void> => {
    model.setMoments(moments);
    await model.predict(input);
  };
  const predictMs = await time(() => model.predict(input), rounds);
  return [
    ['predict (folded)', predictMs],
    ['measure (unfolded, with moments)', await time(() => model.measure(input), rounds)],
    // Kernels are folded at once, and packed by the backend when first used.
    ['refold', Math.max(0, (await time(refold, rounds)) - predictMs)],
    [`exact batch of ${batchSize}`, await time(() => model.predictBatch(inputs), Math.max(3, rounds >> 2))],
  ];
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
    `${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms ${rate} ${(ms / predictMs).toFixed(1).padStart(7)} x`,
  );
}
