/** The figures of a check, as eye-tracking papers use them: accuracy, precision, data loss and sampling rate. */
import { summarizeErrors, type ScreenPlace } from '../measurement/error-metrics.ts';
import { averageSpans, measureSpan, rootMeanSquare, type Span, type Surroundings } from './span.ts';
import type { Trial } from './trial.ts';

/**
 * Every target counts the same, however many samples it has. A figure is null where there is nothing to take it from.
 * @see Holmqvist et al., Eye tracker data quality (ETRA 2012), for the definitions
 */
export type ValidationFigures = {
  /** Mean over the targets of |mean of its samples - target|. */
  accuracy: Span | null;
  /** Mean over the targets of the mean |sample - target|: accuracy and precision together. */
  sampleError: Span | null;
  /** Root mean square |sample - the one before|, over all successive pairs within a target's window. */
  precisionRms: Span | null;
  /** Root mean square |sample - mean of its target's samples|: the standard deviation in two dimensions. */
  precisionSd: Span | null;
  /** 100 x (1 - samples / expected samples), at least 0. */
  dataLossPct: number;
  /** Intervals between successive samples / the time they took, gaps included. */
  samplingRateHz: number | null;
  /** `errorPct` of always saying "the centre", for the same targets. */
  centreErrorPct: number | null;
  targets: number;
  /** Targets with a sample at least. */
  targetsMeasured: number;
  samples: number;
};

const SECOND = 1000;

export function computeFigures(trials: readonly Trial[], surroundings: Surroundings): ValidationFigures {
  const measured = trials.filter(({ samples }) => samples.length > 0);
  const repeated = measured.filter(({ samples }) => samples.length > 1);
  const span = (from: ScreenPlace, to: ScreenPlace): Span => measureSpan(from, to, surroundings);
  const samples = trials.reduce((sum, trial) => sum + trial.samples.length, 0);
  const expected = trials.reduce((sum, trial) => sum + trial.expectedSamples, 0);
  return {
    accuracy: averageSpans(measured.map((trial) => span(trial.target, findMean(trial)))),
    sampleError: averageSpans(
      measured.map(({ target, samples: own }) => averageSpans(own.map((sample) => span(target, sample)))!),
    ),
    precisionRms: rootMeanSquare(
      repeated.flatMap(({ samples: own }) => own.slice(1).map((sample, i) => span(own[i]!, sample))),
    ),
    precisionSd: rootMeanSquare(
      repeated.flatMap((trial) => trial.samples.map((sample) => span(findMean(trial), sample))),
    ),
    dataLossPct: expected > 0 ? 100 * Math.max(0, 1 - samples / expected) : 100,
    samplingRateHz: measureRate(repeated),
    centreErrorPct: measured.length > 0 ? measureCentre(measured, surroundings) : null,
    targets: trials.length,
    targetsMeasured: measured.length,
    samples,
  };
}

/** The place halfway between all of a trial's samples. It must have one. */
export function findMean({ samples }: Pick<Trial, 'samples'>): ScreenPlace {
  const sum = samples.reduce(
    (so, { xScreen, yScreen }) => ({ xScreen: so.xScreen + xScreen, yScreen: so.yScreen + yScreen }),
    { xScreen: 0, yScreen: 0 },
  );
  return { xScreen: sum.xScreen / samples.length, yScreen: sum.yScreen / samples.length };
}

function measureRate(repeated: readonly Trial[]): number | null {
  const intervals = repeated.reduce((sum, { samples }) => sum + samples.length - 1, 0);
  const tookMs = repeated.reduce(
    (sum, { samples }) => sum + samples.at(-1)!.timestampMs - samples[0]!.timestampMs,
    0,
  );
  return tookMs > 0 ? (intervals * SECOND) / tookMs : null;
}

function measureCentre(measured: readonly Trial[], { screen }: Surroundings): number {
  return summarizeErrors(measured.map(({ target }) => ({ person: '', predicted: target, target, screen })))
    .centreErrorPct;
}
