// The tracker and clicks: a gaze that is off goes to what is clicked, and back when the clicks are forgotten.
import { beforeEach, describe, expect, it } from 'vitest';
import type { CameraFrame } from '../../src/camera/frames.ts';
import { createTracker, type Tracker, type TrackerModel } from '../../src/gaze/tracker.ts';
import { fitPersonal } from '../../src/model/fit-personal.ts';
import { correctGaze, type PersonalFit } from '../../src/model/personal-readout.ts';
import { createBrightnessModel } from './model-brightness.ts';

const MINUTE = 60_000;
type Place = [x: number, y: number];

/** What this model's gaze is off by. */
const BIAS: Place = [0.12, -0.09];
const RIDGE = 0.1;

/** Places in cells of their own. */
const PLACES: Place[] = [0.2, 0.5, 0.8].flatMap((x) => [0.2, 0.7].map((y): Place => [x, y]));

/** The readout's constant, and the place from the screen's centre. */
const embed = (features: ArrayLike<number>): number[] => [1, features[0]! - 0.5, features[1]! - 0.5];

/** A frame's features are where the person looks; its gaze is that and the bias, but for what known targets say. */
function createBiasedModel() {
  let personal: PersonalFit | undefined;
  let known: (readonly [Place, boolean])[] = [];
  const read = (features: ArrayLike<number>, fit: PersonalFit | undefined) => {
    const off = fit ? correctGaze(fit, embed(features)) : { x: 0, y: 0 };
    const [xScreen, yScreen] = [features[0]! + BIAS[0] + off.x, features[1]! + BIAS[1] + off.y];
    return { xScreen, yScreen, spread: 0.1, confidence: 0.8 };
  };
  const { model: face } = createBrightnessModel();
  const model: TrackerModel = {
    findFace: (input) => face.findFace({ ...input, image: Float32Array.of(0, 1, 0.5) }),
    async predict({ image, view }) {
      const [x, y, open] = image;
      const found = await face.findFace({ image: Float32Array.of(0, open!, 0.5), view });
      const features = Float32Array.of(x!, y!);
      return { prediction: { ...read(features, personal), ...found }, features };
    },
    async remember(entries) {
      known = entries.map(({ features, target }) => [[features[0]!, features[1]!], target !== undefined]);
      const told = entries.flatMap(({ features, target }) => (target ? [{ features, target }] : []));
      personal = fitPersonal(
        told.map(({ features }) => embed(features)),
        told.map(({ features, target }): Place => {
          const gaze = read(features, undefined);
          return [target.xScreen - gaze.xScreen, target.yScreen - gaze.yScreen];
        }),
        RIDGE,
      );
      return entries.map(({ features }) => read(features, personal));
    },
  };
  return { model, countTargets: () => known.filter(([, isTarget]) => isTarget).length };
}

let nowMs: number;
let tracker: Tracker;
let countTargets: () => number;

const createFrame = ([x, y]: Place, open = 1): CameraFrame => ({
  timestampMs: nowMs,
  cut: () => Float32Array.of(x, y, open),
});

/** Looks at a place for as long as a click asks about, and a frame more; the last sample. */
async function lookAt(place: Place) {
  let sample = null;
  for (let i = 0; i < 6; i += 1) {
    nowMs += 100;
    sample = await tracker.track(createFrame(place));
  }
  return sample!;
}

async function click(places: readonly Place[]): Promise<void> {
  for (const place of places) {
    await lookAt(place);
    tracker.learnClick({ xScreen: place[0], yScreen: place[1], timestampMs: nowMs });
  }
  nowMs += 100;
  await tracker.track(createFrame(places.at(-1)!));
}

async function measureError(): Promise<number> {
  const { xScreen, yScreen } = await lookAt([0.35, 0.4]);
  return Math.hypot(xScreen - 0.35, yScreen - 0.4);
}

const clicksLearned = (): number | undefined => tracker.state().clicksLearned;

beforeEach(() => {
  nowMs = 1000 * MINUTE;
  const { model, countTargets: count } = createBiasedModel();
  countTargets = count;
  tracker = createTracker({ model });
});

