import { beforeAll, describe, expect, it } from 'vitest';
import { createTracker } from '../../src/gaze/tracker.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { Moments, Prediction } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createImages, createRandomWeights, SMALL } from './model-random-weights.ts';

const predictNow = ([brightness, open]: Float32Array, under: number): Prediction => ({
  xScreen: brightness! - under,
  yScreen: 0.5,
  spread: 0.1,
  confidence: 0.8,
  eyesOpenProbability: open!,
  landmarks: new Float32Array(20),
});

/**
 * A network of one layer: a frame is a pair of its brightness, 0..255, and whether its eyes are open; the gaze is the
 * brightness minus the statistics' mean, so that every frame that entered the statistics shows.
 */
function createBrightnessModel() {
  const population: Moments = [{ mean: new Float32Array([0]), variance: new Float32Array([1]) }];
  let mean = 0;
  const calls = { predict: 0, measured: [] as number[], setMoments: 0 };
  const model: TrackerModel = {
    population,
    setMoments(moments) {
      calls.setMoments += 1;
      mean = moments[0]!.mean[0]!;
    },
    async predict(image) {
      calls.predict += 1;
      return predictNow(image, mean);
    },
    async measure(image, group) {
      calls.measured.push(image[0]!);
      const moments = [{ mean: image.slice(0, 1), variance: new Float32Array([0]) }];
      const { moments: others, weight } = group ?? { moments: population, weight: 0 };
      return {
        moments,
        prediction: predictNow(image, (weight * others[0]!.mean[0]! + image[0]!) / (weight + 1)),
      };
    },
  };
  return { model, calls, mean: () => mean };
}

const frame = (brightness: number, open = 1): Float32Array => new Float32Array([brightness, open]);

describe('the tracker', () => {
  it('gives a sample with the time of the frame', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 1 });
    // Its own frame is in the statistics: (0 + 6) / 2 = 3.
    const sample = await tracker.track(frame(6), 5000);
    expect(sample).toEqual({ timestampMs: 5000, xScreen: 3, yScreen: 0.5, confidence: 0.8 });
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true });
  });

  it('measures a new frame every measureEveryMs and one entry again in between, one pass a frame at most', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 31; i += 1) {
      const before = calls.predict + calls.measured.length;
      await tracker.track(frame(i), 1000 + i * 100);
      expect(calls.predict + calls.measured.length - before).toBeLessThanOrEqual(2);
    }
    // 0, 5, 10 and so on are new; after each of them the one that was measured longest ago.
    expect(calls.measured).toEqual([0, 0, 5, 0, 10, 5, 15, 0, 20, 10, 25, 5, 30]);
    expect(calls.predict).toBe(31 - 7);
    expect(calls.setMoments).toBe(1 + calls.measured.length);
  });

  it('keeps the last windowLength measured frames, and a newcomer does not count the one that leaves', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, windowLength: 2, measureEveryMs: 0, sourceWeight: 0 });
    const filled: number[] = [];
    const gazes: number[] = [];
    for (const [i, brightness] of [10, 20, 40].entries()) {
      gazes.push((await tracker.track(frame(brightness), i))!.xScreen);
      filled.push(tracker.state().windowFilled);
    }
    expect(filled).toEqual([0.5, 1, 1]);
    expect(mean()).toBe(30);
    expect(gazes).toEqual([0, 5, 10]);
  });

  it('gives no sample for closed eyes, and never lets them in', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 0, sourceWeight: 0 });
    await tracker.track(frame(1), 0);
    expect(await tracker.track(frame(100, 0.2), 1)).toBeNull();
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false });
    expect(mean()).toBe(1);
    expect(await tracker.track(frame(1), 2)).not.toBeNull();
    expect(tracker.state().eyesInView).toBe(true);
    expect(calls.measured).toEqual([1, 100, 1]);
  });

  it('does not measure an empty chair more often than a person', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 20; i += 1) await tracker.track(frame(0, 0), i * 50);
    expect(calls.measured).toEqual([0, 0]);
  });

  it('measures again when another camera brings an earlier clock', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(frame(1), 10_000);
    await tracker.track(frame(2), 200);
    expect(calls.measured).toEqual([1, 2]);
  });

  it('forgets everything at reset', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 0 });
    await tracker.track(frame(7), 0);
    tracker.reset();
    expect(mean()).toBe(0);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
  });

  it('gives nothing more once disposed, also for a frame under way', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const underWay = tracker.track(frame(1), 0);
    tracker.dispose();
    expect(await underWay).toBeNull();
    expect(calls.setMoments).toBe(1);
  });
});

describe('the tracker on a network', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('is deterministic, and its samples depend on what it saw before', async () => {
    const model = loadGazeModel(createRandomWeights());
    const [a, b, c] = createImages(SMALL, 3) as [Float32Array, Float32Array, Float32Array];
    const follow = async (images: Float32Array[]) => {
      const tracker = createTracker({ model, leastEyesOpenProbability: 0 });
      const samples = [];
      for (const [i, image] of images.entries()) samples.push(await tracker.track(image, i * 600));
      tracker.dispose();
      return samples;
    };
    const first = await follow([a, b, c]);
    expect(await follow([a, b, c])).toEqual(first);
    expect((await follow([b, b, c]))[2]).not.toEqual(first[2]);
    model.dispose();
  });
});
