// A measurement's photos are read in two passes: whole squares for the faces, then the faces.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { seekFace } from '../../src/gaze/seek-face.ts';
import { readWindow } from '../../scripts/evaluate/read-window.ts';
import type { EvaluatedModel } from '../../scripts/evaluate/read-window.ts';
import { areaDownscale } from '../../src/camera/area-downscale.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import type { Face, FaceReading, GazeModel, ReaderEntry, ViewImage } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';
import { createRandom, createRandomWeights, SMALL } from './model-random-weights.ts';

const SIDE_PX = 100;

/** A square photo of soft blots. */
function createPhoto(seed: number): Picture {
  const random = createRandom(seed);
  const blots = Array.from({ length: 12 }, () => ({
    x: SIDE_PX * random(),
    y: SIDE_PX * random(),
    value: 255 * random(),
  }));
  const rgba = Uint8Array.from({ length: SIDE_PX ** 2 * 4 }, (_, i) => {
    const [column, row, channel] = [Math.floor(i / 4) % SIDE_PX, Math.floor(i / 4 / SIDE_PX), i % 4];
    let [weight, sum] = [0, 0];
    for (const { x, y, value } of blots) {
      const share = Math.exp(-((column - x) ** 2 + (row - y - 3 * channel) ** 2) / 200) + 1e-6;
      weight += share;
      sum += share * value;
    }
    return sum / weight;
  });
  return { rgba, widthPx: SIDE_PX, heightPx: SIDE_PX };
}

/** By the rule's own words, with nothing of `readWindow`. */
function cut({ rgba, widthPx, heightPx }: Picture, view: View): ViewImage {
  const crop = { x: view.x * SIDE_PX, y: view.y * SIDE_PX, side: view.side * SIDE_PX };
  return { image: areaDownscale(rgba, widthPx, heightPx, crop, SMALL.inputSize), view };
}
const frame = (photo: Picture, { landmarks }: Face): ViewImage => cut(photo, frameFace(landmarks));

/** Eyes whose every point is at these x, halfway down. */
const createLandmarks = (...eyes: [number, number]): Float32Array =>
  Float32Array.from(eyes.flatMap((x) => Array<number[]>(5).fill([x, 0.5]).flat()));

const photos = [1, 2, 3, 4].map(createPhoto);

describe('on a network', () => {
  let model: GazeModel;
  beforeAll(async () => {
    await startNodeBackend('wasm');
    model = loadGazeModel(createRandomWeights());
  });
  afterAll(() => model.dispose());

  test('batch: both passes are exact batches', async () => {
    const found = await model.predictBatch(photos.map((photo) => cut(photo, WHOLE_VIEW)));
    const expected = await model.predictBatch(photos.map((photo, i) => frame(photo, found[i]!)));
    expect(await readWindow(model, photos, 'batch')).toEqual(expected);
    expect(expected[0]!.xScreen).not.toBeCloseTo(found[0]!.xScreen, 3);
  });

  /** Each photo's face, found and read one by one, beside the model's memory. */
  const readEach = async (): Promise<FaceReading[]> => {
    const readings: FaceReading[] = [];
    for (const photo of photos) {
      const { reading } = await seekFace(model, (view) => cut(photo, view).image);
      readings.push(reading);
    }
    return readings;
  };

  test('alone: each photo for itself, whatever was remembered before', async () => {
    await model.remember([]);
    const expected = (await readEach()).map(({ prediction }) => prediction);
    await model.remember([{ features: new Float32Array(model.featureCount).fill(0.3) }]);
    expect(await readWindow(model, photos, 'alone')).toEqual(expected);
    expect(await readWindow(model, photos.slice(2, 3), 'alone')).toEqual(expected.slice(2, 3));
    const [batch] = await readWindow(model, photos.slice(2, 3), 'batch');
    expect(batch).not.toEqual((await readWindow(model, photos, 'batch'))[2]);
  });

  test('alone, beside what is known of the person', async () => {
    const random = createRandom(9);
    const person: ReaderEntry[] = [0.2, 0.7].map((xScreen) => ({
      features: Float32Array.from({ length: model.featureCount }, random),
      target: { xScreen, yScreen: 0.4 },
    }));
    await model.remember(person);
    const expected = (await readEach()).map(({ prediction }) => prediction);
    const nobody = await readWindow(model, photos, 'alone');
    expect(await readWindow(model, photos, 'alone', person)).toEqual(expected);
    expect(Math.abs(nobody[0]!.xScreen - expected[0]!.xScreen)).toBeGreaterThan(1e-4);
  });

  test('memory: each photo beside all of the window, and nothing else', async () => {
    const readings = await readEach();
    await model.remember(readings.map(({ features }) => ({ features })));
    const expected = await model.read(readings.map(({ features }) => features));
    expect(await readWindow(model, photos, 'memory')).toEqual(expected);
    // Not even the window before.
    await readWindow(model, [5, 6].map(createPhoto), 'memory');
    expect(await readWindow(model, photos, 'memory')).toEqual(expected);
    const [short] = await readWindow(model, photos.slice(0, 2), 'memory');
    const [alone] = await readWindow(model, photos, 'alone');
    for (const other of [short!, alone!]) {
      expect(Math.abs(other.xScreen - expected[0]!.xScreen)).toBeGreaterThan(1e-4);
    }
  });
});

