// A strict parser of one accuracy check from untrusted JSON: every value typed, bounded, and in accord with the others.
import type { Checker } from '../measurement/check-json.ts';
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import type { Backend } from '../model/backend.ts';
import type { ValidationRow } from '../storage/validations.ts';
import type { Advance } from './check-run.ts';
import type { CheckKind } from './check-targets.ts';
import type { ValidationFigures } from './figures.ts';
import type { Grade, GradeReport } from './grade.ts';
import type { Span } from './span.ts';
import type { Trial, TrialSample } from './trial.ts';

/** A check without what the file says once of all of its checks, and without what is of this computer alone. */
export type PlainValidation = Omit<ValidationRow, 'personId' | 'elsewhere'>;

/** Bounds far above what a check needs: 13 dots, and 72 samples at each where the camera gives 60 frames a second. */
export const VALIDATION_LIMITS = {
  trials: 20,
  samples: 400,
  px: 100_000,
  cm: 10_000,
  /** Screens away from the screen. */
  place: 100,
  /** Of a figure, in whatever unit. */
  figure: 1_000_000_000,
} as const;

/** `crypto.randomUUID`. */
const ID = /^[A-Za-z0-9-]{1,64}$/;
const BACKENDS: readonly Backend[] = ['webgpu', 'wasm', 'cpu'];
const STARTS: readonly ValidationRow['tracker']['startedFrom'][] = ['population', 'measurement', 'tracking'];
const REASONS: readonly GradeReport['because'][] = ['area', 'loss', 'few-targets', 'no-better-than-centre'];
const GRADES: readonly Grade[] = [1, 2, 3, 4, 5, 6];

/**
 * The figures are taken as they were stored, since another version of Fovea may have reckoned them otherwise; that they
 * are of these dots and samples is checked. Unknown keys are left out.
 *
 * @param path Of the check in its file, e.g. `checks[3]`.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseValidation(check: Checker, json: unknown, path: string): PlainValidation {
  const row = check.object(json, path);
  const distanceCm = check.optional(row.distanceCm, `${path}.distanceCm`, cm(check));
  const camera = check.optional(row.camera, `${path}.camera`, check.anyText);
  const trials = check
    .array(row.trials, `${path}.trials`, 1, VALIDATION_LIMITS.trials)
    .map((trial, index) => parseTrial(check, trial, `${path}.trials[${index}]`));
  return {
    id: check.matching(row.id, `${path}.id`, ID, 'an id that Fovea makes'),
    createdAt: check.utcTime(row.createdAt, `${path}.createdAt`),
    kind: check.oneOf<CheckKind>(row.kind, `${path}.kind`, ['quick', 'full']),
    advance: check.oneOf<Advance>(row.advance, `${path}.advance`, ['space', 'auto']),
    screen: parseScreen(check, row.screen, `${path}.screen`),
    ...(distanceCm !== undefined && { distanceCm }),
    fullscreen: check.boolean(row.fullscreen, `${path}.fullscreen`),
    ...(camera !== undefined && { camera }),
    tracker: parseTracker(check, row.tracker, `${path}.tracker`),
    figures: parseFigures(check, row.figures, `${path}.figures`, trials),
    ...parseGrade(check, row, path),
    trials,
  };
}

function parseScreen(check: Checker, json: unknown, path: string): ValidationRow['screen'] {
  const screen = check.object(json, path);
  const px = (value: unknown, at: string): number => check.between(value, at, 1, VALIDATION_LIMITS.px);
  const size = {
    id: check.text(screen.id, `${path}.id`),
    widthPx: px(screen.widthPx, `${path}.widthPx`),
    heightPx: px(screen.heightPx, `${path}.heightPx`),
  };
  // Both or neither, as the person told one size.
  if (screen.widthCm === undefined && screen.heightCm === undefined) return size;
  return {
    ...size,
    widthCm: cm(check)(screen.widthCm, `${path}.widthCm`),
    heightCm: cm(check)(screen.heightCm, `${path}.heightCm`),
  };
}

function cm(check: Checker) {
  return (value: unknown, path: string): number => check.between(value, path, 0.1, VALIDATION_LIMITS.cm);
}

function parseTracker(check: Checker, json: unknown, path: string): ValidationRow['tracker'] {
  const tracker = check.object(json, path);
  return {
    backend: check.oneOf(tracker.backend, `${path}.backend`, BACKENDS),
    startedFrom: check.oneOf(tracker.startedFrom, `${path}.startedFrom`, STARTS),
    windowFilled: check.fraction(tracker.windowFilled, `${path}.windowFilled`),
  };
}

function parseGrade(check: Checker, row: Record<string, unknown>, path: string): GradeReport {
  const grade = GRADES.find((known) => known === row.grade);
  return {
    grade: grade ?? check.refuse(`${path}.grade`, row.grade, 'it must be a grade from 1 to 6'),
    areaPct: check.nullable(row.areaPct, `${path}.areaPct`, figure(check)),
    because: check.oneOf(row.because, `${path}.because`, REASONS),
  };
}

function parseFigures(
  check: Checker,
  json: unknown,
  path: string,
  trials: readonly Trial[],
): ValidationFigures {
  const figures = check.object(json, path);
  const measured = trials.filter(({ samples }) => samples.length > 0);
  const repeated = trials.filter(({ samples }) => samples.length > 1);
  const sampleCount = trials.reduce((sum, { samples }) => sum + samples.length, 0);
  const count = (key: string, counted: number): number =>
    figures[key] === counted
      ? counted
      : check.refuse(`${path}.${key}`, figures[key], `its trials have ${counted}`);
  /** Nothing that is read of a check expects a figure where there is nothing to take it from, or none where there is. */
  const of = <T>(key: string, from: readonly Trial[], parse: (value: unknown, at: string) => T): T | null => {
    if (from.length > 0) return parse(figures[key], `${path}.${key}`);
    return figures[key] === null
      ? null
      : check.refuse(`${path}.${key}`, figures[key], 'its trials have nothing to take it from');
  };
  const span = (value: unknown, at: string): Span => parseSpan(check, value, at);
  return {
    accuracy: of('accuracy', measured, span),
    sampleError: of('sampleError', measured, span),
    precisionRms: of('precisionRms', repeated, span),
    precisionSd: of('precisionSd', repeated, span),
    dataLossPct: check.between(figures.dataLossPct, `${path}.dataLossPct`, 0, 100),
    // Samples that all bear one time have no rate.
    samplingRateHz: check.nullable(figures.samplingRateHz, `${path}.samplingRateHz`, figure(check)),
    centreErrorPct: of('centreErrorPct', measured, figure(check)),
    targets: count('targets', trials.length),
    targetsMeasured: count('targetsMeasured', measured.length),
    samples: count('samples', sampleCount),
  };
}

