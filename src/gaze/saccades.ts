// Saccades, as far as a webcam shows them: that the eyes went from one fixation to the next, how far and which way.
import type { SessionInfo } from '../session/session-data.ts';
import type { Fixation } from './fixations.ts';
import { findPxPerDegree } from './visual-angle.ts';

export type Saccade = {
  /** `Fixation.index` of where it began and where it landed. */
  from: number;
  to: number;
  /** From the end of the one to the start of the other; 0 ms where both are neighbouring frames. */
  startMs: number;
  endMs: number;
  durationMs: number;
  /** From mean to mean, px of the screen. */
  amplitudePx: number;
  /** null where the screen's size or the distance is not known. */
  amplitudeDeg: number | null;
  /** 0 to the right, 90 up, 180 to the left, 270 down, as the person sees it. */
  directionDeg: number;
};

/** The longest saccades across a screen take about 100 ms, and a frame on either side is not known. */
const LONGEST_MS = 200;

/** Saccades between successive fixations; none where so long lies between that the eyes were closed or elsewhere. */
export function listSaccades(fixations: readonly Fixation[], info: SessionInfo): Saccade[] {
  const pxPerDegree = findPxPerDegree(info);
  return fixations.slice(1).flatMap((to, i) => {
    const from = fixations[i]!;
    if (to.startMs - from.endMs > LONGEST_MS) return [];
    const x = (to.xScreen - from.xScreen) * info.screen.widthPx;
    const y = (to.yScreen - from.yScreen) * info.screen.heightPx;
    const amplitudePx = Math.hypot(x, y);
    const directionDeg = (Math.atan2(-y, x) * 180) / Math.PI;
    return {
      from: from.index,
      to: to.index,
      startMs: from.endMs,
      endMs: to.startMs,
      durationMs: to.startMs - from.endMs,
      amplitudePx,
      amplitudeDeg: pxPerDegree === null ? null : amplitudePx / pxPerDegree,
      directionDeg: (directionDeg + 360) % 360,
    };
  });
}
