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
import { createGazeLocator } from '../screen/gaze-locator.ts';
import {
  viewportToDocument,
  type Placement,
  type ScreenPoint,
  type ViewportPoint,
} from '../screen/spaces.ts';
import { readScreenArea } from '../screen/window-geometry.ts';

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
  const locator = createGazeLocator(signal, page);
  let accumulation = createAccumulation();
  let cleared: Accumulation | null = null;
  let lastSample: GazeSample | null = null;

  return {
    add(sample) {
      lastSample = sample;
      const point = locator.locate(sample);
      accumulateSample(
        accumulation,
        sample,
        locator.holds(point) ? viewportToDocument(point, locator.findScroll(sample.timestampMs)) : null,
        estimateSigma(sample.confidence, readScreenArea(page), locator.placement()),
      );
    },
    locate: (point) => locator.locate(point),
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
        estimateSigma(1, readScreenArea(page), locator.placement()),
      );
      return Math.max(oneLookMs, accumulation.grid.peak?.dwellMs ?? 0);
    },
    lastSample: () => lastSample,
    placement: () => locator.placement(),
  };
}
