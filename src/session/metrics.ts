// What a session says of each area of interest. Terms as in Holmqvist et al., Eye Tracking (2011), chapters 11 to 13.
import type { Fixation } from '../gaze/fixations.ts';
import { computeHolds } from '../gaze/sample-holds.ts';
import { anchorClick, anchorSamples } from './anchor.ts';
import { placeAoi, type Aoi, type PlacedAoi } from './aois.ts';
import type { Session } from './session-data.ts';
import { countVisits } from './visits.ts';

/** Of one area in one session. Times are ms. */
export type AoiMetrics = {
  /** `Aoi.id`. */
  aoi: string;
  /** For how long a page with the area was in front and something recorded, whether or not there was a gaze. */
  exposureMs: number;
  /** When the first fixation on it began, in the session's time; null where there was none. */
  firstFixationAtMs: number | null;
  /** The part of `exposureMs` that had gone by then; time on other pages and pauses do not count. */
  timeToFirstFixationMs: number | null;
  /** Among the areas that were fixated, by `firstFixationAtMs`: 1 was the first. Areas fixated at once share a place. */
  firstFixationOrder: number | null;
  /** All time of samples on it (`computeHolds`), whatever the eyes did; saccades through it count, lost samples do not. */
  sampleDwellMs: number;
  /** All time of fixations on it, from their begin to their end. */
  fixationDwellMs: number;
  fixationCount: number;
  /** `fixationDwellMs / fixationCount`. */
  meanFixationMs: number | null;
  /** Times that gaze came to it: see `countVisits`. */
  visits: number;
  /** All but the first. */
  revisits: number;
  /** Mean over the visits of the time from a visit's first fixation's begin to its last one's end. */
  meanVisitMs: number | null;
  /** 100 * `sampleDwellMs` / all time of samples with a gaze while a page with the area was in front. */
  shareOfTimePct: number | null;
  /** Clicks on it. */
  clicks: number;
};

/** Metrics of all areas, in the order given. `fixations` are those of `detectFixations`. */
export function computeAoiMetrics(
  session: Session,
  fixations: readonly Fixation[],
  aois: readonly Aoi[],
): AoiMetrics[] {
  const holds = computeHolds(session.samples.timestampMs);
  const anchored = anchorSamples(session);
  const metrics = aois.map((aoi) => computeOne(session, fixations, placeAoi(aoi, session), holds, anchored));
  rankFirsts(metrics);
  return metrics;
}

/** Fills in `firstFixationOrder`. */
function rankFirsts(metrics: readonly AoiMetrics[]): void {
  const firsts = metrics.map((one) => one.firstFixationAtMs).filter((at) => at !== null);
  for (const one of metrics) {
    const at = one.firstFixationAtMs;
    one.firstFixationOrder = at === null ? null : 1 + firsts.filter((other) => other < at).length;
  }
}

function computeOne(
  session: Session,
  fixations: readonly Fixation[],
  placed: PlacedAoi,
  holds: Float64Array,
  anchored: ReturnType<typeof anchorSamples>,
): AoiMetrics {
  const own = fixations.filter((fixation) => placed.contains(fixation));
  const first = own[0];
  const sums = sumSamples(session, placed, holds, anchored, first?.firstSample ?? null);
  const fixationDwellMs = own.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const visits = countVisits(fixations, (fixation) => placed.contains(fixation), session.events);
  return {
    aoi: placed.aoi.id,
    exposureMs: sums.exposureMs,
    firstFixationAtMs: first?.startMs ?? null,
    timeToFirstFixationMs: first ? sums.beforeFirstMs : null,
    firstFixationOrder: null,
    sampleDwellMs: sums.dwellMs,
    fixationDwellMs,
    fixationCount: own.length,
    meanFixationMs: own.length === 0 ? null : fixationDwellMs / own.length,
    visits: visits.length,
    revisits: Math.max(0, visits.length - 1),
    meanVisitMs:
      visits.length === 0
        ? null
        : visits.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / visits.length,
    shareOfTimePct: sums.gazeMs > 0 ? (100 * sums.dwellMs) / sums.gazeMs : null,
    clicks: countClicks(session, placed),
  };
}

function sumSamples(
  { samples }: Session,
  placed: PlacedAoi,
  holds: Float64Array,
  anchored: ReturnType<typeof anchorSamples>,
  firstSample: number | null,
) {
  const sums = { exposureMs: 0, beforeFirstMs: 0, gazeMs: 0, dwellMs: 0 };
  const place = { view: -1, element: -1, xDocumentPx: 0 as number | null, yDocumentPx: 0 as number | null };
  for (let i = 0; i < holds.length; i += 1) {
    place.view = samples.view[i]!;
    if (place.view === -1 || placed.inView[place.view] !== true) continue;
    const holdMs = holds[i]!;
    sums.exposureMs += holdMs;
    if (firstSample !== null && i < firstSample) sums.beforeFirstMs += holdMs;
    if (!Number.isNaN(samples.xScreen[i]!)) sums.gazeMs += holdMs;
    if (Number.isNaN(anchored.xDocumentPx[i]!)) continue;
    place.element = samples.element[i]!;
    place.xDocumentPx = anchored.xDocumentPx[i]!;
    place.yDocumentPx = anchored.yDocumentPx[i]!;
    if (placed.contains(place)) sums.dwellMs += holdMs;
  }
  return sums;
}

function countClicks(session: Session, placed: PlacedAoi): number {
  return session.events.filter(
    (event) => event.type === 'click' && placed.contains({ ...event, ...anchorClick(session, event) }),
  ).length;
}
