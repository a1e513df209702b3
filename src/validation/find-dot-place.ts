// Where on the screen a dot on this page lies.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import { getSurface, measurePage, toScreenPlace } from '../measurement/screen-place.ts';
import { guessPlacement } from '../screen/learn-placement.ts';
import { desktopToScreen, viewportToDesktop } from '../screen/spaces.ts';
import { readScreenArea, readWindowGeometry } from '../screen/window-geometry.ts';

/** Whether the page fills the screen in fact. */
export function hasScreen(): boolean {
  return getSurface(measurePage()).surface === 'screen';
}

/**
 * The dot's centre as fractions of the screen; null while it is not drawn. Gaze is told in the same fractions. Without
 * full screen the place is reckoned from that of the window, and is off by as much as its borders are guessed wrong.
 */
export function findDotPlace(dot: HTMLElement | null): ScreenPlace | null {
  if (!dot?.isConnected) return null;
  const box = dot.getBoundingClientRect();
  const xViewportPx = box.x + box.width / 2;
  const yViewportPx = box.y + box.height / 2;
  if (hasScreen()) return toScreenPlace(xViewportPx, yViewportPx, measurePage());
  const window = readWindowGeometry();
  const { cssScale, xOriginWindowPx, yOriginWindowPx } = guessPlacement(window);
  const placement = {
    cssScale,
    xOriginScreenPx: window.xWindowScreenPx + xOriginWindowPx,
    yOriginScreenPx: window.yWindowScreenPx + yOriginWindowPx,
  };
  return desktopToScreen(viewportToDesktop({ xViewportPx, yViewportPx }, placement), readScreenArea());
}
