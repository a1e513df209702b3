// From a place on the measurement's page to a fraction of the screen, whether or not the page covers all of it.

/** What fractions are of: the physical screen, or, where full screen is not to be had, the window's viewport. */
export type Surface = 'screen' | 'viewport';

/** How a page lies on its screen. CSS pixels of an unzoomed page, except `inner`, which is in the page's own. */
export type PageOnScreen = {
  /** As the document sees it; the window may still be an ordinary one, e.g. while its tab is shared. */
  readonly fullscreen: boolean;
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  readonly screenX: number;
  readonly screenY: number;
  readonly screenWidth: number;
  readonly screenHeight: number;
  /** Where the screen itself begins on a desktop of several screens. */
  readonly screenLeft: number;
  readonly screenTop: number;
};

export type ScreenPlace = { readonly xScreen: number; readonly yScreen: number };

/** Full screen counts as covering the screen when it is off by no more than rounding. */
const TOLERANCE_PX = 2;

/** Measures the page now; the page can be resized, zoomed or moved at any time. */
export function measurePage(page: Window = window): PageOnScreen {
  // `availLeft` and `availTop` are in every Chromium but not in the DOM typings.
  // See https://developer.mozilla.org/docs/Web/API/Screen/availLeft
  const screen = page.screen as Screen & { availLeft?: number; availTop?: number };
  return {
    fullscreen: page.document.fullscreenElement !== null,
    innerWidth: page.innerWidth,
    innerHeight: page.innerHeight,
    outerWidth: page.outerWidth,
    outerHeight: page.outerHeight,
    screenX: page.screenX,
    screenY: page.screenY,
    screenWidth: screen.width,
    screenHeight: screen.height,
    screenLeft: findOrigin(screen.availLeft ?? 0, screen.width),
    screenTop: findOrigin(screen.availTop ?? 0, screen.height),
  };
}

/** Which surface a measurement on this page speaks of, with its size as the file format stores it. */
export function getSurface(page: PageOnScreen): { surface: Surface; widthPx: number; heightPx: number } {
  return ownsScreen(page)
    ? { surface: 'screen', widthPx: page.screenWidth, heightPx: page.screenHeight }
    : { surface: 'viewport', widthPx: page.innerWidth, heightPx: page.innerHeight };
}

/**
 * The fraction of the surface at a viewport position (CSS pixels of the page). In full screen
 *
 *     xScreen = (screenX - screenLeft + x * zoom) / screenWidth,  zoom = outerWidth / innerWidth
 *
 * which is x / innerWidth when the page covers the screen, and also right beside a camera notch. There the window has
 * no borders, so the viewport begins at the window's corner.
 */
export function toScreenPlace(xViewportPx: number, yViewportPx: number, page: PageOnScreen): ScreenPlace {
  const { widthPx, heightPx } = getUnzoomedSize(page);
  const covers =
    Math.abs(widthPx - page.screenWidth) <= TOLERANCE_PX &&
    Math.abs(heightPx - page.screenHeight) <= TOLERANCE_PX;
  if (covers || !ownsScreen(page)) {
    return { xScreen: xViewportPx / page.innerWidth, yScreen: yViewportPx / page.innerHeight };
  }
  const zoom = widthPx / page.innerWidth;
  return {
    xScreen: clampFraction((page.screenX - page.screenLeft + xViewportPx * zoom) / page.screenWidth),
    yScreen: clampFraction((page.screenY - page.screenTop + yViewportPx * zoom) / page.screenHeight),
  };
}

/**
 * Full screen in fact: no browser around the page, and no larger than the screen. Headless browsers, and Chromium while
 * the tab is being shared, claim full screen inside an ordinary window.
 */
function ownsScreen(page: PageOnScreen): boolean {
  const { widthPx, heightPx } = getUnzoomedSize(page);
  return (
    page.fullscreen &&
    Math.abs(page.outerHeight - heightPx) <= TOLERANCE_PX &&
    widthPx <= page.screenWidth + TOLERANCE_PX &&
    heightPx <= page.screenHeight + TOLERANCE_PX
  );
}

/** The viewport in pixels of an unzoomed page, for a window without borders at its sides. */
function getUnzoomedSize(page: PageOnScreen): { widthPx: number; heightPx: number } {
  return { widthPx: page.outerWidth, heightPx: (page.innerHeight * page.outerWidth) / page.innerWidth };
}

/**
 * The screen's own origin from that of its available area, which a dock or menu bar may have pushed in. The first
 * screen lies at 0; on another one a docked edge cannot be told from the origin, so it is taken as it is.
 */
function findOrigin(available: number, length: number): number {
  return available >= 0 && available < length / 4 ? 0 : available;
}

function clampFraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}
