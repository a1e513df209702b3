// From a sample of the tracker to what a page is told: on its own clock, inside its own viewport, or not at all.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { ScreenPoint, ViewportPoint } from '../screen/spaces.ts';
import type { PageGaze } from './page-messages.ts';

export type PageView = {
  locate(point: ScreenPoint): ViewportPoint;
  widthPx: number;
  heightPx: number;
  /** It is seen, and has the keyboard: else another window may lie over it. */
  inFront: boolean;
  /** `Date.now()` and `performance.now()` of one moment. */
  epochMs: number;
  clockMs: number;
};

/** A time of the system's clock on the page's: t - Date.now() + performance.now(), which no change of that clock tears apart. */
export function toPageClock(timestampMs: number, { epochMs, clockMs }: PageView): number {
  return timestampMs - epochMs + clockMs;
}

/** Where the person looks past the page is not the page's to know. */
export function readGaze(sample: GazeSample, view: PageView): PageGaze {
  const timestampMs = toPageClock(sample.timestampMs, view);
  if (!view.inFront) return { timestampMs, lost: 'away' };
  const { xViewportPx, yViewportPx } = view.locate(sample);
  const inside =
    xViewportPx >= 0 && yViewportPx >= 0 && xViewportPx < view.widthPx && yViewportPx < view.heightPx;
  if (!inside) return { timestampMs, lost: 'outside' };
  return { timestampMs, xViewportPx, yViewportPx, confidence: sample.confidence };
}
