// Fixations of a session: where the eyes rested on the screen, and on what in which page; and the saccades between.
import type { DocumentPoint } from '../screen/spaces.ts';
import { anchorSample } from '../session/anchor.ts';
import type { Session } from '../session/session-data.ts';
import { chooseFixationParameters, findPxPerUnit, type FixationParameters } from './fixation-parameters.ts';
import { collectPoints, splitRuns, type GazePoints, type IndexRange } from './gaze-points.ts';
import { identifyByDispersion, identifyByVelocity, measureDispersion } from './identify-fixations.ts';
import { mergeNeighbours } from './merge-fixations.ts';

export type Fixation = {
  /** Its place in the list, from 0. */
  index: number;
  /** When its first sample was taken. */
  startMs: number;
  /** Until when its last sample stands (`computeHolds`): not later than the next fixation's start. */
  endMs: number;
  durationMs: number;
  /** Mean of its samples, fractions of the screen. */
  xScreen: number;
  yScreen: number;
  /** `View.index` of the page in front, -1 where there was none. */
  view: number;
  /** Mean place in the view's picture (`anchor.ts`); null where most of it was off the page. */
  xDocumentPx: number | null;
  yDocumentPx: number | null;
  /** `SeenElement.index` of the element that most of its samples were on, -1 where there was none. */
  element: number;
  /** Of which it is made; those that were lost, or read wrong in its midst, are not among them. */
  samples: number;
  /** The first and last of them in the session's samples. */
  firstSample: number;
  lastSample: number;
  /** (max x - min x) + (max y - min y) of its samples, px of the screen. */
  dispersionPx: number;
  /** Mean of its samples', 0..1. */
  confidence: number;
};

export type Detection = {
  /** What they were found with. */
  parameters: FixationParameters;
  /** By time; none overlap. */
  fixations: Fixation[];
};

/** Finds the fixations of a whole session, by default with the parameters that suit it. */
export function detectFixations(
  session: Session,
  parameters: FixationParameters = chooseFixationParameters(session),
): Detection {
  const points = collectPoints(session);
  const pxPerUnit = findPxPerUnit(parameters.unit, session.info);
  const fixations = splitRuns(points, session, parameters).flatMap((run) => {
    const found = identify(points, run, parameters, pxPerUnit);
    const mergeDistancePx = parameters.mergeDistance * pxPerUnit;
    return mergeNeighbours(points, found, { mergeGapMs: parameters.mergeGapMs, mergeDistancePx });
  });
  return { parameters, fixations: fixations.map((parts, index) => describe(session, points, parts, index)) };
}

function identify(
  points: GazePoints,
  run: IndexRange,
  { method, dispersion, velocity, minDurationMs }: FixationParameters,
  pxPerUnit: number,
): IndexRange[] {
  return method === 'idt'
    ? identifyByDispersion(points, run, { dispersionPx: dispersion * pxPerUnit, minDurationMs })
    : identifyByVelocity(points, run, { velocityPxPerSecond: velocity * pxPerUnit, minDurationMs });
}

function describe(
  session: Session,
  points: GazePoints,
  parts: readonly IndexRange[],
  index: number,
): Fixation {
  const [first, last] = [parts[0]!.first, parts.at(-1)!.last];
  const { samples } = session;
  const own = Int32Array.from(
    parts.flatMap((part) => Array.from(points.sample.subarray(part.first, part.last + 1))),
  );
  const mean = (column: ArrayLike<number>) => own.reduce((sum, i) => sum + column[i]!, 0) / own.length;
  const element = findCommonElement(session, own);
  const place = findPlace(session, own, element);
  const [startMs, endMs] = [points.timestampMs[first]!, points.endMs[last]!];
  return {
    index,
    startMs,
    endMs,
    durationMs: endMs - startMs,
    xScreen: mean(samples.xScreen),
    yScreen: mean(samples.yScreen),
    view: samples.view[own[0]!]!,
    xDocumentPx: place?.xDocumentPx ?? null,
    yDocumentPx: place?.yDocumentPx ?? null,
    element: place ? element : -1,
    samples: own.length,
    firstSample: own[0]!,
    lastSample: own.at(-1)!,
    dispersionPx: measureDispersion(points, parts),
    confidence: mean(samples.confidence),
  };
}

/** The element that most of the samples were on, of as many the one that came first; -1 where there was none. */
function findCommonElement({ samples }: Session, own: Int32Array): number {
  const counts = new Map<number, number>();
  for (const i of own) {
    const element = samples.element[i]!;
    if (element !== -1) counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [-1, 0])[0];
}

/** An element that moved so much less than another is taken to have stood still beside it. */
const SAME_SHIFT_PX = 1;

/**
 * The mean of the samples' places. Noise also strikes what is beside the content that was looked at, and that may have
 * moved otherwise, as a page beneath a sticky header does: samples there are moved along with the common element.
 */
function findPlace(session: Session, own: Int32Array, element: number): DocumentPoint | null {
  const { samples } = session;
  const shifts = [...own].flatMap((i) => {
    const place = anchorSample(session, i);
    if (!place) return [];
    const x = place.xDocumentPx - samples.xDocumentPx[i]!;
    const y = place.yDocumentPx - samples.yDocumentPx[i]!;
    return [{ place, x, y, common: samples.element[i] === element }];
  });
  if (2 * shifts.length <= own.length) return null;
  const common = shifts.filter((shift) => shift.common);
  const commonX = common.reduce((sum, { x }) => sum + x, 0) / common.length;
  const commonY = common.reduce((sum, { y }) => sum + y, 0) / common.length;
  let [sumX, sumY] = [0, 0];
  for (const { place, x, y } of shifts) {
    const moved = common.length > 0 && Math.hypot(x - commonX, y - commonY) > SAME_SHIFT_PX;
    sumX += place.xDocumentPx + (moved ? commonX - x : 0);
    sumY += place.yDocumentPx + (moved ? commonY - y : 0);
  }
  return { xDocumentPx: sumX / shifts.length, yDocumentPx: sumY / shifts.length };
}
