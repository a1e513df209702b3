// The tracking service: one run at a time, and nothing left on after it.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CameraError } from '../../src/camera/camera-error.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { ReadyTracker, TrackingServiceDependencies } from '../../src/gaze/tracking-service.ts';
import { createTrackingService } from '../../src/gaze/tracking-service.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import type { ReaderEntry } from '../../src/model/memory-reader.ts';
import type { PersonMemoryStore } from '../../src/storage/memory-keeper.ts';
import type { NewPersonMemory, StoredMemory } from '../../src/storage/person-memory.ts';

const SECOND = 1000;
const OPTIONS = { preferredBackend: 'auto', memoryLength: 64, learnFromClicks: false } as const;

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

function createEntries(value: number): ReaderEntry[] {
  return [{ features: Float32Array.of(value) }];
}

/** Where nothing is stored, and anything can be. */
const STORE: PersonMemoryStore = {
  read: async () => undefined,
  write: async () => true,
  endLight: async () => undefined,
};

/** A service on a camera and a network that are plain objects; `replaced` puts others in their place. */
function createRig(replaced: Partial<TrackingServiceDependencies> = {}) {
  const log: string[] = [];
  const states: TrackingState[] = [];
  const samples: GazeSample[] = [];
  const frames = createDeferred<void>();
  const saves: NewPersonMemory[] = [];
  const learned: { entries?: ReaderEntry[] } = {};
  const clicks: { learned?: number } = {};
  const tracker: ReadyTracker = {
    weightsHash: 'abc',
    featureCount: 1,
    useMemory: (entries) => log.push(`use ${entries.map(({ features }) => features[0])}`),
    memory: () => learned.entries,
    inputSize: 4,
    backend: 'wasm',
    backendReason: 'Runs on the processor.',
    track: ({ timestampMs }) => Promise.resolve({ timestampMs, xScreen: 0.5, yScreen: 0.5, confidence: 1 }),
    state: () => ({
      windowFilled: 1,
      eyesInView: true,
      seeking: false,
      ...(clicks.learned === undefined ? {} : { clicksLearned: clicks.learned }),
    }),
    learnFromClicks(on) {
      if (on) clicks.learned = 0;
      else delete clicks.learned;
    },
    learnClick() {
      if (clicks.learned !== undefined) clicks.learned += 1;
    },
    forgetClicks() {
      if (clicks.learned !== undefined) clicks.learned = 0;
    },
    reset: () => {
      delete learned.entries;
      log.push('reset');
    },
    dispose: () => {
      delete learned.entries;
      log.push('dispose');
    },
  };
  const personMemory: PersonMemoryStore = {
    read: async () => undefined,
    async write(memory) {
      log.push('save');
      saves.push(memory);
    },
    endLight: async (camera) => log.push(`light ends before ${camera}`),
  };
  let onNewLight: (() => void) | undefined;
  const service = createTrackingService({
    async openCamera(signal) {
      log.push('open');
      signal.addEventListener('abort', () => log.push('camera off'));
      return { label: 'Desk camera' } as MediaStreamTrack;
    },
    async *readFrames(): AsyncGenerator<CameraFrame> {
      yield { cut: () => new Float32Array(48), timestampMs: 1 };
      yield { cut: () => new Float32Array(48), timestampMs: 2 };
      await frames.promise;
    },
    async loadTracker(_, listener) {
      onNewLight = listener;
      return tracker;
    },
    personMemory,
    onFrame: (_timestampMs, sample) => sample && samples.push(sample),
    onState: (state) => states.push(state),
    ...replaced,
  });
  /** The tracker forgets everything, because the light on the face changed. */
  const changeLight = (): void => {
    delete learned.entries;
    onNewLight!();
  };
  return { service, log, states, samples, saves, learned, frames, tracker, changeLight };
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
  void service.stop();
  expect(log).toEqual(['open', 'camera off', 'dispose']);
  expect(service.state()).toEqual({ status: 'off' });
});

