/** What could be better about the light and the seat, judged from one picture. Pure. */
import type { Light } from './light.ts';

/** `far`: from the camera. `backlit`: the light is behind the person. `uneven`: it comes from one side. */
export type Hint = 'dark' | 'far' | 'glare' | 'backlit' | 'uneven';

/**
 * Where a hint begins. Each is set where the network begins to lose the eyes, or beyond what well-lit pictures show, on
 * rendered people (258 pictures as they came, 512 px squares, and 129 of them altered in each of the ways below).
 */
export const HINT_LIMITS = {
  /**
   * Mean luma of the face. The eyes are found in 95 % of pictures at a quarter of their light, in 71 % at a sixteenth, in
   * 28 % at a thirty-second. One face in a hundred is as dark as this in pictures as they came, nearly all at a sixteenth.
   */
  faceLuma: 45,
  /** Mean luma of the square, where no face is found in it. */
  squareLuma: 40,
  /**
   * Distance of the eyes as a fraction of the square: 44 px of 512, where the network finds nine pairs of eyes in ten, and
   * two in three a quarter below. A person is as small at about 85 cm from a webcam that sees 47 degrees from top to bottom.
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
