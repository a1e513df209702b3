// Loads the network for one piece of work, and frees it afterwards. Pages import this when there is work: tfjs is large.
import { startBackend } from '../model/backend.ts';
import type { GazeModel } from '../model/gaze-model.ts';
import { loadGazeModel } from '../model/load-gaze-model.ts';
import { preferredBackend } from '../storage/settings.ts';
import { loadWeights } from './load-weights.ts';

/** Where the build puts the WASM binaries in the package. */
const WASM_PATH = '/wasm/';

/**
 * Gives the network to `work` and frees it when that is done, however it ends. Each piece of work has a network of its
 * own, because a network does one thing at a time.
 * @throws {Error} in plain words where the network cannot run; the signal's reason; what `work` throws
 */
export async function runModel<T>(signal: AbortSignal, work: (model: GazeModel) => Promise<T>): Promise<T> {
  const prefer = await preferredBackend.getValue();
  const [weights] = await Promise.all([
    loadWeights(),
    startBackend({ wasmPath: WASM_PATH, ...(prefer === 'auto' ? {} : { prefer }) }),
  ]);
  signal.throwIfAborted();
  const model = loadGazeModel(weights);
  try {
    return await work(model);
  } finally {
    model.dispose();
  }
}