test('stopping while the network loads leaves nothing behind when it arrives', async () => {
  const loading = createDeferred<ReadyTracker>();
  const { service, log, tracker } = createRig({ loadTracker: () => loading.promise });
  const starting = service.start(OPTIONS);
  await expect.poll(() => log).toEqual(['open']);
  void service.stop();
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

describe('what is learned of a person', () => {
  const ADA = { ...OPTIONS, personId: 'ada' };
  const stored: StoredMemory = {
    entries: createEntries(3),
    createdAt: '2026-01-01T00:00:00.000Z',
    from: 'tracking',
  };
  const learnedEntries = createEntries(5);

  afterEach(() => void vi.useRealTimers());

  test('is fetched for the open camera, and given to the tracker before it tracks', async () => {
    const asked: unknown[] = [];
    const read: PersonMemoryStore['read'] = async (...question) => {
      asked.push(question);
      return stored;
    };
    const { service, log } = createRig({ personMemory: { ...STORE, read } });
    expect(await service.start(ADA)).toMatchObject({ status: 'tracking', startedFrom: 'tracking' });
    expect(asked).toEqual([['ada', { weightsHash: 'abc', featureCount: 1, camera: 'Desk camera' }]]);
    expect(log).toEqual(['open', 'reset', 'use 3']);
  });

  test.each([
    ['does not hold', async () => ({ discarded: 'Too old.' }), 'Too old.'],
    [
      'cannot be read',
      () => Promise.reject(new Error('no database')),
      expect.stringMatching(/cannot be read/),
    ],
  ])('and %s leaves the population, says why, and tracking goes on', async (_, read, discarded) => {
    const { service, log, samples } = createRig({ personMemory: { ...STORE, read } });
    const state = await service.start(ADA);
    expect(state).toMatchObject({ status: 'tracking', startedFrom: 'population', discarded });
    await expect.poll(() => samples.length).toBe(2);
    expect(log).toEqual(['open', 'reset']);
  });

  test('is saved at stop: the camera goes off first, and stop resolves after the save', async () => {
    const writing = createDeferred<boolean>();
    const rig = createRig({ personMemory: { ...STORE, write: () => writing.promise } });
    await rig.service.start(ADA);
    rig.learned.entries = learnedEntries;
    let resolved = false;
    const stopping = rig.service.stop().then(() => (resolved = true));
    expect(rig.log).toEqual(['open', 'reset', 'camera off', 'dispose']);
    expect(rig.service.state()).toEqual({ status: 'off' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(resolved).toBe(false);
    writing.resolve(true);
    await stopping;
  });

  test('is saved with whose it is, the camera and the weights', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-02-03T04:05:06.000Z') });
    const { service, saves, learned } = createRig();
    await service.start(ADA);
    learned.entries = learnedEntries;
    await service.stop();
    const createdAt = '2026-02-03T04:05:06.000Z';
    const camera = 'Desk camera';
    const saved = { entries: learnedEntries, personId: 'ada', camera, weightsHash: 'abc', createdAt };
    expect(saves).toEqual([{ ...saved, from: 'tracking' }]);
  });

  test('is not saved while too little was seen, nor for nobody in particular', async () => {
    const thin = createRig();
    await thin.service.start(ADA);
    await thin.service.stop();
    const nobody = createRig();
    await nobody.service.start(OPTIONS);
    nobody.learned.entries = learnedEntries;
    await nobody.service.changePerson();
    await nobody.service.stop();
    expect([...thin.saves, ...nobody.saves]).toEqual([]);
  });

  test('is saved once a minute while tracking', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const ticks = [30, 59, 61, 90, 120, 122].map((seconds) => seconds * SECOND);
    const begun = createDeferred<void>();
    const rig = createRig({
      async *readFrames() {
        await begun.promise;
        for (const timestampMs of ticks) {
          vi.setSystemTime(timestampMs);
          yield { cut: () => new Float32Array(48), timestampMs };
        }
      },
    });
    await rig.service.start(ADA);
    rig.learned.entries = learnedEntries;
    begun.resolve();
    await expect.poll(() => rig.samples.length).toBe(ticks.length);
    await expect
      .poll(() => rig.saves.map((save) => Date.parse(save.createdAt)))
      .toEqual([61, 122].map((s) => s * SECOND));
  });

  test('goes to whom it is of when the person is changed, and the next one starts from their own', async () => {
    const reads: string[] = [];
    const saves: NewPersonMemory[] = [];
    const rig = createRig({
      personMemory: {
        ...STORE,
        async read(personId) {
          reads.push(personId);
          return personId === 'ben' ? stored : undefined;
        },
        write: async (memory) => saves.push(memory),
      },
    });
    expect(await rig.service.start(ADA)).toMatchObject({ startedFrom: 'population' });
    rig.learned.entries = learnedEntries;
    await rig.service.changePerson('ben');
    expect(saves.map(({ personId, entries }) => [personId, entries])).toEqual([['ada', learnedEntries]]);
    expect(reads).toEqual(['ada', 'ben']);
    expect(rig.log).toEqual(['open', 'reset', 'reset', 'use 3']);
    await rig.service.changePerson('ben');
    expect(reads).toHaveLength(2);
  });

  test.each(['before', 'after'])(
    'of a person changed again %s the question is not given to the next',
    async (when) => {
      const ben = createDeferred<typeof stored>();
      const reads: string[] = [];
      const read: PersonMemoryStore['read'] = (id) => {
        reads.push(id);
        return id === 'ben' ? ben.promise : Promise.resolve(undefined);
      };
      const { service, log } = createRig({ personMemory: { ...STORE, read } });
      await service.start(ADA);
      const first = service.changePerson('ben');
      if (when === 'after') await expect.poll(() => reads).toContain('ben');
      const second = service.changePerson('cleo');
      ben.resolve(stored);
      await Promise.all([first, second]);
      expect(log).toEqual(['open', 'reset', 'reset', 'reset']);
    },
  );

  test('is of the person chosen last, also while the network loads', async () => {
    const loading = createDeferred<ReadyTracker>();
    const rig = createRig({ loadTracker: () => loading.promise });
    const starting = rig.service.start(ADA);
    await rig.service.changePerson('ben');
    loading.resolve(rig.tracker);
    await starting;
    rig.learned.entries = learnedEntries;
    await rig.service.stop();
    expect(rig.saves.map(({ personId }) => personId)).toEqual(['ben']);
  });

  describe('from a measurement', () => {
    const measured: StoredMemory = { ...stored, entries: createEntries(7), from: 'measurement' };

    /** A run of Ada's that starts from nothing; what is stored then changes. */
    async function startThenStore(found: StoredMemory | { discarded: string }) {
      const saves: NewPersonMemory[] = [];
      const rig = createRig({
        personMemory: {
          ...STORE,
          read: async () => (rig.log.includes('measured') ? found : undefined),
          write: async (memory) => saves.push(memory),
        },
      });
      await rig.service.start(ADA);
      rig.learned.entries = learnedEntries;
      rig.log.push('measured');
      return { ...rig, saves };
    }

    test('is taken over at once, after the run’s own is saved', async () => {
      const { service, log, saves } = await startThenStore(measured);
      await service.takeOver('ada');
      expect(log.slice(log.indexOf('measured'))).toEqual(['measured', 'use 7']);
      expect(saves.map(({ entries, from }) => [entries, from])).toEqual([[learnedEntries, 'tracking']]);
    });

    test('of somebody else is left alone', async () => {
      const { service, log } = await startThenStore(measured);
      await service.takeOver('ben');
      expect(log.at(-1)).toBe('measured');
    });

    test.each([
      ['none for this camera, but a run', { ...measured, from: 'tracking' as const }],
      ['none that holds', { discarded: 'Through another camera.' }],
    ])('is left alone where there is %s', async (_, found) => {
      const { service, log } = await startThenStore(found);
      await service.takeOver('ada');
      expect(log.at(-1)).toBe('measured');
      expect(service.state()).toMatchObject({ startedFrom: 'population' });
      expect(service.state()).not.toHaveProperty('discarded');
    });

    test('comes too late where the run has ended', async () => {
      const found = createDeferred<StoredMemory>();
      const reads: string[] = [];
      const read: PersonMemoryStore['read'] = (id) => {
        reads.push(id);
        return reads.length === 1 ? Promise.resolve(undefined) : found.promise;
      };
      const { service, log } = createRig({ personMemory: { ...STORE, read } });
      await service.start(ADA);
      const taking = service.takeOver('ada');
      await service.stop();
      found.resolve(measured);
      await taking;
      expect(log).toEqual(['open', 'reset', 'camera off', 'dispose']);
      await service.takeOver('ada');
      expect(reads).toHaveLength(2);
    });
  });

  describe('before the light on their face changed', () => {
    const MEASURED_AT = Date.parse('2026-01-01T00:00:00.000Z');
    const measured: StoredMemory = { ...stored, from: 'measurement' };

    /** A run of Ada's that started from her measurement, ten minutes after it, when the light changes. */
    async function changeTheLight(replaced: Partial<PersonMemoryStore> = {}) {
      vi.useFakeTimers({ toFake: ['Date'], now: MEASURED_AT + 600 * SECOND });
      const saves: NewPersonMemory[] = [];
      const write = async (memory: NewPersonMemory) => {
        rig.log.push('save');
        saves.push(memory);
      };
      const endLight = async (camera: string) => rig.log.push(`light ends before ${camera}`);
      const read = async () => measured;
      const rig = createRig({
        readFrames: neverReads,
        personMemory: { read, write, endLight, ...replaced },
      });
      expect(await rig.service.start(ADA)).toMatchObject({ startedFrom: 'measurement' });
      rig.learned.entries = learnedEntries;
      rig.log.length = 0;
      rig.changeLight();
      return { ...rig, saves };
    }

    test('is forgotten, and the state says so at once', async () => {
      const { service } = await changeTheLight();
      expect(service.state()).toMatchObject({ startedFrom: 'population', newLight: true });
    });

    test('is ended in the store too, and what is learned afterwards is what is saved', async () => {
      const { service, log, learned, saves } = await changeTheLight();
      const later = createEntries(8);
      learned.entries = later;
      await service.stop();
      expect(log).toEqual(['light ends before Desk camera', 'camera off', 'dispose', 'save']);
      expect(saves.map(({ entries, from }) => [entries, from])).toEqual([[later, 'tracking']]);
    });

    test('is not started from again in the run: not by the next measurement told of, nor after somebody else', async () => {
      const { service, log } = await changeTheLight();
      await service.takeOver('ada');
      expect(service.state()).toMatchObject({ startedFrom: 'population', newLight: true });
      await service.changePerson('ben');
      await service.changePerson('ada');
      expect(log.filter((entry) => entry.startsWith('use'))).toEqual([]);
    });

    test('gives way to a measurement in the new light', async () => {
      const createdAt = new Date(MEASURED_AT + 900 * SECOND).toISOString();
      const next = { ...measured, entries: createEntries(9), createdAt };
      const found: StoredMemory[] = [measured, next];
      const { service, log } = await changeTheLight({ read: async () => found.shift() });
      await service.takeOver('ada');
      expect(log.at(-1)).toBe('use 9');
    });

    test('is not given to the run by an answer that was asked for before', async () => {
      const answers = [Promise.resolve(measured)];
      const late = createDeferred<StoredMemory>();
      const { service, log, changeLight } = await changeTheLight({
        read: () => answers.shift() ?? late.promise,
      });
      const taking = service.takeOver('ada');
      changeLight();
      late.resolve({ ...measured, createdAt: new Date(MEASURED_AT + 900 * SECOND).toISOString() });
      await taking;
      expect(log.filter((entry) => entry.startsWith('use'))).toEqual([]);
    });

    test('is forgotten also where the store cannot be told', async () => {
      const { service, learned, saves } = await changeTheLight({
        endLight: () => Promise.reject(new Error('no database')),
      });
      learned.entries = createEntries(8);
      await service.stop();
      expect(saves).toHaveLength(1);
    });
  });

  test('is dropped when it is to be forgotten, and of nobody else', async () => {
    const { service, saves, learned } = createRig();
    await service.start(ADA);
    learned.entries = learnedEntries;
    await service.forget('ben');
    expect(learned.entries).toEqual(learnedEntries);
    await service.forget('ada');
    await service.stop();
    expect(saves).toEqual([]);
  });

  test('and cannot be saved is said while tracking, and stops nothing', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const begun = createDeferred<void>();
    const rig = createRig({
      async *readFrames() {
        await begun.promise;
        for (const timestampMs of [61 * SECOND, 62 * SECOND]) {
          vi.setSystemTime(timestampMs);
          yield { cut: () => new Float32Array(48), timestampMs };
          // A macrotask, as between the frames of a camera.
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
      personMemory: { ...STORE, write: () => Promise.reject(new Error('disk full')) },
    });
    await rig.service.start(ADA);
    rig.learned.entries = learnedEntries;
    begun.resolve();
    await expect
      .poll(() => rig.service.state())
      .toMatchObject({ status: 'tracking', notSaved: expect.stringMatching(/cannot be saved/) });
    await rig.service.stop();
  });
});

describe('clicks', () => {
  const CLICK = { xScreen: 0.5, yScreen: 0.5, timestampMs: 1 };
  const LEARNING = { ...OPTIONS, learnFromClicks: true };

  test('are learned from where the settings say so, and said to be forgotten at once', async () => {
    const { service } = createRig({ readFrames: neverReads });
    expect(await service.start(LEARNING)).toMatchObject({ clicksLearned: 0 });
    service.learnClick(CLICK);
    service.forgetClicks();
    expect(service.state()).toMatchObject({ status: 'tracking', clicksLearned: 0 });
    service.learnFromClicks(false);
    expect(service.state()).not.toHaveProperty('clicksLearned');
  });

  test('are nothing to a run that does not learn from them, or to none', async () => {
    const { service } = createRig({ readFrames: neverReads });
    service.learnFromClicks(true);
    service.learnClick(CLICK);
    service.forgetClicks();
    expect(service.state()).toEqual({ status: 'off' });
    expect(await service.start(OPTIONS)).not.toHaveProperty('clicksLearned');
  });

  test.each([true, false])('are learned from as was chosen last while the network loads: %s', async (on) => {
    const loading = createDeferred<ReadyTracker>();
    const { service, tracker } = createRig({ readFrames: neverReads, loadTracker: () => loading.promise });
    const starting = service.start({ ...OPTIONS, learnFromClicks: !on });
    service.learnFromClicks(on);
    expect(service.state()).toEqual({ status: 'starting' });
    loading.resolve(tracker);
    expect('clicksLearned' in (await starting)).toBe(on);
  });
});

// oxlint-disable-next-line require-yield -- a camera that stands still
async function* neverReads(): AsyncGenerator<CameraFrame> {
  await new Promise(() => undefined);
}

describe('drift', () => {
  const DRIFT = { xScreen: 0.1, yScreen: -0.05 };
  const FOUND = { drift: DRIFT, checkedAt: '2026-11-02T09:00:00.000Z' };
  const ADA = { ...OPTIONS, personId: 'ada' };

  /** A service that sends a frame whenever it is told to. */
  async function createCorrected() {
    const takenBack: number[] = [];
    let next = createDeferred<void>();
    const rig = createRig({
      async *readFrames(): AsyncGenerator<CameraFrame> {
        for (let timestampMs = 1; ; timestampMs += 1) {
          await next.promise;
          next = createDeferred();
          yield { cut: () => new Float32Array(48), timestampMs };
        }
      },
      onDriftTakenBack: () => takenBack.push(1),
    });
    const see = async () => {
      const { length } = rig.samples;
      next.resolve();
      await vi.waitFor(() => expect(rig.samples.length).toBe(length + 1));
      const { xScreen, yScreen } = rig.samples.at(-1)!;
      return { xScreen, yScreen };
    };
    await rig.service.start(ADA);
    expect(rig.service.correctDrift(FOUND)).toEqual(DRIFT);
    expect(await see()).toEqual({ xScreen: 0.4, yScreen: 0.55 });
    return { ...rig, see, takenBack };
  }

  test('that was corrected is corrected in every sample, until it is taken back', async () => {
    const { service, see } = await createCorrected();
    service.correctDrift({ drift: { xScreen: 0.02, yScreen: 0 }, checkedAt: '2026-11-02T09:05:00.000Z' });
    expect((await see()).xScreen).toBeCloseTo(0.38, 10);
    service.correctDrift(null);
    expect(await see()).toEqual({ xScreen: 0.5, yScreen: 0.5 });
  });

  test('of a check that is told of again, as nothing of it was stored, is corrected once', async () => {
    const { service, see } = await createCorrected();
    expect(service.correctDrift(FOUND)).toEqual(DRIFT);
    expect(await see()).toEqual({ xScreen: 0.4, yScreen: 0.55 });
    service.correctDrift(null);
    expect(service.correctDrift(FOUND)).toEqual(DRIFT);
    expect(await see()).toEqual({ xScreen: 0.4, yScreen: 0.55 });
  });

  test.each<[string, (rig: Awaited<ReturnType<typeof createCorrected>>) => unknown]>([
    ['the light on the face', ({ changeLight }) => changeLight()],
    ['the person', ({ service }) => service.changePerson('ben')],
    ['what is known of the person', ({ service }) => service.takeOver('ada')],
    [
      'the camera',
      async ({ service }) => {
        await service.stop();
        await service.start(ADA);
      },
    ],
  ])('is taken back, and said so, when another is %s', async (_, change) => {
    const rig = await createCorrected();
    await change(rig);
    expect(await rig.see()).toEqual({ xScreen: 0.5, yScreen: 0.5 });
    expect(rig.takenBack).toEqual([1]);
  });

  test('is not corrected where nothing is tracked', async () => {
    const { service } = createRig();
    expect(service.correctDrift(FOUND)).toEqual({ xScreen: 0, yScreen: 0 });
  });
});
