// The face's view: known answers, shared with the trainer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agree, followFace, frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';

type Known = {
  frameFace: { name: string; landmarks: [number, number][]; view: View }[];
  agree: {
    name: string;
    view: View;
    landmarks: [number, number][];
    certainty: number;
    expected: number;
  }[];
  followFace: { name: string; view: View; landmarks: [number, number][]; expected: View }[];
};
const path = join(import.meta.dirname, '../fixtures/framing.json');
const known = JSON.parse(readFileSync(path, 'utf8')) as Known;

function expectView(view: View, expected: View): void {
  for (const key of ['x', 'y', 'side'] as const) expect(view[key], key).toBeCloseTo(expected[key], 12);
  expect(view.x).toBeGreaterThanOrEqual(0);
  expect(view.y).toBeGreaterThanOrEqual(0);
}

describe('frameFace', () => {
  test.each(known.frameFace)('$name', ({ landmarks, view }) => {
    expectView(frameFace(landmarks.flat()), view);
  });
});

describe('followFace', () => {
  test.each(known.followFace)('$name', ({ view, landmarks, expected }) => {
    const next = followFace(view, landmarks.flat());
    expectView(next, expected);
    const stays = view.x === expected.x && view.y === expected.y && view.side === expected.side;
    expect(next === view).toBe(stays);
  });

  test('takes the face’s own view from the whole square, then rests in it', () => {
    const landmarks = known.frameFace[0]!.landmarks.flat();
    const view = followFace(WHOLE_VIEW, landmarks);
    expect(view).toEqual(frameFace(landmarks));
    expect(followFace(view, landmarks)).toBe(view);
  });
});

describe('agree', () => {
  test.each(known.agree)('$name', ({ view, landmarks, certainty, expected }) => {
    expect(agree(view, landmarks.flat(), certainty)).toBeCloseTo(expected, 6);
  });
});
