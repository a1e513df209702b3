import { describe, expect, it } from 'vitest';
import { findCameraProblem } from '../../src/measurement/camera-change.ts';

const begunWith = (label: string | undefined) => ({
  camera: { widthPx: 1280, heightPx: 720, label, extra: {} },
});

describe('a measurement that goes on', () => {
  it.each([
    ['the same camera', 'Desk camera', 'Desk camera', null],
    ['a camera that the browser does not name', 'Desk camera', '', null],
    ['a camera while none is known', 'Desk camera', undefined, null],
    ['a camera, begun with one that was not named', undefined, 'Desk camera', null],
    [
      'another camera',
      'Desk camera',
      'Built-in (05ac:8514)',
      /begun with Desk camera, and now it is Built-in\./,
    ],
    // Two of one make are told apart by the rest of their labels.
    ['the other camera of one make', 'HD Webcam #1', 'HD Webcam #2', /begun with HD Webcam #1/],
  ])('with %s', (_, before, now, words) => {
    const problem = findCameraProblem(begunWith(before), now);
    if (words === null) expect(problem).toBeNull();
    else expect(problem).toMatch(words);
  });
});