describe('clicks', () => {
  it('take a gaze that is off to where the person looks, and forgotten give it back', async () => {
    tracker.learnFromClicks(true);
    const before = await measureError();
    expect(before).toBeCloseTo(0.15, 6);
    await click(PLACES);
    expect(clicksLearned()).toBe(6);
    expect(await measureError()).toBeLessThan(0.2 * before);

    tracker.forgetClicks();
    expect(clicksLearned()).toBe(0);
    // The very next frame is read without them.
    nowMs += 100;
    const { xScreen, yScreen } = (await tracker.track(createFrame([0.35, 0.4])))!;
    expect(Math.hypot(xScreen - 0.35, yScreen - 0.4)).toBeCloseTo(before, 6);
    expect(countTargets()).toBe(0);
  });

  it('say nothing while they are fewer than five', async () => {
    tracker.learnFromClicks(true);
    await click(PLACES.slice(0, 4));
    expect(clicksLearned()).toBe(4);
    expect(await measureError()).toBeCloseTo(0.15, 6);
  });

  it('say nothing where leaving each out shows that the others do not tell it', async () => {
    tracker.learnFromClicks(true);
    const off: Place[] = [
      [0.15, 0],
      [-0.15, 0],
      [0, 0.15],
      [0, -0.15],
      [0.1, 0.1],
      [-0.1, -0.1],
    ];
    for (const [i, [x, y]] of PLACES.entries()) {
      await lookAt([x, y]);
      // About the gaze, each to another side.
      const [xScreen, yScreen] = [x + BIAS[0] + off[i]![0], y + BIAS[1] + off[i]![1]];
      tracker.learnClick({ xScreen, yScreen, timestampMs: nowMs });
    }
    await lookAt([0.5, 0.5]);
    expect(clicksLearned()).toBeGreaterThanOrEqual(5);
    expect(await measureError()).toBeCloseTo(0.15, 6);
  });

  it('are not looked at while learning from them is off, which it is at first', async () => {
    await click(PLACES);
    expect(tracker.state()).not.toHaveProperty('clicksLearned');
    expect(await measureError()).toBeCloseTo(0.15, 6);
  });

  it('are forgotten when that is turned off', async () => {
    tracker.learnFromClicks(true);
    await click(PLACES);
    tracker.learnFromClicks(false);
    expect(await measureError()).toBeCloseTo(0.15, 6);
    expect(tracker.state()).not.toHaveProperty('clicksLearned');
    tracker.learnFromClicks(true);
    expect(clicksLearned()).toBe(0);
  });

  it.each([
    ['the person changes', () => tracker.reset([])],
    ['the run starts anew', () => tracker.reset()],
    ['nobody was there for long', () => (nowMs += 21_000)],
  ])('are forgotten when %s', async (_name, happen) => {
    tracker.learnFromClicks(true);
    await click(PLACES);
    happen();
    expect(await measureError()).toBeCloseTo(0.15, 6);
    expect(clicksLearned()).toBe(0);
  });

  it('are forgotten after 20 minutes, also while nobody clicks', async () => {
    tracker.learnFromClicks(true);
    await click(PLACES);
    // Somebody is there all the time.
    for (const endMs = nowMs + 20 * MINUTE; nowMs < endMs; nowMs += 10_000) {
      await tracker.track(createFrame([0.5, 0.5]));
    }
    expect(await measureError()).toBeCloseTo(0.15, 6);
    expect(clicksLearned()).toBe(0);
  });

  it('are no part of what is kept for the next run', async () => {
    tracker.learnFromClicks(true);
    await click(PLACES);
    expect(tracker.remembered().some(({ target }) => target)).toBe(false);
  });

  it('of closed eyes tell nothing', async () => {
    tracker.learnFromClicks(true);
    await lookAt([0.5, 0.5]);
    for (let i = 0; i < 5; i += 1) {
      nowMs += 100;
      await tracker.track(createFrame([0.5, 0.5], 0));
    }
    tracker.learnClick({ xScreen: 0.5, yScreen: 0.5, timestampMs: nowMs });
    await lookAt([0.5, 0.5]);
    expect(clicksLearned()).toBe(0);
  });
});