/** Eyes an eighth of the square apart, at another place for each photo. */
const landmarksOf = (i: number): Float32Array => createLandmarks(0.25 + i / 16, 0.375 + i / 16);
// A side of 2.6 / 8, around a middle of 5/16 and on.
const expectedViews = photos.map((_, i) => [5 / 16 + i / 16 - 0.325 / 2, 0.325]);
const toCorner = ({ x, side }: View): [number, number] => [x, side];
const unused = (): never => expect.unreachable('this is another way of reading');

test('batch: each photo is cut where its own face is, and the whole square never counts', async () => {
  const seen: View[][] = [];
  const model: EvaluatedModel = {
    config: SMALL,
    findFace: unused,
    predict: unused,
    remember: unused,
    read: unused,
    predictBatch(inputs) {
      seen.push(inputs.map(({ view }) => view));
      return Promise.resolve(
        inputs.map((_, i) => ({
          xScreen: seen.length,
          yScreen: i,
          spread: 0,
          confidence: 1,
          eyesOpenProbability: 1,
          landmarks: landmarksOf(i),
          certainty: 1,
        })),
      );
    },
  };
  const gazes = await readWindow(model, photos, 'batch');
  expect(gazes.map(({ xScreen, yScreen }) => [xScreen, yScreen])).toEqual([
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 3],
  ]);
  expect(seen).toHaveLength(2);
  expect(seen[0]).toEqual(photos.map(() => WHOLE_VIEW));
  expect(seen[1]!.map(toCorner)).toEqual(expectedViews);
});

test.each(['memory', 'alone'] as const)(
  '%s: so it is too where faces are found one by one',
  async (reading) => {
    const sought: View[] = [];
    const seen: View[] = [];
    const gaze = { xScreen: 0, yScreen: 0, spread: 0, confidence: 1 };
    const model: EvaluatedModel = {
      config: SMALL,
      async findFace({ view }) {
        sought.push(view);
        return { eyesOpenProbability: 0.1, landmarks: landmarksOf(sought.length - 1), certainty: 0.1 };
      },
      async predict({ view }) {
        seen.push(view);
        const face = { eyesOpenProbability: 0.1, landmarks: landmarksOf(sought.length - 1), certainty: 1 };
        return { prediction: { ...gaze, ...face }, features: new Float32Array(1) };
      },
      remember: async (entries) => entries.map(() => gaze),
      read: async (features) => features.map(() => gaze),
      predictBatch: unused,
    };
    expect(await readWindow(model, photos, reading)).toHaveLength(photos.length);
    expect(sought).toEqual(photos.map(() => WHOLE_VIEW));
    expect(seen.map(toCorner)).toEqual(expectedViews);
  },
);
