// Learns where the viewport lies on the desktop from real pointer events; pure, newest evidence wins.
//
// Every pointer event carries one point in both spaces. Found in Chromium 156 (headless by CDP, and an X server's
// pointer moved by xdotool to known pixels), for device scale factors 1, 1.25, 2 and page zooms 0.5 to 3:
//
//   screenX = origin + clientX * zoom          screenX in DIPs, clientX in zoomed CSS px; the same for y
//
// whatever the device scale factor, exact to float32 for `pointermove`. (`mousemove` and `click` carry both rounded down
// to integers.) Under a pinch zoom clientX stays in the layout viewport: screenX = origin + (clientX - offsetLeft) * zoom * pinch.
import { guessPageZoom, snapToZoomStep } from './page-zoom.ts';
import type { DesktopPoint, Pinch, Placement, ViewportPoint } from './spaces.ts';
import type { WindowGeometry } from './window-geometry.ts';

/** One event's point: CSS px in the visual viewport, and DIPs from the window's corner, so a moved window keeps it. */
type Pair = { xCss: number; yCss: number; xWindowPx: number; yWindowPx: number };

/** What is known about one window. The origin is kept relative to the window's corner. */
export type PlacementKnowledge = {
  window: WindowGeometry;
  cssScale: number;
  xOriginWindowPx: number;
  yOriginWindowPx: number;
  /** Events since the last resize or zoom, oldest first, apart from each other, that agree with the above. */
  pairs: readonly Pair[];
  /** False: guessed from the window's sizes. True: pointer events have told. */
  learnt: boolean;
};

const MAX_PAIRS = 16;
/** An event nearer than this to the one before replaces it, so that a slow pointer does not push out distant ones. */
const MIN_DISTANCE_PX = 12;
/** Events must lie this far apart to tell the scale. */
const MIN_SPREAD_PX = 48;
/** How far an event may be from the fit: both of its points may have been rounded down to whole pixels. */
const TOLERANCE_PX = 1.25;

/**
 * The fallback before any pointer event: the zoom step that fits the window's sizes, borders as wide on the left, right
 * and bottom, the rest above. Exact in full screen; wrong while something is docked beside or below the page.
 */
export function guessPlacement(window: WindowGeometry): PlacementKnowledge {
  const cssScale = guessPageZoom(window);
  const side = Math.max(0, (window.outerWidthScreenPx - window.innerWidthPx * cssScale) / 2);
  const above = Math.max(0, window.outerHeightScreenPx - window.innerHeightPx * cssScale - side);
  return { window, cssScale, xOriginWindowPx: side, yOriginWindowPx: above, pairs: [], learnt: false };
}

/**
 * The knowledge after the window moved, was resized or zoomed: the origin stays at the same place of the window, and
 * the scale follows the device pixel ratio if the page zoom is what changed it (if not, it was the screen).
 */
export function followWindow(knowledge: PlacementKnowledge, window: WindowGeometry): PlacementKnowledge {
  const before = knowledge.window;
  const resized =
    window.outerWidthScreenPx !== before.outerWidthScreenPx ||
    window.outerHeightScreenPx !== before.outerHeightScreenPx ||
    window.innerWidthPx !== before.innerWidthPx ||
    window.innerHeightPx !== before.innerHeightPx ||
    window.devicePixelRatio !== before.devicePixelRatio;
  if (!resized) return { ...knowledge, window };
  if (!knowledge.learnt) return guessPlacement(window);
  const ratio = window.devicePixelRatio / before.devicePixelRatio;
  const shrink =
    (window.outerWidthScreenPx / window.innerWidthPx) * (before.innerWidthPx / before.outerWidthScreenPx);
  const zoomed = ratio !== 1 && Math.abs(Math.log(shrink / ratio)) < Math.abs(Math.log(ratio)) / 2;
  const cssScale = zoomed ? snapToZoomStep(knowledge.cssScale * ratio, 1e-3) : knowledge.cssScale;
  return { ...knowledge, window, cssScale, pairs: [] };
}

