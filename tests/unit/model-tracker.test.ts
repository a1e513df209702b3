import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { recent } from '../../src/gaze/memory/recent.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createBrightnessModel, createFrame, entryOf, viewAt } from './model-brightness.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

const SECOND = 1000;
/** Nobody in view. */
const AWAY = { open: 0 };

describe('the tracker', () => {
  it('gives a sample with the time of the frame', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model });
    const sample = await tracker.track(createFrame(6, 5000));
    expect(sample).toEqual({ timestampMs: 5000, xScreen: 6, yScreen: 0.5, confidence: 0.8 });
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true, seeking: false });
  });

  it('reads every frame beside all that are remembered, and remembers one every rememberEveryMs', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 500 });
    const gazes: number[] = [];
    for (let i = 0; i < 31; i += 1) {
      const passes = calls.predicted.length;
      gazes.push((await tracker.track(createFrame(i, 1000 + i * 100)))!.xScreen);
      // One pass a frame, however many are remembered.
      expect(calls.predicted).toHaveLength(passes + 1);
    }
    expect(calls.sought).toHaveLength(1);
    // The memory grows by 0, 5, 10 and so on, and each of them is read once, by itself.
    expect(calls.remembered).toEqual([0, 5, 10, 15, 20, 25, 30].map((_, i, due) => due.slice(0, i + 1)));
    // Frame 0 was read beside nothing; the others beside those that had come: 7 beside 0 and 5.
    expect([gazes[0], gazes[1], gazes[5], gazes[7], gazes[30]]).toEqual([0, 1, 5, 4.5, 30 - 12.5]);
  });

  it('remembers no more than its capacity, by its policy', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const options = { model, capacity: 2, rememberEveryMs: 0 };
    const tracker = createTracker({ ...options, policy: recent });
    for (const [i, brightness] of [10, 20, 40].entries()) await tracker.track(createFrame(brightness, i));
    expect(memory()).toEqual([20, 40]);
    expect(tracker.remembered().map(({ features }) => features[0])).toEqual([20, 40]);

    const stubborn = createTracker({
      ...options,
      policy: { chooseLeaving: (entries) => entries.length - 1 },
    });
    stubborn.reset();
    for (const [i, brightness] of [10, 20].entries()) await stubborn.track(createFrame(brightness, i));
    const readings = calls.remembered.length;
    await stubborn.track(createFrame(40, 2));
    expect(memory()).toEqual([10, 20]);
    // What leaves at once changes nothing, and nothing is read anew for it.
    expect(calls.remembered).toHaveLength(readings);
  });

  it('reads a long memory anew after several new frames, so that a frame costs the same beside it', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model, capacity: 256, rememberEveryMs: 0 });
    const track = async (count: number, startMs: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await tracker.track(createFrame(i, startMs + i));
    };
    tracker.reset(Array.from({ length: 192 }, () => entryOf(7)));
    await track(1, 0);
    const before = calls.remembered.length;
    await track(5, 1);
    // With 192 to 198 frames, after every third one.
    expect(calls.remembered).toHaveLength(before + 2);
    expect(memory()).toHaveLength(192 + 6);
    expect(tracker.remembered()).toHaveLength(6);
    // Whoever is forgotten leaves no count behind.
    await track(1, 6);
    tracker.reset([]);
    await track(2, 7);
    expect(calls.remembered.slice(before + 2).map(({ length }) => length)).toEqual([0, 1, 2]);
  });

  it('tells the policy where the entries seem to look now that the memory has changed', async () => {
    const { model } = createBrightnessModel();
    const seen: number[][] = [];
    const tracker = createTracker({
      model,
      capacity: 2,
      rememberEveryMs: 0,
      policy: {
        chooseLeaving(entries) {
          seen.push(entries.map(({ gaze }) => gaze.xScreen));
          return 0;
        },
      },
    });
    for (const [i, brightness] of [10, 20, 40, 50].entries()) await tracker.track(createFrame(brightness, i));
    // 10 and 20 around their mean 15, and the newcomer 40 read beside them; then 20 and 40 around 30.
    expect(seen).toEqual([
      [-5, 5, 25],
      [-10, 10, 20],
    ]);
  });

  it('reads beside what was remembered of the head where it is now, and keeps the rest', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 0 });
    const sit = async (brightness: number, xFace: number, fromMs: number, count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await tracker.track(createFrame(brightness, fromMs + i, { xFace }));
    };
    await sit(1, 0.5, 0, 20);
    // The first frame after a move is still cut where the head was before.
    await sit(3, 0.75, 100, 1);
    await sit(2, 0.75, 200, 15);
    expect(memory()).toHaveLength(36);
    await sit(2, 0.75, 300, 1);
    expect(memory()).toEqual(Array<number>(16).fill(2));
    expect(tracker.state().windowFilled).toBe(0.5);
    expect(tracker.remembered()).toHaveLength(37);
    await sit(2, 0.5, 400, 1);
    await sit(1, 0.5, 500, 4);
    expect(memory()).toEqual([...Array<number>(20).fill(1), 3, ...Array<number>(4).fill(1)]);
  });

  it('is full of what it needs with 32 frames', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 0 });
    const filled: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      await tracker.track(createFrame(i, i));
      filled.push(tracker.state().windowFilled);
    }
    expect([filled[0], filled[15], filled[31], filled[39]]).toEqual([1 / 32, 0.5, 1, 1]);
  });

  it('gives no sample for closed eyes, and never lets them in', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 0 });
    await tracker.track(createFrame(1, 0));
    expect(await tracker.track(createFrame(100, 1, { open: 0.2 }))).toBeNull();
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false, seeking: false });
    expect(memory()).toEqual([1]);
    expect(await tracker.track(createFrame(1, 2))).not.toBeNull();
    expect(tracker.state().eyesInView).toBe(true);
    expect(memory()).toEqual([1, 1]);
    expect(calls.remembered).toHaveLength(2);
  });

  it('remembers the first open eyes after the time is due, not the closed ones at that time', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 500 });
    await tracker.track(createFrame(1, 0));
    await tracker.track(createFrame(2, 499));
    await tracker.track(createFrame(3, 500, { open: 0.2 }));
    await tracker.track(createFrame(4, 560));
    await tracker.track(createFrame(5, 1000));
    await tracker.track(createFrame(6, 1060));
    expect(memory()).toEqual([1, 4, 6]);
  });

  it('remembers nothing of its own where rememberEveryMs is Infinity', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: Infinity });
    tracker.reset([entryOf(10)]);
    for (const timeMs of [0, 1000, 500]) await tracker.track(createFrame(30, timeMs));
    expect(memory()).toEqual([10]);
    expect(calls.remembered).toHaveLength(1);
  });

  it('remembers again at once when another camera brings an earlier clock', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(createFrame(1, 10_000));
    await tracker.track(createFrame(2, 200));
    await tracker.track(createFrame(3, 300));
    await tracker.track(createFrame(4, 700));
    expect(memory()).toEqual([1, 2, 4]);
  });

  it('forgets everything at reset, the face too', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(createFrame(7, 0));
    tracker.reset();
    expect(tracker.state()).toMatchObject({ eyesInView: false, seeking: true });
    const log: View[] = [];
    const sample = await tracker.track(createFrame(9, 10, { log }));
    expect(log).toEqual([WHOLE_VIEW, viewAt(0.5)]);
    expect(sample?.xScreen).toBe(9);
    expect(calls.predicted.at(-1)!.memory).toEqual([]);
    expect(memory()).toEqual([9]);
    expect(tracker.state().windowFilled).toBe(1 / 32);
  });

  it('starts from what is known of a person, which is none of this run’s frames', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 0, capacity: 2, policy: recent });
    tracker.reset([entryOf(10), entryOf(30)]);
    expect((await tracker.track(createFrame(50, 0)))?.xScreen).toBe(30);
    for (const i of [1, 2]) await tracker.track(createFrame(50 + i, i));
    expect(memory()).toEqual([10, 30, 51, 52]);
    expect(tracker.remembered().map(({ features }) => features[0])).toEqual([51, 52]);
    expect(tracker.state().windowFilled).toBe(4 / 32);

    // Reset again, the person stays; reset to nobody, they go.
    tracker.reset();
    await tracker.track(createFrame(60, 3));
    expect(memory()).toEqual([10, 30, 60]);
    tracker.reset([]);
    await tracker.track(createFrame(70, 4));
    expect(memory()).toEqual([70]);
  });

  it('seeks and forgets after frames that did not come, as when the computer slept', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model, rememberEveryMs: 0 });
    const log: View[] = [];
    await tracker.track(createFrame(7, 0));
    await tracker.track(createFrame(8, 19_999, { log }));
    expect(log).toEqual([viewAt(0.5)]);
    expect(memory()).toEqual([7, 8]);
    await tracker.track(createFrame(9, 40_000, { log }));
    // Found beside the old memory, and read again beside the new one.
    expect(log.slice(1)).toEqual([WHOLE_VIEW, viewAt(0.5), viewAt(0.5)]);
    expect(memory()).toEqual([9]);
  });

  it('leaves nothing of a frame that is under way at reset', async () => {
    const { model, calls, memory } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(createFrame(7, 0));
    const underWay = tracker.track(createFrame(100, 600));
    tracker.reset();
    expect(await underWay).toBeNull();
    expect(memory()).toEqual([]);
    expect(tracker.remembered()).toEqual([]);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false, seeking: true });
    expect(calls.remembered.flat()).not.toContain(100);
  });

  it.each(['findFace', 'predict', 'remember'] as const)(
    'leaves nothing of a frame that is in %s at reset',
    async (step) => {
      const { model, memory } = createBrightnessModel();
      let reset: (() => void) | undefined = () => tracker.reset([entryOf(50)]);
      const original = model[step] as (input: never) => Promise<never>;
      model[step] = async (input: never) => {
        const result = await original(input);
        reset?.();
        reset = undefined;
        return result;
      };
      const tracker = createTracker({ model, rememberEveryMs: 0 });
      expect(await tracker.track(createFrame(100, 0))).toBeNull();
      expect(tracker.remembered()).toEqual([]);
      expect((await tracker.track(createFrame(60, 10)))?.xScreen).toBe(10);
      expect(memory()).toEqual([50, 60]);
    },
  );

  it('gives nothing more once disposed, also for a frame under way', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const underWay = tracker.track(createFrame(1, 0));
    tracker.dispose();
    expect(await underWay).toBeNull();
    expect(await tracker.track(createFrame(1, 100))).toBeNull();
    tracker.reset([entryOf(3)]);
    expect(await tracker.track(createFrame(1, 200))).toBeNull();
    expect(calls.predicted).toEqual([]);
    expect(calls.remembered).toEqual([]);
  });

  it('refuses a capacity that holds nothing', () => {
    const { model } = createBrightnessModel();
    for (const capacity of [0, -1, 2.5, NaN]) {
      expect(() => createTracker({ model, capacity })).toThrow(RangeError);
    }
  });
});

