// The tracking service: one run at a time, and nothing left on after it.
import { expect, test } from 'vitest';
import { CameraError } from '../../src/camera/camera-error.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { ReadyTracker, TrackingServiceDependencies } from '../../src/gaze/tracking-service.ts';
import { createTrackingService } from '../../src/gaze/tracking-service.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';

const OPTIONS = { preferredBackend: 'auto', windowLength: 32 } as const;

/** A promise that the test settles. (Promise.withResolvers is younger than the browsers that Fovea runs in.) */
function createDeferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A service on a camera and a network that are plain objects; `replaced` puts others in their place. */
function createRig(replaced: Partial<TrackingServiceDependencies> = {}) {
  const log: string[] = [];
  const states: TrackingState[] = [];
  const samples: GazeSample[] = [];
  const frames = createDeferred<void>();
  const tracker: ReadyTracker = {
    inputSize: 4,
    backend: 'wasm',
    backendReason: 'Runs on the processor.',
    track: ({ timestampMs }) => Promise.resolve({ timestampMs, xScreen: 0.5, yScreen: 0.5, confidence: 1 }),
    state: () => ({ windowFilled: 1, eyesInView: true }),
    reset: () => log.push('reset'),
    dispose: () => log.push('dispose'),
  };
  const service = createTrackingService({
    async openCamera(signal) {
      log.push('open');
      signal.addEventListener('abort', () => log.push('camera off'));
      return {} as MediaStreamTrack;
    },
    async *readFrames(): AsyncGenerator<CameraFrame> {
      yield { cut: () => new Float32Array(48), timestampMs: 1 };
      yield { cut: () => new Float32Array(48), timestampMs: 2 };
      await frames.promise;
    },
    loadTracker: async () => tracker,
    onSample: (sample) => samples.push(sample),
    onState: (state) => states.push(state),
    ...replaced,
  });
  return { service, log, states, samples, frames, tracker };
}

test('goes from off over starting to tracking, and sends the samples', async () => {
  const { service, states, samples } = createRig();
  expect(service.state()).toEqual({ status: 'off' });
  expect(await service.start(OPTIONS)).toMatchObject({
    status: 'tracking',
    backend: 'wasm',
    windowFilled: 1,
  });
  expect(states.map(({ status }) => status)).toEqual(['starting', 'tracking']);
  await expect.poll(() => samples.map(({ timestampMs }) => timestampMs)).toEqual([1, 2]);
});

test('three starts open the camera once', async () => {
  const { service, log } = createRig();
  const states = await Promise.all([service.start(OPTIONS), service.start(OPTIONS), service.start(OPTIONS)]);
  expect(states.map(({ status }) => status)).toEqual(['tracking', 'tracking', 'tracking']);
  expect(log).toEqual(['open']);
});

test('stop turns the camera off and frees the network before it returns', async () => {
  const { service, log } = createRig();
  await service.start(OPTIONS);
  service.stop();
  expect(log).toEqual(['open', 'camera off', 'dispose']);
  expect(service.state()).toEqual({ status: 'off' });
});

test('stopping while the network loads leaves nothing behind when it arrives', async () => {
  const loading = createDeferred<ReadyTracker>();
  const { service, log, tracker } = createRig({ loadTracker: () => loading.promise });
  const starting = service.start(OPTIONS);
  await expect.poll(() => log).toEqual(['open']);
  service.stop();
  loading.resolve(tracker);
  expect(await starting).toEqual({ status: 'off' });
  expect(log).toEqual(['open', 'camera off', 'dispose']);
});

test('a camera error is told by its code, also where the network fails too', async () => {
  const { service } = createRig({
    openCamera: () => Promise.reject(new CameraError('busy')),
    loadTracker: () => Promise.reject(new Error('no weights')),
  });
  expect(await service.start(OPTIONS)).toMatchObject({ status: 'failed', code: 'busy' });
});

test('a network that cannot be loaded turns the camera off again, says why, and can be tried once more', async () => {
  let broken = true;
  const rig = createRig({
    loadTracker: () =>
      broken ? Promise.reject(new Error('The weights are missing.')) : Promise.resolve(rig.tracker),
  });
  expect(await rig.service.start(OPTIONS)).toEqual({
    status: 'failed',
    code: 'model-failed',
    message: 'The weights are missing.',
  });
  expect(rig.log).toEqual(['open', 'camera off']);
  broken = false;
  expect(await rig.service.start(OPTIONS)).toMatchObject({ status: 'tracking' });
});

test('a camera that is unplugged while tracking ends the run with that reason', async () => {
  const { service, log, frames } = createRig();
  await service.start(OPTIONS);
  frames.reject(new CameraError('unplugged'));
  await expect.poll(() => service.state()).toMatchObject({ status: 'failed', code: 'unplugged' });
  expect(log).toEqual(['open', 'camera off', 'dispose']);
});