/** The knowledge after one real pointer event; the newest event always agrees with it to `TOLERANCE_PX`. */
export function learnFromPointer(
  knowledge: PlacementKnowledge,
  window: WindowGeometry,
  pinch: Pinch,
  event: ViewportPoint & DesktopPoint,
): PlacementKnowledge {
  const now = followWindow(knowledge, window);
  const pair: Pair = {
    xCss: (event.xViewportPx - pinch.xOffsetPx) * pinch.scale,
    yCss: (event.yViewportPx - pinch.yOffsetPx) * pinch.scale,
    xWindowPx: event.xScreenPx - window.xWindowScreenPx,
    yWindowPx: event.yScreenPx - window.yWindowScreenPx,
  };
  const newest = now.pairs.at(-1);
  const apart = newest === undefined || distance(newest, pair) >= MIN_DISTANCE_PX;
  const kept = apart ? now.pairs.slice(1 - MAX_PAIRS) : now.pairs.slice(0, -1);
  const together = fit([...kept, pair], now.cssScale);
  // An event that contradicts the ones before it: the viewport moved inside its window, so the old ones are void.
  const fitted = together.worstPx <= TOLERANCE_PX ? together : fit([pair], now.cssScale);
  return { ...now, ...fitted.values, pairs: fitted.pairs, learnt: true };
}

/** Where the viewport is on the desktop now. */
export function locatePlacement({
  window,
  cssScale,
  xOriginWindowPx,
  yOriginWindowPx,
}: PlacementKnowledge): Placement {
  return {
    cssScale,
    xOriginScreenPx: window.xWindowScreenPx + xOriginWindowPx,
    yOriginScreenPx: window.yWindowScreenPx + yOriginWindowPx,
  };
}

/**
 * Least squares for one scale and an origin. The scale is the slope, sum(css * window) / sum(css * css) about the
 * means; it is only believed against the scale held so far, or a zoom step, beyond its own uncertainty of a pixel
 * over the events' spread.
 */
function fit(pairs: readonly Pair[], scaleHeld: number) {
  const centre = {
    xCss: mean(pairs, (pair) => pair.xCss),
    yCss: mean(pairs, (pair) => pair.yCss),
    xWindowPx: mean(pairs, (pair) => pair.xWindowPx),
    yWindowPx: mean(pairs, (pair) => pair.yWindowPx),
  };
  let product = 0;
  let square = 0;
  let spreadPx = 0;
  for (const pair of pairs) {
    const dx = pair.xCss - centre.xCss;
    const dy = pair.yCss - centre.yCss;
    product += dx * (pair.xWindowPx - centre.xWindowPx) + dy * (pair.yWindowPx - centre.yWindowPx);
    square += dx * dx + dy * dy;
    spreadPx = Math.max(spreadPx, 2 * Math.hypot(dx, dy));
  }
  let cssScale = scaleHeld;
  if (spreadPx >= MIN_SPREAD_PX) {
    const slope = product / square;
    const uncertainty = 1 / spreadPx;
    if (Math.abs(slope - scaleHeld) > uncertainty) cssScale = snapToZoomStep(slope, uncertainty);
  }
  const xOriginWindowPx = centre.xWindowPx - centre.xCss * cssScale;
  const yOriginWindowPx = centre.yWindowPx - centre.yCss * cssScale;
  let worstPx = 0;
  for (const pair of pairs) {
    const xMiss = xOriginWindowPx + pair.xCss * cssScale - pair.xWindowPx;
    const yMiss = yOriginWindowPx + pair.yCss * cssScale - pair.yWindowPx;
    worstPx = Math.max(worstPx, Math.abs(xMiss), Math.abs(yMiss));
  }
  return { pairs, worstPx, values: { cssScale, xOriginWindowPx, yOriginWindowPx } };
}

function distance(a: Pair, b: Pair): number {
  return Math.hypot(a.xCss - b.xCss, a.yCss - b.yCss);
}

function mean(pairs: readonly Pair[], value: (pair: Pair) => number): number {
  return pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
}