describe('the tracker’s memory of somebody who went away', () => {
  /** Remembers 10 at 0 s, then sees nobody at these times. */
  async function leave(awayMs: number[], options = {}) {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model, ...options });
    await tracker.track(createFrame(10, 0));
    for (const timeMs of awayMs) await tracker.track(createFrame(0, timeMs, AWAY));
    return { tracker, memory };
  }

  it('stays for 20 seconds', async () => {
    const { tracker, memory } = await leave([1, 5, 19].map((seconds) => seconds * SECOND));
    expect((await tracker.track(createFrame(30, 19_999)))?.xScreen).toBe(20);
    expect(memory()).toEqual([10, 30]);
  });

  it('is gone when somebody comes after 20 seconds', async () => {
    const { tracker, memory } = await leave([1, 5, 19].map((seconds) => seconds * SECOND));
    expect((await tracker.track(createFrame(30, 20 * SECOND)))?.xScreen).toBe(30);
    expect(memory()).toEqual([30]);
  });

  it('is gone when another camera with an earlier clock finds somebody', async () => {
    const { tracker, memory } = await leave([]);
    await tracker.track(createFrame(10, 5 * SECOND));
    await tracker.track(createFrame(0, 100, AWAY));
    expect((await tracker.track(createFrame(30, 200)))?.xScreen).toBe(30);
    expect(memory()).toEqual([30]);
  });

  it('stays as long as forgetAfterMs says', async () => {
    const { tracker, memory } = await leave([1000, 2000], { forgetAfterMs: Infinity });
    await tracker.track(createFrame(30, 3600 * SECOND));
    expect(memory()).toEqual([10, 30]);
  });

  it('stays with what is known of the person', async () => {
    const { model, memory } = createBrightnessModel();
    const tracker = createTracker({ model });
    tracker.reset([entryOf(5)]);
    await tracker.track(createFrame(10, 0));
    for (const timeMs of [1000, 2000]) await tracker.track(createFrame(0, timeMs, AWAY));
    await tracker.track(createFrame(30, 60 * SECOND));
    expect(memory()).toEqual([5, 30]);
  });
});

