// What a measurement teaches: its photos' features with their targets, where they show open eyes.
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import { readMeasurementMemory, type MeasuredPhoto } from '../../src/gaze/measurement-memory.ts';
import { findEnd, isOfThisSitting } from '../../src/measurement/measurement-end.ts';
import type { Face, GazeModel, ReaderEntry, ViewImage } from '../../src/model/gaze-model.ts';

const SIDE_PX = 8;
/** Where the model finds the eyes: corners 0.3 and 0.7 of the square from its left, 0.5 from its top. */
const LANDMARKS = Float32Array.from(
  [0.3, 0.7].flatMap((x) => [x, x + 0.02, x - 0.02, x, x].flatMap((place) => [place, 0.5])),
);

/** A grey picture; its brightness is what the model below says its features are. */
function createPhoto(brightness: number, xScreen: number): MeasuredPhoto {
  const rgba = new Uint8Array(SIDE_PX * SIDE_PX * 4).fill(brightness);
  const picture: Picture = { rgba, widthPx: SIDE_PX, heightPx: SIDE_PX };
  return { picture, target: { xScreen, yScreen: 1 - xScreen } };
}

/** Eyes that `isOpen` says are open, asked of a brightness; `view` is `square` or `face`. */
function createModel(isOpen: (brightness: number, view: 'square' | 'face') => boolean = () => true) {
  const log: string[] = [];
  const views: ViewImage['view'][] = [];
  const look = ({ image, view }: ViewImage): { brightness: number; face: Face } => {
    const kind = view === WHOLE_VIEW ? 'square' : 'face';
    const brightness = Math.round(image[0]!);
    log.push(`${kind} ${brightness}`);
    views.push(view);
    return {
      brightness,
      face: {
        eyesOpenProbability: isOpen(brightness, kind) ? 0.5 : 0.49,
        landmarks: LANDMARKS,
        certainty: 1,
      },
    };
  };
  const model: Pick<GazeModel, 'findFace' | 'predict' | 'remember'> & { config: GazeModel['config'] } = {
    config: { inputSize: 2 } as GazeModel['config'],
    findFace: async (input) => look(input).face,
    async predict(input) {
      const { brightness, face } = look(input);
      const gaze = { xScreen: 0, yScreen: 0, spread: 1, confidence: 1 };
      return { prediction: { ...gaze, ...face }, features: Float32Array.of(brightness) };
    },
    async remember(entries: readonly ReaderEntry[]) {
      log.push(`remember ${entries.length}`);
      return [];
    },
  };
  return { model, log, views };
}

async function* give(...photos: MeasuredPhoto[]): AsyncGenerator<MeasuredPhoto> {
  yield* photos;
}

const read = (model: ReturnType<typeof createModel>['model'], photos: AsyncIterable<MeasuredPhoto>) =>
  readMeasurementMemory(model, photos, { signal: new AbortController().signal, onProgress: () => undefined });

describe('readMeasurementMemory', () => {
  it('gives every photo’s features with its target, in order', async () => {
    const { model, log, views } = createModel();
    expect(await read(model, give(createPhoto(10, 0.125), createPhoto(20, 0.75)))).toEqual([
      { features: Float32Array.of(10), target: { xScreen: 0.125, yScreen: 0.875 } },
      { features: Float32Array.of(20), target: { xScreen: 0.75, yScreen: 0.25 } },
    ]);
    expect(log).toEqual(['remember 0', 'square 10', 'face 10', 'square 20', 'face 20']);
    expect(views[1]).toEqual(frameFace(LANDMARKS));
  });

  it('leaves out photos without open eyes in the face’s view, whatever the square seems to show', async () => {
    const { model, log } = createModel((brightness, view) => view === 'square' || brightness !== 20);
    const photos = give(createPhoto(20, 0.2), createPhoto(30, 0.3));
    const entries = await read(model, photos);
    expect(entries.map(({ features }) => features[0])).toEqual([30]);
    expect(log).toEqual(['remember 0', 'square 20', 'face 20', 'square 30', 'face 30']);
  });

  it('is empty for no photos', async () => {
    expect(await read(createModel().model, give())).toEqual([]);
  });

  it('reports each photo, with open eyes or without', async () => {
    const { model } = createModel((brightness) => brightness > 10);
    const reports: number[] = [];
    const { signal } = new AbortController();
    const onProgress = (count: number): void => void reports.push(count);
    await readMeasurementMemory(model, give(createPhoto(10, 0), createPhoto(20, 0)), { signal, onProgress });
    expect(reports).toEqual([1, 2]);
  });

  it.each([
    ['before it begins', 0, []],
    ['in the middle', 1, ['remember 0', 'square 10', 'face 10']],
    ['after the last photo', 2, ['remember 0', 'square 10', 'face 10', 'square 20', 'face 20']],
  ])('stops when aborted %s, with the reason, and lets go of the photos', async (_, after, expected) => {
    const { model, log } = createModel();
    const controller = new AbortController();
    const reason = new Error('enough');
    if (after === 0) controller.abort(reason);
    let closed = after === 0;
    async function* photos(): AsyncGenerator<MeasuredPhoto> {
      try {
        yield* [createPhoto(10, 0), createPhoto(20, 0)];
      } finally {
        closed = true;
      }
    }
    const onProgress = (count: number): void => {
      if (count === after) controller.abort(reason);
    };
    const { signal } = controller;
    await expect(readMeasurementMemory(model, photos(), { signal, onProgress })).rejects.toBe(reason);
    expect(log).toEqual(expected);
    expect(closed).toBe(true);
  });

  it('passes on what reading the photos throws', async () => {
    async function* photos(): AsyncGenerator<MeasuredPhoto> {
      yield createPhoto(10, 0);
      throw new Error('photo 2 is damaged');
    }
    await expect(read(createModel().model, photos())).rejects.toThrow('photo 2 is damaged');
  });
});

describe('a measurement’s end', () => {
  const measurement = { createdAt: '2026-02-03T04:00:00.000Z' };
  const now = new Date('2026-02-03T05:00:00.000Z');

  it.each([
    ['the time of its last photo, whatever their order', [1000, 240_000, 2000], '2026-02-03T04:04:00.000Z'],
    ['its beginning where there are no photos', [], measurement.createdAt],
    ['its beginning where the photos say earlier', [-5000], measurement.createdAt],
    ['now where the photos say later', [1e300], now.toISOString()],
  ])('is %s', (_, timesMs, end) => {
    const frames = timesMs.map((timestampMs) => ({ timestampMs }));
    expect(findEnd(measurement, frames, now)).toBe(end);
  });

  it.each([
    ['2026-02-03T04:30:00.000Z', true],
    ['2026-02-03T04:29:59.000Z', false],
  ])('at %s, half an hour ago or more: of this sitting %s', (endedAt, expected) => {
    expect(isOfThisSitting(endedAt, now)).toBe(expected);
  });
});
