// Starts the network where it runs best on this machine and puts the tracker on top.
import type { TrackingOptions } from '../messaging/protocol.ts';
import { startBackend } from '../model/backend.ts';
import { hashWeights } from '../model/hash-weights.ts';
import { loadGazeModel } from '../model/load-gaze-model.ts';
import { loadWeights } from './load-weights.ts';
import type { ReadyTracker } from './tracking-service.ts';
import { createTracker } from './tracker.ts';

/** Where the build puts the WASM binaries in the package. */
const WASM_PATH = '/wasm/';

/** Frames worth keeping: some seconds of looking around. Fewer show one place on the screen, or a face in passing. */
const LEAST_KEPT_FRAMES = 16;

/**
 * Loads weights and backend together and makes the tracker.
 * @param onNewLight called when it has forgotten everything, because the light on the face changed
 * @throws {Error} in plain words: weights missing or damaged, no backend that works
 */
export async function loadTracker(
  { preferredBackend, memoryLength }: TrackingOptions,
  onNewLight: () => void,
): Promise<ReadyTracker> {
  const [weights, { backend, reason }] = await Promise.all([
    loadWeights(),
    startBackend({
      wasmPath: WASM_PATH,
      ...(preferredBackend === 'auto' ? {} : { prefer: preferredBackend }),
    }),
  ]);
  const weightsHash = await hashWeights(weights);
  const model = loadGazeModel(weights);
  const tracker = createTracker({ model, capacity: memoryLength, onNewLight });
  return {
    weightsHash,
    featureCount: model.featureCount,
    inputSize: model.config.inputSize,
    backend,
    backendReason: reason,
    track: (frame) => tracker.track(frame),
    state: () => tracker.state(),
    useMemory: (entries) => tracker.reset(entries),
    memory() {
      const remembered = tracker.remembered();
      if (remembered.length < LEAST_KEPT_FRAMES) return undefined;
      return remembered.map(({ features, target }) => (target ? { features, target } : { features }));
    },
    // With nothing rather than without an argument, which would leave what is known of the person in place.
    reset: () => tracker.reset([]),
    learnFromClicks: (on) => tracker.learnFromClicks(on),
    learnClick: (click) => tracker.learnClick(click),
    forgetClicks: () => tracker.forgetClicks(),
    dispose() {
      tracker.dispose();
      model.dispose();
    },
  };
}
