// Whether the page was zoomed since its heat began: a zoomed page is laid out anew, and the heat stays where it was.
import { isZoomChanged, type ZoomMoment } from '../screen/zoom-change.ts';

export type HeatZoom = {
  /** There is heat now. The first call after the start or a clear counts. */
  mark(now: ZoomMoment): void;
  clear(): void;
  /** The cleared heat is back. */
  undo(): void;
  /** The heat is kept under the zoom of now. */
  keep(now: ZoomMoment): void;
  isChanged(now: ZoomMoment): boolean;
};

export function createHeatZoom(): HeatZoom {
  let began: ZoomMoment | undefined;
  let cleared: ZoomMoment | undefined;
  return {
    mark(now) {
      began ??= now;
    },
    clear() {
      [began, cleared] = [undefined, began ?? cleared];
    },
    undo() {
      began = cleared ?? began;
    },
    keep(now) {
      if (began) began = now;
    },
    isChanged: (now) => began !== undefined && isZoomChanged(began, now),
  };
}
