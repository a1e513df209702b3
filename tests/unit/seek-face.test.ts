// Where a face is found in a picture: at once, after a second look, in a part of the square, or nowhere.
import { describe, expect, it } from 'vitest';
import { frameFace, SEEK_VIEWS, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import { isSure, seekFace, seekInPart, showsEyes } from '../../src/gaze/seek-face.ts';
import type { SeekingModel } from '../../src/gaze/seek-face.ts';
import { createTracker } from '../../src/gaze/tracker.ts';
import { createBrightnessModel, createFrame } from './model-brightness.ts';

/** Eyes a tenth of the square apart, the middle between them here. */
const eyesAt = (x: number, y: number): Float32Array =>
  Float32Array.from([x - 0.05, x + 0.05].flatMap((eye) => Array<number[]>(5).fill([eye, y]).flat()));
const FACE = eyesAt(0.75, 0.5);
const FACE_VIEW = frameFace(FACE);

const isSame = (a: View, b: View): boolean => Math.hypot(a.x - b.x, a.y - b.y, a.side - b.side) < 0.01;

/**
 * A network that finds what `find` says in each part of the square, and is certain of what it sees in the face's view only.
 * Elsewhere it sees the face at the view's edge, or whatever `elsewhere` says.
 */
function createModel(find: (part: View) => Float32Array, elsewhere?: (view: View) => Float32Array) {
  const looks: View[] = [];
  const gaze = { xScreen: 0.5, yScreen: 0.5, spread: 0.1, confidence: 1 };
  const model: SeekingModel = {
    async findFace({ view }) {
      looks.push(view);
      return { landmarks: find(view), eyesOpenProbability: 0.1, certainty: 0.2 };
    },
    async predict({ view }) {
      looks.push(view);
      const isFace = isSame(view, FACE_VIEW);
      const landmarks = isFace ? FACE : (elsewhere?.(view) ?? eyesAt(view.x, view.y));
      const face = { landmarks, eyesOpenProbability: isFace ? 0.9 : 0.2, certainty: isFace ? 0.95 : 0.3 };
      return { prediction: { ...gaze, ...face }, features: Float32Array.of(looks.length) };
    },
  };
  return { model, looks };
}
const cut = (): Float32Array => new Float32Array(0);

describe('seekFace', () => {
  it('takes two looks where the square shows the face', async () => {
    const { model, looks } = createModel(() => FACE);
    const found = await seekFace(model, cut);
    expect(looks).toEqual([WHOLE_VIEW, FACE_VIEW]);
    expect(found.view).toEqual(FACE_VIEW);
    expect(found.agreement).toBeCloseTo(0.95, 5);
    expect(found.reading.features).toEqual(Float32Array.of(2));
    expect([isSure(found), showsEyes(found)]).toEqual([true, true]);
  });

  it('looks once more where the landmarks are, if they are not where they should be', async () => {
    const { model, looks } = createModel(
      () => eyesAt(0.7, 0.45),
      () => FACE,
    );
    const found = await seekFace(model, cut);
    expect(looks).toHaveLength(3);
    expect(isSame(found.view, FACE_VIEW)).toBe(true);
    expect(isSure(found)).toBe(true);
  });

  it('goes through the parts of the square until one shows it', async () => {
    const right = SEEK_VIEWS.findIndex(({ x, side }, i) => i > 0 && x + side === 1);
    const { model, looks } = createModel((part) =>
      part.x + part.side === 1 && part.side < 1 ? FACE : eyesAt(0.2, 0.2),
    );
    const found = await seekFace(model, cut);
    expect(found.view).toEqual(FACE_VIEW);
    const sought = looks.filter((view) => SEEK_VIEWS.some((part) => part === view));
    expect(sought).toEqual(SEEK_VIEWS.slice(0, right + 1));
  });

  it('gives the likeliest of all parts where none is sure, which shows no eyes', async () => {
    const { model, looks } = createModel(() => eyesAt(0.3, 0.3));
    const found = await seekFace(model, cut);
    expect(looks).toHaveLength(3 * SEEK_VIEWS.length);
    expect([isSure(found), showsEyes(found)]).toEqual([false, false]);
  });

  it('never takes a second look that agrees less for a better one', async () => {
    const { model } = createModel(
      () => eyesAt(0.4, 0.4),
      ({ x }) => eyesAt(x < 0.3 ? 0.45 : 0.99, 0.4),
    );
    const found = await seekInPart(model, cut, WHOLE_VIEW);
    expect(found.view).toEqual(frameFace(eyesAt(0.4, 0.4)));
  });
});

describe('the tracker, seeking', () => {
  /** A face that only shows in the last part of the square, or nowhere. */
  function createDoubtful(certain: boolean) {
    const { model, calls } = createBrightnessModel();
    const { findFace, predict } = model;
    let part: View | undefined;
    model.findFace = (input) => {
      part = input.view;
      return findFace(input);
    };
    model.predict = async (input) => {
      const { prediction, features } = await predict(input);
      const isLast = part === SEEK_VIEWS.at(-1);
      return { prediction: { ...prediction, certainty: certain && isLast ? 0.95 : 0.7 }, features };
    };
    return { tracker: createTracker({ model }), calls };
  }

  it('looks in another part with every frame, and goes on at once where it is sure', async () => {
    const { tracker, calls } = createDoubtful(true);
    for (let i = 1; i < SEEK_VIEWS.length; i += 1) {
      expect(await tracker.track(createFrame(5, i * 33))).toBeNull();
      expect(tracker.state().seeking).toBe(true);
    }
    expect(await tracker.track(createFrame(5, 400))).not.toBeNull();
    expect(calls.sought).toEqual(SEEK_VIEWS);
    expect(tracker.state()).toMatchObject({ seeking: false, eyesInView: true });
  });

  it('makes do with the likeliest after all parts', async () => {
    const { tracker, calls } = createDoubtful(false);
    for (let i = 1; i < SEEK_VIEWS.length; i += 1) {
      expect(await tracker.track(createFrame(5, i * 33))).toBeNull();
    }
    const before = calls.predicted.length;
    expect(await tracker.track(createFrame(5, 400))).not.toBeNull();
    // It was seen in another frame, so it is read in this one.
    expect(calls.predicted.length).toBe(before + 3);
  });

  it('stays with a sure face whose eyes are shut', async () => {
    const { model, calls } = createBrightnessModel();
    const tracker = createTracker({ model });
    for (let i = 0; i < 5; i += 1) expect(await tracker.track(createFrame(5, i, { open: 0.1 }))).toBeNull();
    expect(calls.sought).toEqual(Array(5).fill(WHOLE_VIEW));
  });

  it('begins with the whole square again after a reset', async () => {
    const { tracker, calls } = createDoubtful(true);
    for (const i of [1, 2, 3]) await tracker.track(createFrame(5, i));
    tracker.reset();
    await tracker.track(createFrame(5, 4));
    expect(calls.sought).toEqual([...SEEK_VIEWS.slice(0, 3), WHOLE_VIEW]);
  });
});
