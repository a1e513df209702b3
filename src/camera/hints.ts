/** What could be better about the light and the seat, judged from one picture. Pure. */
import type { Light } from './light.ts';

/** `far`: from the camera. `backlit`: the light is behind the person. `uneven`: it comes from one side. */
export type Hint = 'dark' | 'far' | 'glare' | 'backlit' | 'uneven';

/**
 * Where a hint begins, chosen on rendered people, 512 px squares: on 258 pictures as they came, and on some of them made
 * darker, backlit, lit from one side, smaller, or with bright spots painted over the eyes.
 */
export const HINT_LIMITS = {
  /**
   * Mean luma of the face. The network sees the eyes in 29 of 31 pictures with an eighth of their light, in 25 with a
   * sixteenth, in 16 with a thirty-second; the face is darker than this in most with an eighth. Of the pictures as they
   * came, one in a hundred is.
   */
  faceLuma: 45,
  /** Mean luma of the square, where no face is found in it. */
  squareLuma: 40,
  /**
   * Distance of the eyes as a fraction of the square: 44 px of 512, an iris of 8. The eyes are found further off, too, but
   * the network's view of the face, 192 px for 2.6 such distances, is enlarged by more than half then, and a degree of gaze
   * moves an iris by a tenth of a pixel or so. A person is as small at about 85 cm from a webcam that sees 47 degrees from
   * top to bottom. How much the gaze suffers was not measured.
   */
  eyeDistance: 0.086,
  /**
   * Share of blown-out pixels around an eye. A cornea's own reflection is far smaller: 95 of 100 pictures as they came have
   * less than 0.006. A bright spot that hides the iris has 0.03 to 0.3.
   */
  blownShare: 0.03,
  /**
   * Luma of what is around the head against that of the face. White walls behind people make up to 2.6 in 95 of 100
   * pictures; a face at a quarter of its light before a background at four times as much makes about 4.
   */
  surroundRatio: 3,
  /**
   * The darker half of the face against the brighter one. 0.68 or more in 95 of 100 pictures as they came, 0.58 the least;
   * light that falls to an eighth from one side to the other makes 0.5.
   */
  sideRatio: 0.5,
} as const;

/** The hints for one picture, what matters most first; two for the same light are one. */
export function findHints({ squareLuma, face }: Light): Hint[] {
  if (!face) return squareLuma < HINT_LIMITS.squareLuma ? ['dark'] : [];
  const isBacklit = face.surroundLuma > HINT_LIMITS.surroundRatio * face.luma;
  const found: [Hint, boolean][] = [
    ['glare', face.blownShare > HINT_LIMITS.blownShare],
    ['backlit', isBacklit],
    ['dark', face.luma < HINT_LIMITS.faceLuma && !isBacklit],
    ['far', face.eyeDistance < HINT_LIMITS.eyeDistance],
    ['uneven', face.sideRatio < HINT_LIMITS.sideRatio],
  ];
  return found.flatMap(([hint, holds]) => (holds ? [hint] : []));
}
