// The parameters of fixation detection: one plain object that is shown, changed and exported with what it made.
import type { Session } from '../session/session-data.ts';
import { estimatePrecision } from './estimate-precision.ts';
import { findMedianInterval } from './sample-holds.ts';
import { findPxPerDegree, type Sight } from './visual-angle.ts';

const SECOND = 1000;

export type FixationMethod = 'idt' | 'ivt';

export type FixationParameters = {
  /** By dispersion, which webcam rates allow, or by velocity. */
  method: FixationMethod;
  /** Of the thresholds: degrees of visual angle, or per cent of the screen's width. */
  unit: 'deg' | 'pct';
  /** I-DT: (max x - min x) + (max y - min y) of a fixation is at most this. */
  dispersion: number;
  /** I-VT: within a fixation gaze is slower than this, per second. */
  velocity: number;
  /** Shorter ones are none. */
  minDurationMs: number;
  /** Samples lost for so long are bridged; longer ones, as in a blink, end a fixation. */
  maxGapMs: number;
  /** Fixations with at most so long between them, and so far apart, are one; 0 ms: none are. */
  mergeGapMs: number;
  mergeDistance: number;
  /** A page that scrolls further ends a fixation: another part of the page is looked at then. CSS px. */
  maxScrollPx: number;
};

/** What a fixation is without any noise: 1 degree and 30 degrees a second are what most software starts from. */
const LEAST_DISPERSION_DEG = 1;
const LEAST_VELOCITY_DEG = 30;
/** Where degrees are not known: a laptop's screen is about 33 degrees wide from where people sit. */
const PCT_PER_DEG = 3;

/**
 * Noise of a standard deviation s on each axis has a root mean square from sample to sample of 2 s, and 100 samples of
 * it spread over 5 s on each axis, which sum up to 5 root mean squares. One more for gaze that drifts.
 */
const DISPERSION_PER_RMS = 6;
/** Of distances between samples of one fixation exp(-2.5^2), 1 in 500, are longer than 2.5 root mean squares. */
const VELOCITY_PER_RMS = 2.5;
const LEAST_DURATION_MS = 100;
const LEAST_DURATION_INTERVALS = 2;
/** Two frames of 30 a second; the shortest blinks last for 100 ms. */
const BRIDGED_GAP_MS = 75;

/**
 * Parameters that suit a session: thresholds as far above its noise as fixations need to hold together, and never below
 * what the field uses for trackers without. The noise is the precision of the person's last check where there is one,
 * or else estimated from the session itself.
 */
export function chooseFixationParameters(
  session: Pick<Session, 'info' | 'samples'>,
  method: FixationMethod = 'idt',
): FixationParameters {
  const { info, samples } = session;
  const unit = findPxPerDegree(info) === null ? 'pct' : 'deg';
  const pxPerUnit = findPxPerUnit(unit, info);
  const rms = (estimatePrecision(session)?.rmsPx ?? 0) / pxPerUnit;
  const intervalMs = findMedianInterval(samples.timestampMs) ?? 0;
  const perDegree = unit === 'deg' ? 1 : PCT_PER_DEG;
  const dispersion = Math.max(LEAST_DISPERSION_DEG * perDegree, DISPERSION_PER_RMS * rms);
  const noiseVelocity = intervalMs > 0 ? (VELOCITY_PER_RMS * rms * SECOND) / intervalMs : 0;
  return {
    method,
    unit,
    dispersion: round(dispersion),
    velocity: round(Math.max(LEAST_VELOCITY_DEG * perDegree, noiseVelocity)),
    minDurationMs: Math.round(Math.max(LEAST_DURATION_MS, LEAST_DURATION_INTERVALS * intervalMs)),
    maxGapMs: Math.round(Math.max(BRIDGED_GAP_MS, intervalMs)),
    mergeGapMs: Math.round(Math.max(BRIDGED_GAP_MS, intervalMs)),
    mergeDistance: round(dispersion / 3),
    maxScrollPx: 20,
  };
}

/** Px of the screen for one unit of a threshold. Degrees that are not known are taken to be 3 % of the width. */
export function findPxPerUnit(unit: FixationParameters['unit'], sight: Sight): number {
  const pxPerPct = sight.screen.widthPx / 100;
  return unit === 'pct' ? pxPerPct : (findPxPerDegree(sight) ?? PCT_PER_DEG * pxPerPct);
}

/** As many digits as a person reads, and the same in a file as on the page. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}
