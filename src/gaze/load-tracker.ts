// Starts the network where it runs best on this machine and puts the tracker on top.
import type { TrackingOptions } from '../messaging/protocol.ts';
import { startBackend } from '../model/backend.ts';
import { loadGazeModel } from '../model/load-gaze-model.ts';
import { loadWeights } from './load-weights.ts';
import type { ReadyTracker } from './tracking-service.ts';
import { createTracker } from './tracker.ts';

/** Where the build puts the WASM binaries in the package. */
const WASM_PATH = '/wasm/';

/**
 * Loads weights and backend together and makes the tracker.
 * @throws {Error} in plain words: weights missing or damaged, no backend that works
 */
export async function loadTracker({
  preferredBackend,
  windowLength,
}: TrackingOptions): Promise<ReadyTracker> {
  const [weights, { backend, reason }] = await Promise.all([
    loadWeights(),
    startBackend({
      wasmPath: WASM_PATH,
      ...(preferredBackend === 'auto' ? {} : { prefer: preferredBackend }),
    }),
  ]);
  const model = loadGazeModel(weights);
  const tracker = createTracker({ model, windowLength });
  return {
    inputSize: model.config.inputSize,
    backend,
    backendReason: reason,
    track: (frame) => tracker.track(frame),
    state: () => tracker.state(),
    reset: () => tracker.reset(),
    dispose() {
      tracker.dispose();
      model.dispose();
    },
  };
}
