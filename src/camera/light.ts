/** Reads how a face is lit and how large it is, from the picture's own pixels. Pure. */
import type { Picture } from './cut-view.ts';
import { findEyeMiddles } from './framing.ts';
import { getSquareCrop } from './square-crop.ts';

/** Of the camera's square. Lumas are means of gamma-coded values, 0..255. */
export type Light = {
  /** Of the whole square. */
  squareLuma: number;
  /** Absent where no face was found, or one that cannot be. */
  face?: FaceLight;
};

export type FaceLight = {
  /** Between the middles of the eyes, as a fraction of the square's side. */
  eyeDistance: number;
  /** From the brows to the mouth. */
  luma: number;
  /** The darker half of the face against the brighter one, 0..1. */
  sideRatio: number;
  /** Beside and above the head. */
  surroundLuma: number;
  /** Of the pixels around the eye that has more of them, the share that is blown out: nothing is left to see there. */
  blownShare: number;
};

/** A rectangle in pixels; its ends may lie outside of the square. */
type Box = { left: number; top: number; right: number; bottom: number };

/** In every channel. JPEG and the sensor's own noise keep a blown-out pixel from being 255 everywhere. */
const BLOWN = 250;
/** Every second pixel of every second row: a mean over hundreds of pixels does not change by that. */
const STEP_PX = 2;

/** Boxes in units of the distance between the eyes, around the middle between them: a face is about 2 wide and 3 tall. */
const FACE = { halfWidth: 0.9, above: 0.4, below: 1.2 };
/** With the hair, and below it the shoulders. */
const HEAD = { halfWidth: 1.7, above: 2 };
/** An eye with what a lens of glasses covers of it. */
const EYE = { halfWidth: 0.42, halfHeight: 0.3 };
/** A face whose eyes are further apart than this does not fit into the square: the network saw one where there is none. */
const MOST_EYE_DISTANCE = 0.35;

/**
 * The light in a picture's central square.
 *
 *     luma = 0.2126 R + 0.7152 G + 0.0722 B
 *
 * @param landmarks as in `Face.landmarks`, in fractions of the square; undefined where no face was found
 * @see https://www.itu.int/rec/R-REC-BT.709 for the weights
 */
export function readLight(picture: Picture, landmarks: ArrayLike<number> | undefined): Light {
  const { x, y, side } = getSquareCrop(picture.widthPx, picture.heightPx);
  const square: Box = { left: x, top: y, right: x + side, bottom: y + side };
  const squareLuma = measureBox(picture, square, square).luma;
  if (!landmarks) return { squareLuma };
  const eyes = findEyeMiddles(landmarks).map((eye) => ({ x: x + eye.x * side, y: y + eye.y * side }));
  const [right, left] = [eyes[0]!, eyes[1]!];
  const eyeDistancePx = Math.hypot(left.x - right.x, left.y - right.y);
  const eyeDistance = eyeDistancePx / side;
  if (eyeDistance > MOST_EYE_DISTANCE) return { squareLuma };
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const measure = (box: Box): BoxLight => measureBox(picture, box, square);

  const top = middle.y - FACE.above * eyeDistancePx;
  const bottom = middle.y + FACE.below * eyeDistancePx;
  const width = FACE.halfWidth * eyeDistancePx;
  const halves = [
    measure({ left: middle.x - width, right: middle.x, top, bottom }).luma,
    measure({ left: middle.x, right: middle.x + width, top, bottom }).luma,
  ] as const;
  return {
    squareLuma,
    face: {
      eyeDistance,
      luma: (halves[0] + halves[1]) / 2,
      sideRatio: Math.min(...halves) / Math.max(...halves, 1),
      surroundLuma: measureSurround(measure, square, middle, eyeDistancePx),
      blownShare: Math.max(...eyes.map((eye) => measure(boxAround(eye, eyeDistancePx)).blownShare)),
    },
  };
}

function boxAround(eye: { x: number; y: number }, eyeDistancePx: number): Box {
  return {
    left: eye.x - EYE.halfWidth * eyeDistancePx,
    right: eye.x + EYE.halfWidth * eyeDistancePx,
    top: eye.y - EYE.halfHeight * eyeDistancePx,
    bottom: eye.y + EYE.halfHeight * eyeDistancePx,
  };
}

/** What lies to the left and right of the head, as far down as the mouth, and above it. */
function measureSurround(
  measure: (box: Box) => BoxLight,
  square: Box,
  middle: { x: number; y: number },
  eyeDistancePx: number,
): number {
  const headLeft = middle.x - HEAD.halfWidth * eyeDistancePx;
  const headRight = middle.x + HEAD.halfWidth * eyeDistancePx;
  const headTop = middle.y - HEAD.above * eyeDistancePx;
  const bottom = middle.y + FACE.below * eyeDistancePx;
  const parts = [
    measure({ ...square, right: headLeft, bottom }),
    measure({ ...square, left: headRight, bottom }),
    measure({ ...square, left: headLeft, right: headRight, bottom: headTop }),
  ];
  const pixels = parts.reduce((sum, part) => sum + part.pixels, 0);
  return parts.reduce((sum, part) => sum + part.luma * part.pixels, 0) / Math.max(1, pixels);
}

type BoxLight = { luma: number; blownShare: number; pixels: number };

/** The part of `box` that lies in `square`; all zero where none does. */
function measureBox({ rgba, widthPx }: Picture, box: Box, square: Box): BoxLight {
  const left = Math.ceil(Math.max(box.left, square.left));
  const right = Math.min(box.right, square.right);
  const bottom = Math.min(box.bottom, square.bottom);
  let luma = 0;
  let blown = 0;
  let pixels = 0;
  for (let y = Math.ceil(Math.max(box.top, square.top)); y < bottom; y += STEP_PX) {
    for (let x = left; x < right; x += STEP_PX) {
      const at = 4 * (y * widthPx + x);
      const [red, green, blue] = [rgba[at]!, rgba[at + 1]!, rgba[at + 2]!];
      luma += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      if (red >= BLOWN && green >= BLOWN && blue >= BLOWN) blown += 1;
      pixels += 1;
    }
  }
  const count = Math.max(1, pixels);
  return { luma: luma / count, blownShare: blown / count, pixels };
}
