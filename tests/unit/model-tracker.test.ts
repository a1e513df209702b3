import { beforeAll, describe, expect, it } from 'vitest';
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createBrightnessModel, createFrame, viewAt, WHOLE_MEAN } from './model-brightness.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

describe('the tracker', () => {
  it('gives a sample with the time of the frame', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 1 });
    // Its own frame is in the statistics: (0 + 6) / 2 = 3.
    const sample = await tracker.track(createFrame(6, 5000));
    expect(sample).toEqual({ timestampMs: 5000, xScreen: 3, yScreen: 0.5, confidence: 0.8 });
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true });
  });

  it('measures a new frame every measureEveryMs and one entry again in between, one pass a frame at most', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 31; i += 1) {
      const before = calls.predicted.length + calls.measured.length;
      await tracker.track(createFrame(i, 1000 + i * 100));
      expect(calls.predicted.length + calls.measured.length - before).toBeLessThanOrEqual(2);
    }
    // 0, 5, 10 and so on are new; after each of them the one that was measured longest ago.
    expect(calls.measured).toEqual([0, 0, 5, 0, 10, 5, 15, 0, 20, 10, 25, 5, 30]);
    // All but the new ones, and the whole square of the first.
    expect(calls.predicted).toHaveLength(31 - 7 + 1);
    // Seeking, framed, and after each pass.
    expect(calls.setMoments).toBe(2 + calls.measured.length);
  });

  it('keeps the last windowLength measured frames, and a newcomer does not count the one that leaves', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, windowLength: 2, measureEveryMs: 0, sourceWeight: 0 });
    const filled: number[] = [];
    const gazes: number[] = [];
    for (const [i, brightness] of [10, 20, 40].entries()) {
      gazes.push((await tracker.track(createFrame(brightness, i)))!.xScreen);
      filled.push(tracker.state().windowFilled);
    }
    expect(filled).toEqual([0.5, 1, 1]);
    expect(mean()).toBe(30);
    expect(gazes).toEqual([0, 5, 10]);
  });

  it('gives no sample for closed eyes, and never lets them in', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 0, sourceWeight: 0 });
    await tracker.track(createFrame(1, 0));
    expect(await tracker.track(createFrame(100, 1, { open: 0.2 }))).toBeNull();
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false });
    expect(mean()).toBe(1);
    expect(await tracker.track(createFrame(1, 2))).not.toBeNull();
    expect(tracker.state().eyesInView).toBe(true);
    expect(calls.measured).toEqual([1, 100, 1]);
  });

  it('measures again when another camera brings an earlier clock', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(createFrame(1, 10_000));
    await tracker.track(createFrame(2, 200));
    expect(calls.measured).toEqual([1, 2]);
  });

  it('forgets everything at reset, the face too', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 0 });
    await tracker.track(createFrame(7, 0));
    tracker.reset();
    expect(mean()).toBe(WHOLE_MEAN);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
    const log: View[] = [];
    await tracker.track(createFrame(9, 10, { log }));
    expect(log).toEqual([WHOLE_VIEW, viewAt(0.5)]);
    expect(calls.measured).toEqual([7, 9]);
    expect(mean()).toBe(9);
  });

  it('leaves nothing of a frame that is under way at reset', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 0 });
    await tracker.track(createFrame(7, 0));
    const underWay = tracker.track(createFrame(100, 600));
    tracker.reset();
    expect(await underWay).toBeNull();
    expect(mean()).toBe(WHOLE_MEAN);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
  });

  it('gives nothing more once disposed, also for a frame under way', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const underWay = tracker.track(createFrame(1, 0));
    tracker.dispose();
    expect(await underWay).toBeNull();
    expect(await tracker.track(createFrame(1, 100))).toBeNull();
    tracker.reset();
    expect(calls.setMoments).toBe(1);
    expect(calls.predicted).toHaveLength(1);
  });
});

describe('the tracker on a network', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('is deterministic, and its samples depend on what it saw before', async () => {
    const model = loadGazeModel(createRandomWeights());
    const createNoise = (seed: number): Pick<CameraFrame, 'cut'> => {
      const random = createRandom(seed);
      const rgba = Uint8Array.from({ length: 64 * 48 * 4 }, () => Math.floor(256 * random()));
      const cut = createViewCutter(SMALL.inputSize);
      return { cut: (view) => cut({ rgba, widthPx: 64, heightPx: 48 }, view) };
    };
    const [a, b, c] = [createNoise(1), createNoise(2), createNoise(3)];
    const follow = async (frames: Pick<CameraFrame, 'cut'>[]) => {
      const tracker = createTracker({ model, leastEyesOpenProbability: 0 });
      const samples = [];
      for (const [i, { cut }] of frames.entries()) {
        samples.push(await tracker.track({ cut, timestampMs: i * 600 }));
      }
      tracker.dispose();
      return samples;
    };
    const first = await follow([a, b, c]);
    expect(await follow([a, b, c])).toEqual(first);
    expect((await follow([b, b, c]))[2]).not.toEqual(first[2]);
    model.dispose();
  });
});
