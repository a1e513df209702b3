import { expect, it, vi } from 'vitest';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, SEEK_VIEWS, WHOLE_VIEW, type View } from '../../src/camera/framing.ts';
import { createLiveLook, lookAtPhoto } from '../../src/gaze/look.ts';
import type { SeekingModel } from '../../src/gaze/seek-face.ts';

const SIDE = 64;
const PICTURE: Picture = { rgba: new Uint8Array(SIDE * SIDE * 4).fill(120), widthPx: SIDE, heightPx: SIDE };

/** Eyes 0.1 apart, each with corners at its sides, around this place. */
function landmarksAt(x: number, y: number): Float32Array {
  const eye = (at: number, inner: number): number[] => [at, y, at + inner, y, at - inner, y, at, y, at, y];
  return Float32Array.from([...eye(x - 0.05, 0.02), ...eye(x + 0.05, -0.02)]);
}

/** A face that is found in these parts of the square alone. */
function createModel(parts: readonly View[], eyesOpenProbability = 0.9) {
  const landmarks = landmarksAt(0.75, 0.75);
  const face = frameFace(landmarks);
  const findFace = vi.fn<SeekingModel['findFace']>(async ({ view }) => ({
    eyesOpenProbability,
    certainty: 1,
    landmarks: parts.includes(view) ? landmarks : landmarksAt(0.2, 0.2),
  }));
  const isFace = ({ x, y }: View): boolean => Math.hypot(x - face.x, y - face.y) < 0.01;
  const predict = vi.fn<SeekingModel['predict']>(async ({ view }) => ({
    prediction: {
      xScreen: 0.5,
      yScreen: 0.5,
      confidence: 1,
      eyesOpenProbability,
      certainty: isFace(view) ? 1 : 0.1,
      // Where there is none, the network says the same of every view.
      landmarks: isFace(view) ? landmarks : landmarksAt(0.2, 0.2),
    } as Awaited<ReturnType<SeekingModel['predict']>>['prediction'],
    features: new Float32Array(),
  }));
  return { findFace, predict, seenViews: () => findFace.mock.calls.map(([{ view }]) => view) };
}

const cut = () => new Float32Array();

it('sees open eyes where they are found at once, and reads the light on them', async () => {
  const model = createModel([WHOLE_VIEW]);
  const look = await createLiveLook(model, cut)(PICTURE);
  expect(look).toMatchObject({ eyesSeen: true, light: { face: { eyeDistance: expect.closeTo(0.1) } } });
  expect(model.seenViews()).toEqual([WHOLE_VIEW]);
});

it('does not see shut ones, but the light', async () => {
  const look = await lookAtPhoto(createModel([WHOLE_VIEW], 0.1), cut, PICTURE);
  expect(look.eyesSeen).toBe(false);
  expect(look.light.face).toBeDefined();
});

it('looks at no more than two parts of a frame, finds a small face in its turn, and stays with it', async () => {
  const part = SEEK_VIEWS[3]!;
  const model = createModel([part]);
  const look = createLiveLook(model, cut);
  const seen = [];
  for (let frame = 0; frame < 4; frame += 1) seen.push((await look(PICTURE)).eyesSeen);
  expect(seen).toEqual([false, false, true, true]);
  expect(model.seenViews()).toEqual([0, 1, 0, 2, 0, 3, 3].map((at) => SEEK_VIEWS[at]));
});

it('seeks a face in every part of a photo', async () => {
  const model = createModel([SEEK_VIEWS[9]!]);
  expect((await lookAtPhoto(model, cut, PICTURE)).eyesSeen).toBe(true);
  expect(model.seenViews()).toEqual(SEEK_VIEWS);
});
