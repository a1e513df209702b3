/**
 * What a tracked frame costs beside N frames of the person, by the article's exact batch and by the memory: `npm run
 * bench:normalization -- [--config half|full] [--weights FILE] [--backend wasm|cpu] [--rounds 15] [--ticks 10000]`.
 * Then checks that no tensor is left behind by that many ticks. Everything is timed in turns, so that ratios hold on a
 * busy machine too.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { framesPerReading } from '../src/gaze/memory/frame-memory.ts';
import type { Backend } from '../src/model/backend.ts';
import type { GazeModel } from '../src/model/gaze-model.ts';
import { loadGazeModel } from '../src/model/load-gaze-model.ts';
import { createRandomWeights } from '../tests/unit/model-random-weights.ts';
import { createNoiseEntries, createNoiseInput, timeInTurns } from './evaluate/bench-tools.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';

const LENGTHS = [8, 32, 128, 512];
/** Longer exact batches are scaled up from this one: they cost a pass for each of their frames. */
const LONGEST_BATCH = 32;
const FRAMES_PER_SECOND = 20;
const SECONDS_PER_ENTRY = 0.5;
const FRAMES_PER_ENTRY = FRAMES_PER_SECOND * SECONDS_PER_ENTRY;
/** Entries of the memory while tensors are counted. */
const TICKS_CAPACITY = 16;

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: 'half' },
    weights: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    rounds: { type: 'string', default: '15' },
    ticks: { type: 'string', default: '10000' },
  },
});
const weights =
  values.weights ?? join(import.meta.dirname, '../public/model', `${values.config}.safetensors`);

async function bench(model: GazeModel, rounds: number): Promise<string[]> {
  const { config, featureCount } = model;
  const input = createNoiseInput(config.inputSize);
  const batches = LENGTHS.filter((length) => length <= LONGEST_BATCH);
  const batchMs = await timeInTurns(
    [
      () => model.predict(input),
      ...batches.map((length) => {
        const inputs = Array.from({ length }, () => createNoiseInput(config.inputSize));
        return () => model.predictBatch(inputs);
      }),
    ],
    Math.max(3, rounds >> 2),
  );
  const memoryMs = await timeInTurns(
    [
      () => model.remember([]),
      () => model.predict(input),
      () => model.predict(input),
      ...LENGTHS.flatMap((length) => {
        const entries = createNoiseEntries(featureCount, length);
        // The second frame is as most are: the one before it was a frame too.
        return [() => model.remember(entries), () => model.predict(input), () => model.predict(input)];
      }),
    ],
    rounds,
  );
  const aloneMs = memoryMs[2]!;
  const lines = LENGTHS.map((length, i) => {
    const measured = batches.indexOf(Math.min(length, LONGEST_BATCH));
    const scale = length / batches[measured]!;
    const batch = (scale * batchMs[measured + 1]!) / batchMs[0]!;
    const [remember, , predict] = memoryMs.slice(3 * (i + 1)).map((ms) => ms / aloneMs) as [
      number,
      number,
      number,
    ];
    const cells = [
      batch,
      remember,
      predict,
      predict + remember / (FRAMES_PER_ENTRY * framesPerReading(length)),
    ];
    const [exact, ...memory] = cells.map((ratio) => `${ratio.toFixed(2)} x`);
    const marked = scale > 1 ? `~ ${exact}` : exact;
    return [`${length}`, marked!, ...memory].map((cell) => cell.padStart(14)).join('');
  });
  return [
    `${config.name} on ${values.backend}, one thread; 1 x is one predict with an empty memory, ${aloneMs.toFixed(1)} ms`,
    ['N', 'exact batch', 'remember N', 'predict', 'memory'].map((cell) => cell.padStart(14)).join(''),
    ...lines,
    `exact batch: N passes for every new frame; ~ is scaled from N = ${LONGEST_BATCH}.`,
    `memory: predict, and remember shared by the frames until it is done again: ${FRAMES_PER_SECOND} frames/s, an entry every ${1000 * SECONDS_PER_ENTRY} ms,`,
    `  read anew after ${LENGTHS.map((length) => `${framesPerReading(length)} (N = ${length})`).join(', ')} of them.`,
  ];
}

/**
 * A tick is a frame; every tenth becomes an entry, and the oldest leaves a full memory. Returns how many tensors there
 * are more in the end than when the memory had filled, and the most that there were at any time.
 */
async function countTensors(ticks: number): Promise<{ left: number; most: number }> {
  const model = loadGazeModel(createRandomWeights());
  const input = createNoiseInput(model.config.inputSize);
  let entries = createNoiseEntries(model.featureCount, TICKS_CAPACITY);
  await model.remember(entries);
  const filled = tf.memory().numTensors;
  let most = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    const { features } = await model.predict(input);
    if (tick % FRAMES_PER_ENTRY === 0) {
      entries = [...entries.slice(1), { features }];
      await model.remember(entries);
    }
    most = Math.max(most, tf.memory().numTensors - filled);
  }
  const left = tf.memory().numTensors - filled;
  model.dispose();
  return { left, most };
}

await startNodeBackend(values.backend as Backend);
const model = await readModel(weights);
for (const line of await bench(model, Number(values.rounds))) console.log(line);
model.dispose();
const { left, most } = await countTensors(Number(values.ticks));
console.log(
  `${values.ticks} ticks of a small network leave ${left} tensors; at most ${most} between two ticks`,
);
if (most !== 0 || tf.memory().numTensors !== 0) process.exitCode = 1;
