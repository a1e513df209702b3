// Sequences camera, network and tracker in the offscreen document: one run at a time, from start to stop.
import { CameraError } from '../camera/camera-error.ts';
import type { CameraFrame } from '../camera/frames.ts';
import type { TrackingOptions } from '../messaging/protocol.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import type { Backend } from '../model/backend.ts';
import type { GazeSample } from './gaze-sample.ts';
import { createRateMeter } from './rate-meter.ts';

const SECOND = 1000;
/** How often the state is sent while tracking, when nothing but its numbers changes. */
const STATE_EVERY_MS = 0.5 * SECOND;

/** A tracker with its network loaded, and where that runs. */
export type ReadyTracker = {
  /** Side of the views that it cuts, in pixels. */
  inputSize: number;
  backend: Backend;
  backendReason: string;
  track(frame: CameraFrame): Promise<GazeSample | null>;
  state(): { windowFilled: number; eyesInView: boolean };
  reset(): void;
  dispose(): void;
};

export type TrackingServiceDependencies = {
  openCamera(signal: AbortSignal, options: { deviceId?: string }): Promise<MediaStreamTrack>;
  readFrames(track: MediaStreamTrack, size: number, signal: AbortSignal): AsyncIterable<CameraFrame>;
  loadTracker(options: TrackingOptions): Promise<ReadyTracker>;
  onSample(sample: GazeSample): void;
  onState(state: TrackingState): void;
};

export type TrackingService = {
  /** Turns tracking on; resolves once tracking, failed, or stopped meanwhile. Starting twice joins the first run. */
  start(options: TrackingOptions): Promise<TrackingState>;
  /** Turns the camera off before it returns. */
  stop(): void;
  /** Forgets the window of recent frames. */
  reset(): void;
  state(): TrackingState;
};

/** Everything that one run owns ends when its controller aborts. */
type Run = { controller: AbortController; started: Promise<void>; tracker?: ReadyTracker };

/** Makes the service; nothing runs and the camera is off until `start`. */
export function createTrackingService(dependencies: TrackingServiceDependencies): TrackingService {
  let state: TrackingState = { status: 'off' };
  let run: Run | undefined;

  const setState = (next: TrackingState): void => {
    state = next;
    dependencies.onState(next);
  };

  const end = (next: TrackingState): void => {
    run?.controller.abort();
    run = undefined;
    setState(next);
  };

  const open = async (options: TrackingOptions, signal: AbortSignal) => {
    const loading = dependencies.loadTracker(options);
    // The tracker lives as long as the run, however late it arrives. Where both fail, the camera is what is told.
    loading.then(
      (tracker) => (signal.aborted ? tracker.dispose() : onAbort(signal, () => tracker.dispose())),
      () => undefined,
    );
    const camera = await dependencies.openCamera(signal, toCameraOptions(options));
    return { camera, tracker: await loading };
  };

  const follow = async (
    camera: MediaStreamTrack,
    tracker: ReadyTracker,
    signal: AbortSignal,
  ): Promise<void> => {
    const rate = createRateMeter(2 * SECOND);
    let stateSentMs = Date.now();
    for await (const frame of dependencies.readFrames(camera, tracker.inputSize, signal)) {
      const sample = await tracker.track(frame);
      if (signal.aborted) return;
      if (sample) dependencies.onSample(sample);
      const nowMs = Date.now();
      rate.count(nowMs);
      if (nowMs - stateSentMs < STATE_EVERY_MS) continue;
      stateSentMs = nowMs;
      setState(describe(tracker, rate.perSecond(nowMs)));
    }
  };

  const begin = async (options: TrackingOptions, signal: AbortSignal): Promise<void> => {
    const endFailed = (error: unknown): void => {
      if (!signal.aborted) end(toFailedState(error));
    };
    try {
      const { camera, tracker } = await open(options, signal);
      if (signal.aborted || !run) return;
      run.tracker = tracker;
      setState(describe(tracker, 0));
      follow(camera, tracker, signal).catch(endFailed);
    } catch (error) {
      endFailed(error);
    }
  };

  return {
    async start(options) {
      if (!run) {
        const controller = new AbortController();
        setState({ status: 'starting' });
        run = { controller, started: Promise.resolve() };
        run.started = begin(options, controller.signal);
      }
      await run.started;
      return state;
    },
    stop() {
      end({ status: 'off' });
    },
    reset() {
      run?.tracker?.reset();
    },
    state: () => state,
  };
}

function onAbort(signal: AbortSignal, listener: () => void): void {
  signal.addEventListener('abort', listener, { once: true });
}

function toCameraOptions({ cameraDeviceId }: TrackingOptions): { deviceId?: string } {
  return cameraDeviceId ? { deviceId: cameraDeviceId } : {};
}

function describe(tracker: ReadyTracker, framesPerSecond: number): TrackingState {
  const { backend, backendReason } = tracker;
  return { status: 'tracking', backend, backendReason, framesPerSecond, ...tracker.state() };
}

function toFailedState(error: unknown): TrackingState {
  if (error instanceof CameraError) return { status: 'failed', code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 'failed', code: 'model-failed', message };
}
