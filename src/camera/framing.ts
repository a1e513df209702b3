/** Frames the face: which part of the camera's square the network is given. Pure; the same rules train and evaluate it. */

/** A square part of the camera's square, in fractions of it: `x`, `y` is its upper left corner, and it lies within 0..1. */
export type View = { x: number; y: number; side: number };

/** The whole square: where a face is sought. */
export const WHOLE_VIEW: View = { x: 0, y: 0, side: 1 };

/**
 * Where a face is sought, one after the other: the whole square, then overlapping quarters of it, in which small faces are
 * large and other things few.
 */
export const SEEK_VIEWS: readonly View[] = [
  WHOLE_VIEW,
  ...Array.from({ length: 9 }, (_, i) => ({ x: (i % 3) / 4, y: Math.floor(i / 3) / 4, side: 0.5 })),
];

/** Side of a face's view in units of the distance between the eyes: brows to mouth, and some room to move. */
const SIDE_PER_EYE_DISTANCE = 2.6;
/** How far below the view's upper edge the eyes lie, as a fraction of its side. */
const EYE_HEIGHT = 0.42;
/** The least distance between the eyes, as a fraction of the square. */
const LEAST_EYE_DISTANCE = 0.02;
/** A view stays while its corner would move by no more than this fraction of its side... */
const MOST_SHIFT = 0.1;
/** ...and its side change by no more than this factor. */
const MOST_ZOOM = 1.18;

/**
 * The view around a face:
 *
 *     m = (e_right + e_left) / 2    s = max(|e_left - e_right|, 0.02)    side = min(1, 2.6 s)
 *     x = clamp(m.x - side / 2, 0, 1 - side)     y = clamp(m.y - 0.42 side, 0, 1 - side)
 *
 * where e is the middle of an eye's two corners.
 *
 * @param landmarks ten points, x then y, in fractions of the square, in the order of `Prediction.landmarks`
 */
export function frameFace(landmarks: ArrayLike<number>): View {
  const right = findEyeMiddle(landmarks, 0);
  const left = findEyeMiddle(landmarks, 5);
  const distance = Math.max(Math.hypot(left.x - right.x, left.y - right.y), LEAST_EYE_DISTANCE);
  const side = Math.min(1, SIDE_PER_EYE_DISTANCE * distance);
  return {
    x: clamp((right.x + left.x) / 2 - side / 2, 1 - side),
    y: clamp((right.y + left.y) / 2 - EYE_HEIGHT * side, 1 - side),
    side,
  };
}

/**
 * The view for the next frame: `view` itself while the face stays about where it is in it, so that a view rests
 * while a head does, else the face's own. From the whole square it is always the face's own.
 */
export function followFace(view: View, landmarks: ArrayLike<number>): View {
  const wanted = frameFace(landmarks);
  const mostShift = MOST_SHIFT * view.side;
  const zoom = wanted.side / view.side;
  const stays =
    view.side < 1 &&
    Math.abs(wanted.x - view.x) <= mostShift &&
    Math.abs(wanted.y - view.y) <= mostShift &&
    zoom >= 1 / MOST_ZOOM &&
    zoom <= MOST_ZOOM;
  return stays ? view : wanted;
}

/**
 * How far a view shows a face where it should: at most 1, where the landmarks lie as `frameFace` would have them and are
 * each in one place.
 *
 *     certainty - shift - |ln zoom|
 *
 * where shift, in sides of the view, and zoom are from the view to the one that the landmarks ask for.
 *
 * @param landmarks what is seen in the view, in fractions of the square
 * @param certainty of the landmarks, 0..1
 */
export function agree(view: View, landmarks: ArrayLike<number>, certainty: number): number {
  const wanted = frameFace(landmarks);
  const shift = Math.max(Math.abs(wanted.x - view.x), Math.abs(wanted.y - view.y)) / view.side;
  return certainty - shift - Math.abs(Math.log(wanted.side / view.side));
}

/**
 * The middles of the two corners of the right eye and of the left, in fractions of the square.
 *
 * @param landmarks as `frameFace` takes them
 */
export function findEyeMiddles(landmarks: ArrayLike<number>): { x: number; y: number }[] {
  return [findEyeMiddle(landmarks, 0), findEyeMiddle(landmarks, 5)];
}

/** The middle of the inner and outer corner of the eye whose first landmark (its iris) is `first`. */
function findEyeMiddle(landmarks: ArrayLike<number>, first: number): { x: number; y: number } {
  const [inner, outer] = [2 * (first + 1), 2 * (first + 2)];
  return {
    x: (landmarks[inner]! + landmarks[outer]!) / 2,
    y: (landmarks[inner + 1]! + landmarks[outer + 1]!) / 2,
  };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
