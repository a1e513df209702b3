// Degrees of visual angle in px of the screen, where it is known how large the screen is and how far the eyes are.
import type { SessionInfo } from '../session/session-data.ts';

const RADIANS_PER_DEGREE = Math.PI / 180;

/** What angles are told from. */
export type Sight = Pick<SessionInfo, 'screen' | 'distanceCm'>;

/**
 * Device-independent px of the screen for one degree, straight ahead:
 *
 *     px per degree = distance * tan(1 degree) * width in px / width in cm
 *
 * null where the screen's size or the distance is not known. Pixels are as square as they are on every screen of today.
 */
export function findPxPerDegree({ screen, distanceCm }: Sight): number | null {
  if (screen.widthCm === undefined || distanceCm === undefined) return null;
  return (distanceCm * Math.tan(RADIANS_PER_DEGREE) * screen.widthPx) / screen.widthCm;
}
