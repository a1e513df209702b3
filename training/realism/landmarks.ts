/** Where MediaPipe's face mesh and the renderer's truth speak of the same place. */

export type Point = readonly [number, number];

/** A place of the face that both name. */
export interface Place {
  readonly name: string;
  readonly kind: 'iris' | 'corner' | 'lid';
  /** Index into `truth.landmarks`. */
  readonly truth: number;
  /** Index into the face mesh with refined landmarks, which has 478 points. */
  readonly mesh: number;
}

/**
 * Right and left are the person's: in a picture that is not mirrored the right eye lies on the left.
 *
 * @see https://github.com/google-ai-edge/mediapipe/blob/master/mediapipe/modules/face_geometry/data/canonical_face_model_uv_visualization.png
 * @see https://github.com/google-ai-edge/mediapipe/blob/master/docs/solutions/iris.md (468 to 472 the right iris, 473 to 477 the left one, its centre first)
 */
export const PLACES: readonly Place[] = [
  { name: 'right iris', kind: 'iris', truth: 0, mesh: 468 },
  { name: 'right inner corner', kind: 'corner', truth: 1, mesh: 133 },
  { name: 'right outer corner', kind: 'corner', truth: 2, mesh: 33 },
  { name: 'right upper lid', kind: 'lid', truth: 3, mesh: 159 },
  { name: 'right lower lid', kind: 'lid', truth: 4, mesh: 145 },
  { name: 'left iris', kind: 'iris', truth: 5, mesh: 473 },
  { name: 'left inner corner', kind: 'corner', truth: 6, mesh: 362 },
  { name: 'left outer corner', kind: 'corner', truth: 7, mesh: 263 },
  { name: 'left upper lid', kind: 'lid', truth: 8, mesh: 386 },
  { name: 'left lower lid', kind: 'lid', truth: 9, mesh: 374 },
];

/** The ten places of one face as the face mesh found them, in the order of `PLACES`, in pixels of the picture. */
export type Face = readonly Point[];

/** The face that is meant, where any was found. */
export type Detection = Face | undefined;

/** The face whose eyes are nearest to the given ones: the person's own where somebody looks over their shoulder. */
export function nearestFace(faces: readonly Face[], eyes: Face): Detection {
  const distanceTo = (face: Face): number =>
    eyes.reduce((sum, [x, y], i) => sum + Math.hypot(face[i]![0] - x, face[i]![1] - y), 0);
  return [...faces].sort((a, b) => distanceTo(a) - distanceTo(b))[0];
}
