// Whether the page zoom changed between two moments; pure.
import { isSameSize } from './screen-identity.ts';
import type { ScreenArea } from './spaces.ts';

export type ZoomMoment = { screen: ScreenArea; devicePixelRatio: number };

/** What it means for heat that was collected before. */
export const ZOOMED = {
  title: 'The page zoom changed',
  text: 'The page is laid out anew, so the heat from before may lie beside what you looked at. Clear it to start afresh.',
} as const;

/** `devicePixelRatio` is a 32 bit float; steps of the zoom menu are farther apart than 4 %. */
const ROUNDING = 0.01;

/**
 * devicePixelRatio = device scale factor * page zoom, and another device scale factor (another screen, or other settings
 * of the system) gives the screen another size. So on a screen of the same size and place only the zoom can have changed it.
 */
export function isZoomChanged(before: ZoomMoment, now: ZoomMoment): boolean {
  if (!isSameSize(before.screen, now.screen)) return false;
  if (before.screen.xScreenPx !== now.screen.xScreenPx || before.screen.yScreenPx !== now.screen.yScreenPx) {
    return false;
  }
  return Math.abs(now.devicePixelRatio / before.devicePixelRatio - 1) > ROUNDING;
}
