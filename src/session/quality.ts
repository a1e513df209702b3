// How good a session's data are, and which areas are too small for it.
import { pctToPx } from '../gaze/estimate-precision.ts';
import { computeHolds, findMedianInterval } from '../gaze/sample-holds.ts';
import { findExtentPx } from './aoi-shapes.ts';
import { placeAoi, type Aoi } from './aois.ts';
import type { Session, SessionAccuracy } from './session-data.ts';
import { findZooms } from './view-zoom.ts';

const SECOND = 1000;

/** @see Holmqvist et al., Eye tracker data quality (ETRA 2012), for the definitions */
export type SessionQuality = {
  /** Frames of the webcam. */
  samples: number;
  /** Of those the ones without a gaze: no open eyes were found. */
  lostSamples: number;
  /** 100 * lost / all; null of no samples. */
  dataLossPct: number | null;
  /** 1 s / the median time from frame to frame: what the camera and the tracker do. */
  samplingRateHz: number | null;
  /** Samples with a gaze per second of `recordedMs`: what was had of it. */
  effectiveRateHz: number | null;
  /** The sum of all samples' times (`computeHolds`): pauses and standstills do not count. */
  recordedMs: number;
  /** Those of samples with a gaze. */
  validMs: number;
  /** Those of samples whose gaze was on a page. */
  onPageMs: number;
  /** Of the person's last check; null where there was none. */
  accuracy: SessionAccuracy | null;
};

export function computeQuality({ info, samples }: Pick<Session, 'info' | 'samples'>): SessionQuality {
  const holds = computeHolds(samples.timestampMs);
  const sums = { lost: 0, recordedMs: 0, validMs: 0, onPageMs: 0 };
  for (const [i, holdMs] of holds.entries()) {
    sums.recordedMs += holdMs;
    if (Number.isNaN(samples.xScreen[i]!)) sums.lost += 1;
    else sums.validMs += holdMs;
    if (!Number.isNaN(samples.xDocumentPx[i]!)) sums.onPageMs += holdMs;
  }
  const intervalMs = findMedianInterval(samples.timestampMs);
  const count = holds.length;
  return {
    samples: count,
    lostSamples: sums.lost,
    dataLossPct: count > 0 ? (100 * sums.lost) / count : null,
    samplingRateHz: intervalMs === null ? null : SECOND / intervalMs,
    effectiveRateHz: sums.recordedMs > 0 ? ((count - sums.lost) * SECOND) / sums.recordedMs : null,
    recordedMs: sums.recordedMs,
    validMs: sums.validMs,
    onPageMs: sums.onPageMs,
    accuracy: info.accuracy ?? null,
  };
}

/** Whether an area is large enough for what the session's gaze can tell. */
export type AoiSize = {
  aoi: string;
  /** The narrowest that it is in any view, px of the screen; null where it is in none. */
  extentPx: number | null;
  /** The session's accuracy on that screen; null where no check was made. */
  accuracyPx: number | null;
  /** `too-small`: less than twice the accuracy. `unknown`: no check was made; `absent`: it is in no view. */
  verdict: 'large-enough' | 'too-small' | 'unknown' | 'absent';
};

/** An area should be so many times as wide as gaze is off on average: else gaze on it falls beside it more often than not. */
const LEAST_ACCURACIES = 2;

export function judgeAoiSizes(session: Session, aois: readonly Aoi[]): AoiSize[] {
  const { info } = session;
  const accuracyPx = info.accuracy ? pctToPx(info.accuracy.errorPct, info.screen) : null;
  return aois.map((aoi) => {
    const extentPx = findNarrowest(session, aoi);
    const verdict = judge(extentPx, accuracyPx);
    return { aoi: aoi.id, extentPx, accuracyPx, verdict };
  });
}

function judge(extentPx: number | null, accuracyPx: number | null): AoiSize['verdict'] {
  if (extentPx === null) return 'absent';
  if (accuracyPx === null) return 'unknown';
  return extentPx < LEAST_ACCURACIES * accuracyPx ? 'too-small' : 'large-enough';
}

/** Of a shape, its narrow side; of a selector, that of the smallest of its elements' boxes. */
function findNarrowest(session: Session, aoi: Aoi): number | null {
  const placed = placeAoi(aoi, session);
  const zooms = findZooms(session);
  const extents = session.views.flatMap(({ index }) => {
    const extentsPx =
      aoi.shape.type === 'selector'
        ? placed.boxesIn(index).map(({ widthPx, heightPx }) => Math.min(widthPx, heightPx))
        : placed.inView[index]
          ? [findExtentPx(aoi.shape)]
          : [];
    return extentsPx.map((px) => px * zooms.last(index));
  });
  return extents.length === 0 ? null : Math.min(...extents);
}
