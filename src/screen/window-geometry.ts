// What the browser says about the window and its screen, read at once so that the numbers belong together.
import { NO_PINCH, type Pinch, type ScreenArea, type Scroll } from './spaces.ts';

/**
 * Sizes and positions of one moment. Found in Chromium 156 (headless, and with an X server and a real pointer), for
 * device scale factors of 1, 1.25 and 2 and page zooms from 0.5 to 3:
 * - `screenX`, `outerWidth`, `screen.width` are DIPs and do not change with the page zoom;
 * - `innerWidth` is CSS pixels, so it does (rounded down, scroll bar included);
 * - `devicePixelRatio` = device scale factor * page zoom, as a 32 bit float (0.9 reads 0.8999999761581421).
 */
export type WindowGeometry = {
  xWindowScreenPx: number;
  yWindowScreenPx: number;
  outerWidthScreenPx: number;
  outerHeightScreenPx: number;
  innerWidthPx: number;
  innerHeightPx: number;
  devicePixelRatio: number;
};

export function readWindowGeometry(page: Window = window): WindowGeometry {
  return {
    xWindowScreenPx: page.screenX,
    yWindowScreenPx: page.screenY,
    outerWidthScreenPx: page.outerWidth,
    outerHeightScreenPx: page.outerHeight,
    innerWidthPx: page.innerWidth,
    innerHeightPx: page.innerHeight,
    devicePixelRatio: page.devicePixelRatio,
  };
}

/** The screen that the window is on. */
export function readScreenArea(page: Window = window): ScreenArea {
  // `availLeft` and `availTop` are in Chromium and Firefox but not in the DOM typings.
  const { width, height, availWidth, availHeight, availLeft, availTop } = page.screen as Screen & {
    availLeft?: number;
    availTop?: number;
  };
  return {
    xScreenPx: findScreenOrigin(width, availWidth, availLeft ?? 0),
    yScreenPx: findScreenOrigin(height, availHeight, availTop ?? 0),
    widthScreenPx: width,
    heightScreenPx: height,
  };
}

/**
 * A screen's origin on one axis of the desktop. Without the window-management permission a page only sees the
 * available part of its screen, so the origin lies in [available - (length - availableLength), available]: a dock at
 * the near edge or at the far one. The place nearest to 0 is taken: exact on the first screen whatever its docks, and
 * on others without a dock at that edge.
 */
export function findScreenOrigin(length: number, availableLength: number, availableOrigin: number): number {
  const lowest = availableOrigin - Math.max(0, length - availableLength);
  return Math.min(availableOrigin, Math.max(lowest, 0));
}

export function readPinch(page: Window = window): Pinch {
  const viewport = page.visualViewport;
  if (!viewport) return NO_PINCH;
  return { scale: viewport.scale, xOffsetPx: viewport.offsetLeft, yOffsetPx: viewport.offsetTop };
}

export function readScroll(page: Window = window): Scroll {
  return { xScrollPx: page.scrollX, yScrollPx: page.scrollY };
}
