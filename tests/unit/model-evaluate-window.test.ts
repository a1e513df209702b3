// A measurement's photos are read in two passes: whole squares for the faces, then the faces.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeBackend } from '../../scripts/evaluate/node-model.ts';
import { readWindow } from '../../scripts/evaluate/read-window.ts';
import type { EvaluatedModel } from '../../scripts/evaluate/read-window.ts';
import { areaDownscale } from '../../src/camera/area-downscale.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import type { GazeModel, Prediction, ViewImage } from '../../src/model/gaze-model.ts';
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
const frame = (photo: Picture, { landmarks }: Prediction): ViewImage => cut(photo, frameFace(landmarks));

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

  test('stored: the population for whole squares finds the face, the one for faces reads it', async () => {
    const expected: Prediction[] = [];
    for (const photo of photos) {
      model.setMoments(model.wholePopulation);
      const found = await model.predict(cut(photo, WHOLE_VIEW));
      model.setMoments(model.population);
      expected.push(await model.predict(frame(photo, found)));
    }
    expect(await readWindow(model, photos, 'stored')).toEqual(expected);
    // Each photo for itself, unlike in a batch.
    expect(await readWindow(model, photos.slice(2, 3), 'stored')).toEqual(expected.slice(2, 3));
    const [alone] = await readWindow(model, photos.slice(2, 3), 'batch');
    expect(alone).not.toEqual((await readWindow(model, photos, 'batch'))[2]);
  });
});

test('each photo is cut where its own face is, and the whole square never counts', async () => {
  const seen: View[][] = [];
  const model: EvaluatedModel = {
    config: SMALL,
    population: [],
    wholePopulation: [],
    setMoments: () => expect.unreachable('a batch has its own statistics'),
    predict: () => expect.unreachable('a batch is read at once'),
    predictBatch(inputs) {
      seen.push(inputs.map(({ view }) => view));
      return Promise.resolve(
        inputs.map((_, i) => ({
          xScreen: seen.length,
          yScreen: i,
          spread: 0,
          confidence: 1,
          eyesOpenProbability: 1,
          landmarks: createLandmarks(0.25 + i / 16, 0.375 + i / 16),
        })),
      );
    },
  };
  const predictions = await readWindow(model, photos, 'batch');
  expect(predictions.map(({ xScreen, yScreen }) => [xScreen, yScreen])).toEqual([
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 3],
  ]);
  expect(seen).toHaveLength(2);
  expect(seen[0]).toEqual(photos.map(() => WHOLE_VIEW));
  // Eyes an eighth apart: a side of 3.6 / 8, around a middle of 5/16 and on.
  expect(seen[1]!.map(({ x, side }) => [x, side])).toEqual(
    photos.map((_, i) => [Math.max(0, 5 / 16 + i / 16 - 0.225), 0.45]),
  );
});
