import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/camera/cut-view.ts';
import { findHints, HINT_LIMITS, type Hint } from '../../src/camera/hints.ts';
import { readLight, type FaceLight, type Light } from '../../src/camera/light.ts';

const SIDE = 200;
/** Eyes 50 px apart, around (100, 80). */
const EYES = { left: 125, right: 75, y: 80 };

/** A grey picture, `lumaAt` in sRGB. */
function paint(lumaAt: (x: number, y: number) => number, widthPx = SIDE): Picture {
  const rgba = new Uint8ClampedArray(widthPx * SIDE * 4);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < widthPx; x += 1)
      rgba.fill(lumaAt(x, y), 4 * (y * widthPx + x), 4 * (y * widthPx + x) + 4);
  }
  return { rgba, widthPx, heightPx: SIDE };
}

/** Each eye's corners lie 10 px to its sides. */
function landmarksOf({ left, right, y }: typeof EYES): number[] {
  const eye = (x: number, inner: number): number[] => [x, y, x + inner, y, x - inner, y, x, y - 5, x, y + 5];
  return [...eye(right, 10), ...eye(left, -10)].map((value) => value / SIDE);
}

function isFace(x: number, y: number): boolean {
  return Math.abs(x - 100) <= 45 && y >= 60 && y <= 140;
}

function faceOf(picture: Picture, eyes = EYES): FaceLight {
  const { face } = readLight(picture, landmarksOf(eyes));
  expect(face).toBeDefined();
  return face!;
}

describe('readLight', () => {
  it('tells the distance of the eyes as a fraction of the square, and the luma of face and surroundings', () => {
    const face = faceOf(paint((x, y) => (isFace(x, y) ? 120 : 30)));
    expect(face.eyeDistance).toBeCloseTo(0.25);
    expect(face.luma).toBeCloseTo(120, 0);
    expect(face.surroundLuma).toBeCloseTo(30, 0);
    expect(face.sideRatio).toBeCloseTo(1, 1);
    expect(face.blownShare).toBe(0);
  });

  it('weighs red, green and blue as BT.709 does', () => {
    const picture = paint(() => 0);
    for (let at = 0; at < picture.rgba.length; at += 4) picture.rgba.set([100, 50, 200], at);
    expect(readLight(picture, undefined).squareLuma).toBeCloseTo(0.2126 * 100 + 0.7152 * 50 + 0.0722 * 200);
  });

  it('sees only the central square of a wide picture', () => {
    const picture = paint((x) => (x < 100 || x >= 300 ? 255 : 40), 400);
    expect(readLight(picture, undefined)).toEqual({ squareLuma: expect.closeTo(40) });
  });

  it('tells the darker side against the brighter one', () => {
    expect(faceOf(paint((x) => (x < 100 ? 40 : 160))).sideRatio).toBeCloseTo(0.25, 1);
  });

  it('takes the eye with more blown-out pixels', () => {
    const spot = paint((x, y) => (Math.hypot(x - EYES.left, y - EYES.y) < 6 ? 255 : 90));
    // A disc of 6 px in a box of 42 x 30.
    expect(faceOf(spot).blownShare).toBeCloseTo((Math.PI * 36) / (42 * 30), 1);
    expect(faceOf(spot).blownShare).toBeGreaterThan(HINT_LIMITS.blownShare);
  });

  it('does not believe in a face that would not fit into the square', () => {
    expect(
      readLight(
        paint(() => 90),
        landmarksOf({ left: 150, right: 50, y: 80 }),
      ).face,
    ).toBeUndefined();
  });

  it('reads a face at the edge, whose surroundings are partly outside', () => {
    const face = faceOf(
      paint(() => 100),
      { left: 50, right: 5, y: 3 },
    );
    expect(face.luma).toBeCloseTo(100, 0);
    expect(Number.isFinite(face.surroundLuma)).toBe(true);
  });
});

describe('findHints', () => {
  const good: FaceLight = {
    eyeDistance: 0.13,
    luma: 110,
    sideRatio: 0.9,
    surroundLuma: 170,
    blownShare: 0.001,
  };
  const cases: { what: string; light: Light; hints: Hint[] }[] = [
    { what: 'a well-lit face', light: { squareLuma: 140, face: good }, hints: [] },
    {
      what: 'a dark face',
      light: { squareLuma: 40, face: { ...good, luma: 30, surroundLuma: 40 } },
      hints: ['dark'],
    },
    {
      what: 'a face that is dark against its background',
      light: { squareLuma: 150, face: { ...good, luma: 40 } },
      hints: ['backlit'],
    },
    {
      what: 'a small face',
      light: { squareLuma: 140, face: { ...good, eyeDistance: 0.07 } },
      hints: ['far'],
    },
    {
      what: 'a reflection over an eye',
      light: { squareLuma: 140, face: { ...good, blownShare: 0.1 } },
      hints: ['glare'],
    },
    {
      what: 'light from one side',
      light: { squareLuma: 140, face: { ...good, sideRatio: 0.3 } },
      hints: ['uneven'],
    },
    {
      what: 'several at once',
      light: { squareLuma: 20, face: { ...good, luma: 20, surroundLuma: 20, eyeDistance: 0.05 } },
      hints: ['dark', 'far'],
    },
    { what: 'a dark picture without a face', light: { squareLuma: 12 }, hints: ['dark'] },
    { what: 'a bright one without', light: { squareLuma: 120 }, hints: [] },
  ];
  it.each(cases)('says of $what: $hints', ({ light, hints }) => expect(findHints(light)).toEqual(hints));
});
