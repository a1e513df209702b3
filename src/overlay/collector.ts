// Collects gaze samples into dwell on this document: from screen to document, with the placement and scroll of the time.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import {
  accumulateSample,
  createAccumulation,
  mergeAccumulations,
  peakOfLook,
  type Accumulation,
} from '../heatmap/accumulate.ts';
import { FULL_HEAT_LOOK_MS } from '../heatmap/draw.ts';
import { estimateSigma } from '../heatmap/uncertainty.ts';
import { findScroll, recordScroll, type ScrollMoment } from '../screen/scroll-history.ts';
import {
  desktopToViewport,
  screenToDesktop,
  viewportToDocument,
  type Placement,
  type ScreenPoint,
  type ViewportPoint,
} from '../screen/spaces.ts';
import { watchPlacement } from '../screen/watch-placement.ts';
import { readPinch, readScreenArea, readScroll } from '../screen/window-geometry.ts';

export type Collector = {
  /** Takes a sample in; one that falls outside the viewport, or on an element in full screen, is not the page's. */
  add(sample: GazeSample): void;
  /** Where a point of the screen is in the viewport now. */
  locate(point: ScreenPoint): ViewportPoint;
  /** Starts anew; what was there is kept for `undo`. */
  clear(): void;
  /** Brings back what was cleared, and keeps what came since. */
  undo(): void;
  /** Lets go of what `undo` would bring back. */
  forgetCleared(): void;
  accumulation(): Accumulation;
  /** The dwell that is drawn in the hottest colour. */
  fullHeatMs(): number;
  lastSample(): GazeSample | null;
  placement(): Placement & { learnt: boolean };
};

export function createCollector(signal: AbortSignal, page: Window = window): Collector {
  const watch = watchPlacement(signal, page);
  let accumulation = createAccumulation();
  let cleared: Accumulation | null = null;
  let lastSample: GazeSample | null = null;
  let scrolls: ScrollMoment[] = [];

  const noteScroll = (): void => {
    scrolls = recordScroll(scrolls, { ...readScroll(page), timestampMs: Date.now() });
  };
  noteScroll();
  page.addEventListener('scroll', noteScroll, { passive: true, signal });

  const locate = (point: ScreenPoint): ViewportPoint =>
    desktopToViewport(screenToDesktop(point, readScreenArea(page)), watch.current(), readPinch(page));

  return {
    add(sample) {
      lastSample = sample;
      const { documentElement, fullscreenElement } = page.document;
      const elsewhere = fullscreenElement !== null && fullscreenElement !== documentElement;
      const point = locate(sample);
      const scroll = findScroll(scrolls, sample.timestampMs) ?? readScroll(page);
      accumulateSample(
        accumulation,
        sample,
        !elsewhere && isInside(point, page) ? viewportToDocument(point, scroll) : null,
        estimateSigma(sample.confidence, readScreenArea(page), watch.current()),
      );
    },
    locate,
    clear() {
      if (accumulation.samples === 0) return;
      cleared = accumulation;
      accumulation = createAccumulation();
    },
    undo() {
      if (cleared) accumulation = mergeAccumulations(cleared, accumulation);
      cleared = null;
    },
    forgetCleared() {
      cleared = null;
    },
    accumulation: () => accumulation,
    fullHeatMs() {
      const oneLookMs = peakOfLook(
        FULL_HEAT_LOOK_MS,
        estimateSigma(1, readScreenArea(page), watch.current()),
      );
      return Math.max(oneLookMs, accumulation.grid.peak?.dwellMs ?? 0);
    },
    lastSample: () => lastSample,
    placement: () => watch.current(),
  };
}

function isInside({ xViewportPx, yViewportPx }: ViewportPoint, page: Window): boolean {
  return (
    xViewportPx >= 0 && yViewportPx >= 0 && xViewportPx < page.innerWidth && yViewportPx < page.innerHeight
  );
}
