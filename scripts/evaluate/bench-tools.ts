/** What the network's benchmarks measure with. */
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { Lessons } from '../../src/model/fit-personal.ts';
import type { ReaderEntry, ViewImage } from '../../src/model/gaze-model.ts';

/** Noise; the network takes as long for it as for a face. */
export function createNoiseInput(side: number): ViewImage {
  return { image: createNoise(side * side * 3, 255), view: WHOLE_VIEW };
}

export function createNoiseEntries(featureCount: number, count: number): ReaderEntry[] {
  return Array.from({ length: count }, () => ({ features: createNoise(featureCount, 1) }));
}

/** Whose first number tells what the gaze lacks, so that the regression is used and not found useless. */
export function createLessons(width: number, count: number): Lessons {
  const embeddings = Array.from({ length: count }, () => Array.from(createNoise(width, 1)));
  return { embeddings, residuals: embeddings.map(([first]) => [0.1 * first!, -0.1 * first!]) };
}

/** Calls that come first prepare kernels and don't count. */
const WARM_UP_ROUNDS = 2;

/** Median time of each call, ms, over rounds in which all of them come once, in their order. */
export async function timeInTurns(calls: (() => Promise<unknown>)[], rounds: number): Promise<number[]> {
  const times = calls.map((): number[] => []);
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round += 1) {
    for (const [i, call] of calls.entries()) {
      const startMs = performance.now();
      await call();
      if (round >= WARM_UP_ROUNDS) times[i]!.push(performance.now() - startMs);
    }
  }
  return times.map((each) => each.toSorted((a, b) => a - b)[each.length >> 1]!);
}

function createNoise(length: number, most: number): Float32Array {
  return Float32Array.from({ length }, () => most * Math.random());
}
