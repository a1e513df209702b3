// Which page zoom a window has, from its sizes alone: the guess that stands until the pointer has told.
import type { WindowGeometry } from './window-geometry.ts';

/**
 * The steps of Chromium's zoom menu.
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/common/page/page_zoom.cc
 */
export const ZOOM_STEPS = [0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];

/** Usual device scale factors are multiples of this. */
const USUAL_SCALE_STEP = 0.25;
/** How much better (as a natural logarithm) a step must fit when it makes the device scale factor an unusual one. */
const UNUSUAL_SCALE_COST = 0.04;
/** The same where it would be below 1, which no screen has. */
const TINY_SCALE_COST = 0.3;

/**
 * The zoom step that explains a window best: outerWidth / innerWidth is the zoom where nothing is docked beside the
 * page, and devicePixelRatio / zoom must be a plausible device scale factor.
 */
export function guessPageZoom(window: WindowGeometry): number {
  if (!(window.innerWidthPx > 0) || !(window.outerWidthScreenPx > 0)) return 1;
  const ratio = window.outerWidthScreenPx / window.innerWidthPx;
  let best = { zoom: 1, cost: Infinity };
  for (const zoom of ZOOM_STEPS) {
    const misfit = Math.abs(Math.log(ratio / zoom));
    const deviceScale = window.devicePixelRatio / zoom;
    const steps = deviceScale / USUAL_SCALE_STEP;
    const usual = Math.abs(steps - Math.round(steps)) < 0.02;
    const cost = misfit + (deviceScale < 0.99 ? TINY_SCALE_COST : usual ? 0 : UNUSUAL_SCALE_COST);
    if (cost < best.cost) best = { zoom, cost };
  }
  return best.zoom;
}

/** The zoom step nearest to a measured scale, or the scale itself where no step is within its uncertainty. */
export function snapToZoomStep(scale: number, uncertainty: number): number {
  let nearest = scale;
  let distance = uncertainty;
  for (const zoom of ZOOM_STEPS) {
    if (Math.abs(zoom - scale) < distance) {
      nearest = zoom;
      distance = Math.abs(zoom - scale);
    }
  }
  return nearest;
}
