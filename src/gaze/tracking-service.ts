// Sequences camera, network and tracker in the offscreen document: one run at a time, from start to stop.
import { CameraError } from '../camera/camera-error.ts';
import type { CameraFrame } from '../camera/frames.ts';
import type { TrackingOptions } from '../messaging/protocol.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import type { Backend } from '../model/backend.ts';
import {
  createMemoryKeeper,
  type MemoryKeeper,
  type MemoryLearner,
  type PersonMemoryStore,
} from '../storage/memory-keeper.ts';
import type { Click } from './click-targets.ts';
import { createDriftCorrection, type Drift, type FoundDrift } from './drift-correction.ts';
import type { GazeSample } from './gaze-sample.ts';
import type { Tracker, TrackerState } from './tracker.ts';
import { createRateMeter } from './rate-meter.ts';

const SECOND = 1000;
/** How often the state is sent while tracking, when nothing but its numbers changes. */
const STATE_EVERY_MS = 0.5 * SECOND;
/** How often what was learned of the person is saved: so much is lost at most when the browser ends at once. */
const SAVE_EVERY_MS = 60 * SECOND;

/** A tracker with its network loaded, and where that runs. */
export type ReadyTracker = MemoryLearner &
  Pick<Tracker, 'learnFromClicks' | 'learnClick' | 'forgetClicks'> & {
    /** Side of the views that it cuts, in pixels. */
    inputSize: number;
    backend: Backend;
    backendReason: string;
    track(frame: CameraFrame): Promise<GazeSample | null>;
    state(): TrackerState;
    dispose(): void;
  };

export type TrackingServiceDependencies = {
  openCamera(signal: AbortSignal, options: { deviceId?: string }): Promise<MediaStreamTrack>;
  readFrames(track: MediaStreamTrack, size: number, signal: AbortSignal): AsyncIterable<CameraFrame>;
  /** @param onNewLight to be called at once when the tracker forgets everything, because the light on the face changed */
  loadTracker(options: TrackingOptions, onNewLight: () => void): Promise<ReadyTracker>;
  personMemory: PersonMemoryStore;
  /** Each frame that went through the network, by its time of capture; null where no open eyes were in it. */
  onFrame(timestampMs: number, sample: GazeSample | null): void;
  onState(state: TrackingState): void;
  /** What drift was corrected is so no more, because the person, the camera or the light changed. */
  onDriftTakenBack?(): void;
};

export type TrackingService = {
  /** Turns tracking on; resolves once tracking, failed, or stopped meanwhile. Starting twice joins the first run. */
  start(options: TrackingOptions): Promise<TrackingState>;
  /** Turns the camera off before it returns; resolves once what was learned of the person is saved. */
  stop(): Promise<void>;
  /** Somebody else sits there now (undefined: nobody in particular); what was learned is saved for whom it is of. */
  changePerson(personId?: string): Promise<void>;
  /** Drops what was learned of this person in this run; when it resolves, nothing more of it will be saved. */
  forget(personId: string): Promise<void>;
  /** A measurement of this person was learned from; where they sit there, the run goes on from it. */
  takeOver(personId: string): Promise<void>;
  /** Whether clicks are learned from: of this run, from now on. */
  learnFromClicks(on: boolean): void;
  learnClick(click: Click): void;
  /** Drops what clicks told in this run. */
  forgetClicks(): void;
  /** See `offscreenCorrectDrift`. Nothing is corrected while nothing is tracked. */
  correctDrift(found: FoundDrift | null): Drift;
  /** What the gaze is read with; undefined while nothing is tracked. */
  source(): { cameraLabel: string; weightsHash: string } | undefined;
  state(): TrackingState;
};

/** Everything that one run owns ends when its controller aborts. */
type Run = {
  controller: AbortController;
  started: Promise<void>;
  personId: string | undefined;
  learnsFromClicks: boolean;
  camera?: string;
  tracker?: ReadyTracker;
  keeper?: MemoryKeeper;
};

