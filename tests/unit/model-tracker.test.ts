import { beforeAll, describe, expect, it } from 'vitest';
import { createTracker } from '../../src/gaze/tracker.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { Moments, Prediction } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createImages, createRandomWeights, SMALL } from './model-random-weights.ts';

/**
 * A network of one layer: a frame is a pair of its brightness and whether its eyes are open; the gaze is the brightness
 * normalized, so that every frame that entered the statistics shows.
 */
function createBrightnessModel() {
  const population: Moments = [{ mean: new Float32Array([0]), variance: new Float32Array([1]) }];
  let mean = 0;
  const calls = { predict: 0, measure: 0, setMoments: 0 };
  const predictNow = ([brightness, open]: Float32Array): Prediction => ({
    xScreen: brightness! - mean,
    yScreen: 0.5,
    spread: 0.1,
    confidence: 0.8,
    eyesOpenProbability: open!,
    landmarks: new Float32Array(20),
  });
  const model: TrackerModel = {
    population,
    setMoments(moments) {
      calls.setMoments += 1;
      mean = moments[0]!.mean[0]!;
    },
    async predict(image) {
      calls.predict += 1;
      return predictNow(image);
    },
    async measure(image) {
      calls.measure += 1;
      const moments = [{ mean: image.slice(0, 1), variance: new Float32Array([0]) }];
      return { moments, prediction: predictNow(image) };
    },
  };
  return { model, calls, mean: () => mean };
}

const frame = (brightness: number, open = 1): Float32Array => new Float32Array([brightness, open]);

describe('the tracker', () => {
  it('gives a sample with the time of the frame', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 1 });
    // Its own frame is in the statistics: (0 + 0.6) / 2 = 0.3.
    const sample = await tracker.track(frame(0.6), 5000);
    expect(sample).toMatchObject({ timestampMs: 5000, yScreen: 0.5, confidence: 0.8 });
    expect(sample!.xScreen).toBeCloseTo(0.3, 6);
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true });
  });

  it('measures at most every measureEveryMs, and predicts every frame once', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 31; i += 1) await tracker.track(frame(0.5), 1000 + i * 100);
    expect(calls.measure).toBe(7);
    expect(calls.predict).toBe(31);
    expect(calls.setMoments).toBe(1 + 7);
  });

  it('keeps the last windowLength measured frames', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, windowLength: 2, measureEveryMs: 0, sourceWeight: 0 });
    const filled: number[] = [];
    for (const [i, brightness] of [1, 2, 4].entries()) {
      await tracker.track(frame(brightness), i);
      filled.push(tracker.state().windowFilled);
    }
    expect(filled).toEqual([0.5, 1, 1]);
    expect(mean()).toBe(3);
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
    expect(calls.measure).toBe(3);
  });

  it('does not measure an empty chair more often than a person', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 20; i += 1) await tracker.track(frame(0, 0), i * 50);
    expect(calls.measure).toBe(2);
  });

  it('measures again when another camera brings an earlier clock', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(frame(1), 10_000);
    await tracker.track(frame(1), 200);
    expect(calls.measure).toBe(2);
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
    expect(calls.predict).toBe(0);
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
