// What a report is made of: rows of the collected tables.
import type { TASK_OUTCOMES } from '../submission.ts';

export type PersonRow = {
  participant: string;
  status: string;
  detail: string;
  startedAt: string;
  finishedAt: string;
  measurementTargets: number | null;
  tasks: number;
  screenWidthPx: number;
  screenHeightPx: number;
  screenWidthCm: number | null;
  screenHeightCm: number | null;
  distanceCm: number | null;
  glasses: boolean | null;
  userAgent: string | null;
  foveaVersion: string;
  weightsHash: string | null;
  backend: string | null;
  validations: number;
  validationGrade: number | null;
  validationTargets: number | null;
  accuracyPct: number | null;
  precisionPct: number | null;
  accuracyDeg: number | null;
  precisionDeg: number | null;
  validationDataLossPct: number | null;
  validationSamplingRateHz: number | null;
  samples: number | null;
  dataLossPct: number | null;
  samplingRateHz: number | null;
  effectiveRateHz: number | null;
  recordedMs: number | null;
  validMs: number | null;
  onPageMs: number | null;
  fixationMethod: string | null;
  fixationUnit: string | null;
  fixationDispersion: number | null;
  fixationVelocity: number | null;
  fixationMinDurationMs: number | null;
};

export type TaskRow = {
  participant: string;
  task: string;
  position: number;
  outcome: (typeof TASK_OUTCOMES)[number];
  durationMs: number;
  dataLossPct: number | null;
};

export type CheckRow = {
  participant: string;
  kind: string;
  timestampMs: number | null;
  task: string | null;
  accuracyPct: number | null;
  precisionPct: number | null;
  dataLossPct: number;
  driftXScreen: number | null;
  driftYScreen: number | null;
  correctionXScreen: number | null;
  correctionYScreen: number | null;
};

export type AnswerRow = {
  participant: string;
  question: string;
  task: string | null;
  kind: string;
  item: string;
  number: number | null;
  text: string | null;
};

/** As `aoi-table.sql` gives them. */
export type AreaRow = {
  task: string;
  aoi: string;
  aoiName: string;
  measure: string;
  n: number;
  mean: number;
  sd: number | null;
  ciLow: number | null;
  ciHigh: number | null;
};

/** Areas that are too small for how exact the gaze is, of so many participants. */
export type SizeRow = { task: string; aoi: string; tooSmall: number; known: number; extentPx: number | null };

/** Of one participant, task and area. */
export type LookRow = {
  participant: string;
  task: string;
  aoi: string;
  aoiName: string;
  exposureMs: number;
  fixationDwellMs: number;
  shareOfTimePct: number | null;
};