function parseSpan(check: Checker, json: unknown, path: string): Span {
  const span = check.object(json, path);
  return {
    screenPct: figure(check)(span.screenPct, `${path}.screenPct`),
    diagonalPct: figure(check)(span.diagonalPct, `${path}.diagonalPct`),
    px: figure(check)(span.px, `${path}.px`),
    cm: check.nullable(span.cm, `${path}.cm`, figure(check)),
    deg: check.nullable(span.deg, `${path}.deg`, (value, at) => check.between(value, at, 0, 180)),
  };
}

function figure(check: Checker) {
  return (value: unknown, path: string): number => check.between(value, path, 0, VALIDATION_LIMITS.figure);
}

function parseTrial(check: Checker, json: unknown, path: string): Trial {
  const trial = check.object(json, path);
  const fromMs = parseTimestamp(check, trial.fromMs, `${path}.fromMs`);
  const untilMs = parseTimestamp(check, trial.untilMs, `${path}.untilMs`);
  if (untilMs <= fromMs) check.refuse(`${path}.untilMs`, untilMs, `it must be after ${fromMs}`);
  const samples = check
    .array(trial.samples, `${path}.samples`, 0, VALIDATION_LIMITS.samples)
    .map((sample, index) => parseSample(check, sample, `${path}.samples[${index}]`));
  let earliestMs = fromMs;
  for (const [index, { timestampMs }] of samples.entries()) {
    if (timestampMs < earliestMs || timestampMs >= untilMs) {
      const expected = `it must lie from ${earliestMs} to ${untilMs}`;
      check.refuse(`${path}.samples[${index}].timestampMs`, timestampMs, expected);
    }
    earliestMs = timestampMs;
  }
  return {
    target: parsePlace(check, trial.target, `${path}.target`),
    fromMs,
    untilMs,
    expectedSamples: figure(check)(trial.expectedSamples, `${path}.expectedSamples`),
    samples,
  };
}

function parseSample(check: Checker, json: unknown, path: string): TrialSample {
  const { timestampMs } = check.object(json, path);
  return {
    timestampMs: parseTimestamp(check, timestampMs, `${path}.timestampMs`),
    ...parsePlace(check, json, path),
  };
}

function parsePlace(check: Checker, json: unknown, path: string): ScreenPlace {
  const place = check.object(json, path);
  const { place: most } = VALIDATION_LIMITS;
  return {
    xScreen: check.between(place.xScreen, `${path}.xScreen`, -most, most),
    yScreen: check.between(place.yScreen, `${path}.yScreen`, -most, most),
  };
}

/** @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
function parseTimestamp(check: Checker, json: unknown, path: string): number {
  return check.between(json, path, 0, 8.64e15);
}
