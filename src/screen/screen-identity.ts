// Whether two screens are the same one, from the little that a page is told of a screen; pure.
import type { ScreenArea } from './spaces.ts';

/** The screen that a window is on, and whether it is one of several (`screen.isExtended`). */
export type PresentScreen = ScreenArea & { isExtended: boolean };

/** What a measurement keeps of its screen. */
export type MeasuredScreen = {
  widthPx: number;
  heightPx: number;
  /** A `viewport` is a window's size, where there was no full screen: which screen it was on is not known. */
  surface: 'screen' | 'viewport';
};

export type ScreenFit = 'same' | 'other' | 'unknown';

/** Sizes are whole DIPs, rounded from device pixels. */
const ROUNDING_PX = 1;
/** On a second screen a dock that comes and goes shifts where the screen seems to begin, by less than this share of it. */
const DOCK_SHARE = 0.25;

/**
 * A measured screen is the present one when it is as wide and as high, in the desktop's device-independent pixels. Two
 * screens of one size cannot be told apart, and a screen that is turned or scaled differently by the system counts as
 * another: a page is told neither a screen's name nor its place in the room.
 */
export function fitScreen(measured: MeasuredScreen, present: ScreenArea): ScreenFit {
  if (measured.surface === 'viewport') return 'unknown';
  const { widthPx, heightPx } = measured;
  return isSameSize({ widthScreenPx: widthPx, heightScreenPx: heightPx }, present) ? 'same' : 'other';
}

/** The best of the screens: one that is the same, else one that may be, else none. `unknown` where there are none. */
export function fitBestScreen(measured: readonly MeasuredScreen[], present: ScreenArea): ScreenFit {
  const fits = measured.map((screen) => fitScreen(screen, present));
  if (fits.includes('same')) return 'same';
  return fits.length > 0 && !fits.includes('unknown') ? 'other' : 'unknown';
}

export type ScreenChange = 'none' | 'moved' | 'resized';

/**
 * What became of a window's screen: it `moved` to another where there are several, and was `resized` where there is one,
 * which may be another one too (a computer put on its dock).
 */
export function compareScreens(before: PresentScreen, now: PresentScreen): ScreenChange {
  const moved =
    !isSameOrigin(before.xScreenPx, now.xScreenPx, now.widthScreenPx) ||
    !isSameOrigin(before.yScreenPx, now.yScreenPx, now.heightScreenPx);
  if (!moved && isSameSize(before, now)) return 'none';
  return before.isExtended || now.isExtended ? 'moved' : 'resized';
}

type Size = Pick<ScreenArea, 'widthScreenPx' | 'heightScreenPx'>;

export function isSameSize(a: Size, b: Size): boolean {
  return (
    Math.abs(a.widthScreenPx - b.widthScreenPx) <= ROUNDING_PX &&
    Math.abs(a.heightScreenPx - b.heightScreenPx) <= ROUNDING_PX
  );
}

function isSameOrigin(before: number, now: number, length: number): boolean {
  return Math.abs(before - now) < DOCK_SHARE * length;
}
