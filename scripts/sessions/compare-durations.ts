// How long fixations come out at a webcam's rates, beside what there was to see and how long the eyes stood still.
import { estimatePrecision } from '../../src/gaze/estimate-precision.ts';
import { chooseFixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { detectFixations, type Fixation } from '../../src/gaze/fixations.ts';
import { computeHolds } from '../../src/gaze/sample-holds.ts';
import type { Session } from '../../src/session/session-data.ts';
import { makeSession, type MakeSessionOptions } from './make-session.ts';

export type Durations = {
  fixations: number;
  /** Per cent that all fixations together are longer than gaze was within the same thresholds, seen 1,000 times a second. */
  overSeenPct: number;
  /** The same against the time from the end of one saccade to the begin of the next. */
  overStillPct: number;
  /** The same, were samples at the ends of fixations given back to the saccade that they travel with. */
  givenBackPct: number;
};

export function compareDurations(options: MakeSessionOptions): Durations {
  const { session, truth } = makeSession(options);
  const parameters = chooseFixationParameters(session);
  const seen = makeSession({ ...options, rateHz: 1000, precisionPct: 0, lossPct: 0, jitterPct: 0 }).session;
  const found = detectFixations(session, parameters).fixations;
  const foundMs = sum(found);
  const stillMs = sum(truth.fixations);
  return {
    fixations: found.length,
    overSeenPct: 100 * (foundMs / sum(detectFixations(seen, parameters).fixations) - 1),
    overStillPct: 100 * (foundMs / stillMs - 1),
    givenBackPct: 100 * (sum(giveBackEnds(session, found)) / stillMs - 1),
  };
}

type Span = { startMs: number; endMs: number };

/** Further apart, what lies between two fixations is no saccade alone. */
const LONGEST_SACCADE_MS = 100;
/** Of what has no noise so many px of the way are seen. */
const LEAST_WAY_PX = 6;

/**
 * What could be made of the ends: a sample there belongs to the saccade if, from the fixation's mean to that of its
 * neighbour, it has gone further than one precision, which is two standard deviations of the noise on that axis.
 */
function giveBackEnds(session: Session, fixations: readonly Fixation[]): Span[] {
  const { samples, info } = session;
  const { widthPx, heightPx } = info.screen;
  const holds = computeHolds(samples.timestampMs);
  const farPx = Math.max(LEAST_WAY_PX, estimatePrecision(session)?.rmsPx ?? 0);
  const measureWay = (from: Fixation, to: Fixation | undefined, i: number): number => {
    if (!to || Math.max(from.startMs - to.endMs, to.startMs - from.endMs) > LONGEST_SACCADE_MS) return 0;
    const [x, y] = [(to.xScreen - from.xScreen) * widthPx, (to.yScreen - from.yScreen) * heightPx];
    const xGone = (samples.xScreen[i]! - from.xScreen) * widthPx;
    const yGone = (samples.yScreen[i]! - from.yScreen) * heightPx;
    return (xGone * x + yGone * y) / Math.hypot(x, y);
  };
  return fixations.map((fixation, n) => {
    let [first, last] = [fixation.firstSample, fixation.lastSample];
    while (first < last - 2 && !(measureWay(fixation, fixations[n - 1], first) <= farPx)) first += 1;
    while (last > first + 2 && !(measureWay(fixation, fixations[n + 1], last) <= farPx)) last -= 1;
    return { startMs: samples.timestampMs[first]!, endMs: samples.timestampMs[last]! + holds[last]! };
  });
}

function sum(spans: readonly Span[]): number {
  return spans.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
}
