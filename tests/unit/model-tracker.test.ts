import { beforeAll, describe, expect, it } from 'vitest';
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { Moments, Prediction, ViewImage } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

/** Landmarks of eyes an eighth of the square apart; `xFace` is where their middle is: in 64ths, which floats hold exactly. */
function createLandmarks(xFace: number): Float32Array {
  const eyes = [xFace - 1 / 16, xFace + 1 / 16];
  return Float32Array.from(eyes.flatMap((x) => Array<number[]>(5).fill([x, 0.4]).flat()));
}
const viewAt = (xFace: number): View => frameFace(createLandmarks(xFace));

const predictNow = ([brightness, open, xFace]: Float32Array, under: number): Prediction => ({
  xScreen: brightness! - under,
  yScreen: 0.5,
  spread: 0.1,
  confidence: 0.8,
  eyesOpenProbability: open!,
  landmarks: createLandmarks(xFace!),
});

/** Far from every brightness, so that no statistics are taken for those of whole squares. */
const WHOLE_MEAN = -1000;

/**
 * A network of one layer: an image is a frame's brightness, 0..255, whether its eyes are open, and where its face is; the
 * gaze is the brightness minus the statistics' mean, so that every frame that entered the statistics shows.
 */
function createBrightnessModel() {
  const population: Moments = [{ mean: new Float32Array([0]), variance: new Float32Array([1]) }];
  const wholePopulation: Moments = [
    { mean: new Float32Array([WHOLE_MEAN]), variance: new Float32Array([1]) },
  ];
  let mean = 0;
  const calls = {
    predicted: [] as { view: View; under: number }[],
    measured: [] as number[],
    measuredViews: [] as View[],
    setMoments: 0,
  };
  const model: TrackerModel = {
    population,
    wholePopulation,
    setMoments(moments) {
      calls.setMoments += 1;
      mean = moments[0]!.mean[0]!;
    },
    async predict({ image, view }) {
      calls.predicted.push({ view, under: mean });
      return predictNow(image, mean);
    },
    async measure({ image, view }: ViewImage, group) {
      calls.measured.push(image[0]!);
      calls.measuredViews.push(view);
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

/** What the camera sees; the views that are asked of it are logged. */
function frame(
  brightness: number,
  timestampMs: number,
  { open = 1, xFace = 0.5, log = [] as View[] } = {},
): CameraFrame {
  return {
    timestampMs,
    cut(view) {
      log.push(view);
      return new Float32Array([brightness, open, xFace]);
    },
  };
}

describe('the tracker', () => {
  it('gives a sample with the time of the frame', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 1 });
    // Its own frame is in the statistics: (0 + 6) / 2 = 3.
    const sample = await tracker.track(frame(6, 5000));
    expect(sample).toEqual({ timestampMs: 5000, xScreen: 3, yScreen: 0.5, confidence: 0.8 });
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: true });
  });

  it('measures a new frame every measureEveryMs and one entry again in between, one pass a frame at most', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (let i = 0; i < 31; i += 1) {
      const before = calls.predicted.length + calls.measured.length;
      await tracker.track(frame(i, 1000 + i * 100));
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
      gazes.push((await tracker.track(frame(brightness, i)))!.xScreen);
      filled.push(tracker.state().windowFilled);
    }
    expect(filled).toEqual([0.5, 1, 1]);
    expect(mean()).toBe(30);
    expect(gazes).toEqual([0, 5, 10]);
  });

  it('gives no sample for closed eyes, and never lets them in', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 0, sourceWeight: 0 });
    await tracker.track(frame(1, 0));
    expect(await tracker.track(frame(100, 1, { open: 0.2 }))).toBeNull();
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false });
    expect(mean()).toBe(1);
    expect(await tracker.track(frame(1, 2))).not.toBeNull();
    expect(tracker.state().eyesInView).toBe(true);
    expect(calls.measured).toEqual([1, 100, 1]);
  });

  it('measures again when another camera brings an earlier clock', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    await tracker.track(frame(1, 10_000));
    await tracker.track(frame(2, 200));
    expect(calls.measured).toEqual([1, 2]);
  });

  it('forgets everything at reset, the face too', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 0 });
    await tracker.track(frame(7, 0));
    tracker.reset();
    expect(mean()).toBe(WHOLE_MEAN);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
    const log: View[] = [];
    await tracker.track(frame(9, 10, { log }));
    expect(log).toEqual([WHOLE_VIEW, viewAt(0.5)]);
    expect(calls.measured).toEqual([7, 9]);
    expect(mean()).toBe(9);
  });

  it('leaves nothing of a frame that is under way at reset', async () => {
    const { model, mean } = createBrightnessModel();
    const tracker = createTracker({ model, sourceWeight: 0 });
    await tracker.track(frame(7, 0));
    const underWay = tracker.track(frame(100, 600));
    tracker.reset();
    expect(await underWay).toBeNull();
    expect(mean()).toBe(WHOLE_MEAN);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
  });

  it('gives nothing more once disposed, also for a frame under way', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const underWay = tracker.track(frame(1, 0));
    tracker.dispose();
    expect(await underWay).toBeNull();
    expect(await tracker.track(frame(1, 100))).toBeNull();
    tracker.reset();
    expect(calls.setMoments).toBe(1);
    expect(calls.predicted).toHaveLength(1);
  });
});

