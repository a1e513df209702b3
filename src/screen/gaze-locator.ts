// From a point of the screen to the page that is there: with the placement of now, and the scroll of the time that is meant.
import { findScroll, recordScroll, type ScrollMoment } from './scroll-history.ts';
import {
  desktopToViewport,
  screenToDesktop,
  type Placement,
  type ScreenPoint,
  type Scroll,
  type ViewportPoint,
} from './spaces.ts';
import { watchPlacement } from './watch-placement.ts';
import { readPinch, readScreenArea, readScroll } from './window-geometry.ts';

export type GazeLocator = {
  /** Where a point of the screen is in the viewport now. */
  locate(point: ScreenPoint): ViewportPoint;
  /** Whether a point of the viewport is the page's: inside, and not on an element in full screen. */
  holds(point: ViewportPoint): boolean;
  /** How far the document was scrolled then. */
  findScroll(timestampMs: number): Scroll;
  placement(): Placement & { learnt: boolean };
};

export function createGazeLocator(signal: AbortSignal, page: Window = window): GazeLocator {
  const watch = watchPlacement(signal, page);
  let scrolls: ScrollMoment[] = [];

  const noteScroll = (): void => {
    scrolls = recordScroll(scrolls, { ...readScroll(page), timestampMs: Date.now() });
  };
  noteScroll();
  page.addEventListener('scroll', noteScroll, { passive: true, signal });

  return {
    locate: (point) =>
      desktopToViewport(screenToDesktop(point, readScreenArea(page)), watch.current(), readPinch(page)),
    holds(point) {
      const { documentElement, fullscreenElement } = page.document;
      const elsewhere = fullscreenElement !== null && fullscreenElement !== documentElement;
      return !elsewhere && isInside(point, page);
    },
    findScroll: (timestampMs) => findScroll(scrolls, timestampMs) ?? readScroll(page),
    placement: () => watch.current(),
  };
}

function isInside({ xViewportPx, yViewportPx }: ViewportPoint, page: Window): boolean {
  return (
    xViewportPx >= 0 && yViewportPx >= 0 && xViewportPx < page.innerWidth && yViewportPx < page.innerHeight
  );
}
