// How long fixations come out at a webcam's rates, beside what there was to see and how long the eyes stood still.
import { chooseFixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { detectFixations } from '../../src/gaze/fixations.ts';
import { makeSession, type MakeSessionOptions } from './make-session.ts';

export type Durations = {
  fixations: number;
  /** Per cent that all fixations together are longer than gaze was within the same thresholds, seen 1,000 times a second. */
  overSeenPct: number;
  /** The same against the time from the end of one saccade to the begin of the next. */
  overStillPct: number;
};

export function compareDurations(options: MakeSessionOptions): Durations {
  const { session, truth } = makeSession(options);
  const parameters = chooseFixationParameters(session);
  const seen = makeSession({ ...options, rateHz: 1000, precisionPct: 0, lossPct: 0, jitterPct: 0 }).session;
  const found = detectFixations(session, parameters).fixations;
  const foundMs = sum(found);
  return {
    fixations: found.length,
    overSeenPct: 100 * (foundMs / sum(detectFixations(seen, parameters).fixations) - 1),
    overStillPct: 100 * (foundMs / sum(truth.fixations) - 1),
  };
}

function sum(spans: readonly { startMs: number; endMs: number }[]): number {
  return spans.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
}