describe('the tracker’s view', () => {
  it('is the whole square, under its own statistics, until open eyes are found; that frame goes on at once', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    for (const i of [0, 1, 2]) {
      expect(await tracker.track(frame(5, i * 600, { open: 0.4, log }))).toBeNull();
    }
    expect(calls.setMoments).toBe(1);
    expect(tracker.state()).toEqual({ windowFilled: 0, eyesInView: false });
    expect(await tracker.track(frame(5, 1800, { xFace: 0.625, log }))).not.toBeNull();
    expect(log).toEqual([WHOLE_VIEW, WHOLE_VIEW, WHOLE_VIEW, WHOLE_VIEW, viewAt(0.625)]);
    expect(calls.predicted.map(({ under }) => under)).toEqual(Array(4).fill(WHOLE_MEAN));
    // An empty chair is never measured, and neither is a whole square.
    expect(calls.measuredViews).toEqual([viewAt(0.625)]);
  });

  it('rests while the face does, and is the face’s new one in the frame after it moved', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    for (const [i, xFace] of [32, 33, 34, 40, 40, 41].entries()) {
      await tracker.track(frame(5, i * 100, { xFace: xFace / 64, log }));
    }
    const [first, second] = [viewAt(0.5), viewAt(0.625)];
    expect(log).toEqual([WHOLE_VIEW, first, first, first, first, second, second]);
    expect(new Set(log).size).toBe(3);
  });

  it('stays through blinks; without open eyes for a second the face is sought again, and the window kept', async () => {
    const { model, calls, mean } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500, sourceWeight: 0 });
    const view = viewAt(0.5);
    await tracker.track(frame(10, 0));

    let log: View[] = [];
    for (const timeMs of [100, 200, 999]) await tracker.track(frame(0, timeMs, { open: 0, log }));
    await tracker.track(frame(10, 1000, { log }));
    for (const timeMs of [1400, 1999]) await tracker.track(frame(0, timeMs, { open: 0, log }));
    expect(log).toEqual(Array(6).fill(view));
    expect(mean()).toBe(10);

    log = [];
    for (const timeMs of [2000, 2100, 2200]) await tracker.track(frame(0, timeMs, { open: 0, log }));
    expect(log).toEqual([view, WHOLE_VIEW, WHOLE_VIEW]);
    expect(mean()).toBe(WHOLE_MEAN);
    expect(tracker.state()).toEqual({ windowFilled: 1 / 32, eyesInView: false });

    log = [];
    const before = calls.predicted.length;
    const sample = await tracker.track(frame(16, 2300, { xFace: 0.3125, log }));
    expect(log).toEqual([WHOLE_VIEW, viewAt(0.3125)]);
    // Read under the window that was kept. A measuring pass at 1999 found no eyes; none is due yet.
    expect(sample?.xScreen).toBe(16 - 10);
    expect(calls.predicted.slice(before)).toEqual([
      { view: WHOLE_VIEW, under: WHOLE_MEAN },
      { view: viewAt(0.3125), under: 10 },
    ]);
  });

  it('is the whole square at once when another camera with an earlier clock shows no eyes', async () => {
    const { model } = createBrightnessModel();
    const tracker = createTracker({ model });
    const log: View[] = [];
    await tracker.track(frame(1, 10_000));
    for (const timeMs of [100, 200]) await tracker.track(frame(1, timeMs, { open: 0, log }));
    expect(log).toEqual([viewAt(0.5), WHOLE_VIEW]);
  });

  it('stays with each entry of the window: measured again, it is the view that it was cut as', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model, measureEveryMs: 500 });
    for (const [i, xFace] of [0.5, 0.5, 0.75, 0.75, 0.75, 0.75, 0.75].entries()) {
      await tracker.track(frame(i, i * 250, { xFace }));
    }
    expect(calls.measured).toEqual([0, 0, 2, 0, 4, 2, 6]);
    // Frame 2 shows the face at 0.75 and is still cut where it was before.
    const [before, after] = [viewAt(0.5), viewAt(0.75)];
    expect(calls.measuredViews).toEqual([before, before, before, before, after, before, after]);
  });
});

describe('the tracker on a network', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('is deterministic, and its samples depend on what it saw before', async () => {
    const model = loadGazeModel(createRandomWeights());
    const createFrame = (seed: number): Pick<CameraFrame, 'cut'> => {
      const random = createRandom(seed);
      const rgba = Uint8Array.from({ length: 64 * 48 * 4 }, () => Math.floor(256 * random()));
      const cut = createViewCutter(SMALL.inputSize);
      return { cut: (view) => cut({ rgba, widthPx: 64, heightPx: 48 }, view) };
    };
    const [a, b, c] = [createFrame(1), createFrame(2), createFrame(3)];
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