/** Makes the service; nothing runs and the camera is off until `start`. */
export function createTrackingService(dependencies: TrackingServiceDependencies): TrackingService {
  let state: TrackingState = { status: 'off' };
  let run: Run | undefined;
  const drift = createDriftCorrection();
  /** The last run's save. */
  let saved: Promise<void> = Promise.resolve();

  const setState = (next: TrackingState): void => {
    state = next;
    dependencies.onState(next);
  };

  /** Whoever sits there now, or as they are lit now, is read otherwise. */
  const takeDriftBack = (): void => {
    if (drift.clear()) dependencies.onDriftTakenBack?.();
  };

  /** As the tracker has it now, without waiting for a frame. */
  const tellAtOnce = (): void => {
    if (state.status !== 'tracking' || !run?.tracker || !run.keeper) return;
    setState(describe(run.tracker, run.keeper, state.framesPerSecond));
  };

  const end = (next: TrackingState): void => {
    const ended = run;
    run = undefined;
    // The camera goes off here, before anything else. What was learned is taken while the tracker still has it.
    ended?.controller.abort();
    if (ended?.keeper) saved = ended.keeper.save();
    ended?.tracker?.dispose();
    takeDriftBack();
    setState(next);
  };

  const open = async (options: TrackingOptions, owner: Run) => {
    const { signal } = owner.controller;
    const onNewLight = (): void => {
      if (signal.aborted) return;
      owner.keeper?.noteNewLight();
      takeDriftBack();
      tellAtOnce();
    };
    const loading = dependencies.loadTracker(options, onNewLight);
    // The tracker lives as long as the run, however late it arrives. Where both fail, the camera is what is told.
    loading.then(
      (tracker) => (signal.aborted ? tracker.dispose() : (owner.tracker = tracker)),
      () => undefined,
    );
    const camera = await dependencies.openCamera(signal, toCameraOptions(options));
    return { camera, tracker: await loading };
  };

  const follow = async (
    camera: MediaStreamTrack,
    tracker: ReadyTracker,
    keeper: MemoryKeeper,
    signal: AbortSignal,
  ): Promise<void> => {
    const rate = createRateMeter(2 * SECOND);
    let stateSentMs = Date.now();
    let savedMs = stateSentMs;
    for await (const frame of dependencies.readFrames(camera, tracker.inputSize, signal)) {
      // Its pixels are the next one's too, once that is asked for.
      const { timestampMs } = frame;
      const read = await tracker.track(frame);
      if (signal.aborted) return;
      const sample = read && drift.apply(read);
      dependencies.onFrame(timestampMs, sample);
      const nowMs = Date.now();
      rate.count(nowMs);
      if (nowMs - savedMs >= SAVE_EVERY_MS) {
        savedMs = nowMs;
        void keeper.save();
      }
      if (nowMs - stateSentMs < STATE_EVERY_MS) continue;
      stateSentMs = nowMs;
      setState(describe(tracker, keeper, rate.perSecond(nowMs)));
    }
  };

  const begin = async (options: TrackingOptions, owner: Run): Promise<void> => {
    const { signal } = owner.controller;
    const endFailed = (error: unknown): void => {
      if (!signal.aborted) end(toFailedState(error));
    };
    try {
      const { camera, tracker } = await open(options, owner);
      await saved;
      if (signal.aborted) return;
      const store = dependencies.personMemory;
      const keeper = createMemoryKeeper({ store, learner: tracker, camera: camera.label, signal });
      owner.keeper = keeper;
      owner.camera = camera.label;
      tracker.learnFromClicks(owner.learnsFromClicks);
      await keeper.changePerson(owner.personId);
      if (signal.aborted) return;
      setState(describe(tracker, keeper, 0));
      follow(camera, tracker, keeper, signal).catch(endFailed);
    } catch (error) {
      endFailed(error);
    }
  };

  return {
    async start(options) {
      if (!run) {
        const controller = new AbortController();
        setState({ status: 'starting' });
        const { personId, learnFromClicks: learnsFromClicks } = options;
        run = { controller, started: Promise.resolve(), personId, learnsFromClicks };
        run.started = begin(options, run);
      }
      await run.started;
      return state;
    },
    stop() {
      end({ status: 'off' });
      return saved;
    },
    async changePerson(personId) {
      if (!run) return;
      if (run.personId !== personId) takeDriftBack();
      run.personId = personId;
      await run.keeper?.changePerson(personId);
    },
    async forget(personId) {
      await (run?.keeper ? run.keeper.forget(personId) : saved);
    },
    async takeOver(personId) {
      if (run?.personId === personId) takeDriftBack();
      await run?.keeper?.takeOver(personId);
    },
    learnFromClicks(on) {
      if (!run) return;
      run.learnsFromClicks = on;
      run.tracker?.learnFromClicks(on);
      tellAtOnce();
    },
    learnClick: (click) => run?.tracker?.learnClick(click),
    forgetClicks() {
      run?.tracker?.forgetClicks();
      tellAtOnce();
    },
    correctDrift(found) {
      if (found && run) return drift.add(found);
      takeDriftBack();
      return { xScreen: 0, yScreen: 0 };
    },
    source: () =>
      run?.tracker && run.camera !== undefined
        ? { cameraLabel: run.camera, weightsHash: run.tracker.weightsHash }
        : undefined,
    state: () => state,
  };
}

function toCameraOptions({ cameraDeviceId }: TrackingOptions): { deviceId?: string } {
  return cameraDeviceId ? { deviceId: cameraDeviceId } : {};
}

function describe(tracker: ReadyTracker, keeper: MemoryKeeper, framesPerSecond: number): TrackingState {
  const { backend, backendReason } = tracker;
  const learned = { ...tracker.state(), ...keeper.report() };
  return { status: 'tracking', backend, backendReason, framesPerSecond, ...learned };
}

function toFailedState(error: unknown): TrackingState {
  if (error instanceof CameraError) return { status: 'failed', code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 'failed', code: 'model-failed', message };
}