/** A network that takes everything for a face. */
function sureOf(model: GazeModel): GazeModel {
  const { predict } = model;
  model.predict = async (input) => {
    const { prediction, features } = await predict.call(model, input);
    return { prediction: { ...prediction, certainty: 9 }, features };
  };
  return model;
}

describe('the tracker on a network', () => {
  beforeAll(() => startNodeBackend('wasm'));

  const createNoise = (seed: number): Pick<CameraFrame, 'cut'> => {
    const random = createRandom(seed);
    const rgba = Uint8Array.from({ length: 64 * 48 * 4 }, () => Math.floor(256 * random()));
    const cut = createViewCutter(SMALL.inputSize);
    return { cut: (view) => cut({ rgba, widthPx: 64, heightPx: 48 }, view) };
  };

  it('is deterministic, and its samples depend on what it saw before', async () => {
    const model = sureOf(loadGazeModel(createRandomWeights()));
    const [a, b, c] = [createNoise(1), createNoise(2), createNoise(3)];
    const follow = async (frames: Pick<CameraFrame, 'cut'>[]) => {
      const tracker = createTracker({ model, leastEyesOpenProbability: 0 });
      tracker.reset();
      const samples = [];
      for (const [i, { cut }] of frames.entries()) {
        samples.push(await tracker.track({ cut, timestampMs: i * 600 }));
      }
      tracker.dispose();
      return samples;
    };
    const first = await follow([a, b, c]);
    expect(first.every((sample) => sample !== null)).toBe(true);
    expect(await follow([a, b, c])).toEqual(first);
    expect((await follow([b, b, c]))[2]).not.toEqual(first[2]);
    model.dispose();
  });

  it('leaves no tensor behind, whatever happens to the memory', async () => {
    const before = tf.memory().numTensors;
    const model = sureOf(loadGazeModel(createRandomWeights()));
    const loaded = tf.memory().numTensors;
    const tracker = createTracker({ model, leastEyesOpenProbability: 0, rememberEveryMs: 0, capacity: 4 });
    const counts = new Set<number>();
    for (let i = 0; i < 12; i += 1) {
      await tracker.track({ ...createNoise(i + 1), timestampMs: i * 100 });
      counts.add(tf.memory().numTensors);
    }
    // Keys and values of each head, the memory's moments, two tensors for each layer of the readout, and its share.
    const kept = 2 * SMALL.reader.layers * SMALL.reader.heads + 2 + 2 * (1 + SMALL.hidden.length) + 1;
    expect([...counts]).toEqual([loaded + kept]);
    const underWay = tracker.track({ ...createNoise(1), timestampMs: 2000 });
    tracker.reset();
    await underWay;
    await tracker.track({ ...createNoise(1), timestampMs: 2100 });
    expect(tf.memory().numTensors).toBe(loaded + kept);
    tracker.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
