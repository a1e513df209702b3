// What a check leaves in a submission: its figures in the submission's units, the drift, and what of it is corrected.
import { computeFigures, type ValidationFigures } from '../../validation/figures.ts';
import { gradeFigures, type Grade } from '../../validation/grade.ts';
import type { Surroundings } from '../../validation/span.ts';
import type { Trial } from '../../validation/trial.ts';
import type { SubmissionCheck } from '../submission.ts';
import { estimateDrift } from './drift.ts';

export type CheckReading = Pick<SubmissionCheck, 'figures' | 'drift' | 'correction'>;

/** `correction` is what there is to correct; null it where the study, or the kind of check, corrects nothing. */
export function readCheck(trials: readonly Trial[], surroundings: Surroundings): CheckReading {
  const figures = computeFigures(trials, surroundings);
  return { figures: toCheckFigures(figures, gradeFigures(figures).grade), ...estimateDrift(trials) };
}

export function toCheckFigures(figures: ValidationFigures, grade: Grade): SubmissionCheck['figures'] {
  const { accuracy, precisionRms, dataLossPct, samplingRateHz, targets, targetsMeasured } = figures;
  return {
    grade,
    accuracyPct: accuracy?.screenPct ?? null,
    precisionPct: precisionRms?.screenPct ?? null,
    accuracyDeg: accuracy?.deg ?? null,
    precisionDeg: precisionRms?.deg ?? null,
    dataLossPct,
    samplingRateHz,
    targets,
    targetsMeasured,
  };
}
