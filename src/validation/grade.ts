/** One grade for a check: how small an area on the screen may be so that a look at it is not taken for one beside it. */
import type { ValidationFigures } from './figures.ts';

/** 1 is best. */
export type Grade = 1 | 2 | 3 | 4 | 5 | 6;

/**
 * | grade | area, % of the screen's side | told apart |
 * |---|---|---|
 * | 1 | up to 8 | buttons, short lines |
 * | 2 | up to 16 | paragraphs, small pictures |
 * | 3 | up to 26 | blocks of a page: a quarter of a side |
 * | 4 | up to 36 | thirds of the screen |
 * | 5 | up to 55 | halves of the screen |
 * | 6 | more | nothing |
 */
export const LARGEST_AREA_PCT: readonly { grade: Grade; pct: number }[] = [
  { grade: 1, pct: 8 },
  { grade: 2, pct: 16 },
  { grade: 3, pct: 26 },
  { grade: 4, pct: 36 },
  { grade: 5, pct: 55 },
];

/** Lost samples are most often lost in some places more than in others. From so much loss on the grade is worse by so many. */
export const LOSS_STEPS: readonly { fromPct: number; grades: number }[] = [
  { fromPct: 60, grades: 5 },
  { fromPct: 40, grades: 2 },
  { fromPct: 20, grades: 1 },
];

/** With samples at fewer of the targets nothing is said about the screen as a whole. */
export const LEAST_TARGET_SHARE = 0.6;

export type GradeReport = {
  grade: Grade;
  /** Side of the smallest area, see {@link computeAreaPct}; null where there is nothing to tell it from. */
  areaPct: number | null;
  /** What made the grade worse than the area alone. */
  because: 'area' | 'loss' | 'few-targets' | 'no-better-than-centre';
};

/**
 * area = 2 (accuracy + 2 s), s = SD / sqrt(2): an area so wide around where somebody looks holds 95 % of the samples of
 * an axis. `precisionSd` is of two dimensions, s of one.
 * @see Feit et al., Toward Everyday Gaze Input (CHI 2017), section "Target size"
 */
export function computeAreaPct({
  accuracy,
  precisionSd,
}: Pick<ValidationFigures, 'accuracy' | 'precisionSd'>): number | null {
  if (!accuracy) return null;
  return 2 * (accuracy.screenPct + Math.SQRT2 * (precisionSd?.screenPct ?? 0));
}

export function gradeFigures(figures: ValidationFigures): GradeReport {
  const areaPct = computeAreaPct(figures);
  const { accuracy, centreErrorPct, dataLossPct, targets, targetsMeasured } = figures;
  if (areaPct === null || accuracy === null || targetsMeasured < LEAST_TARGET_SHARE * targets) {
    return { grade: 6, areaPct, because: 'few-targets' };
  }
  if (centreErrorPct !== null && accuracy.screenPct >= centreErrorPct) {
    return { grade: 6, areaPct, because: 'no-better-than-centre' };
  }
  const byArea = LARGEST_AREA_PCT.find(({ pct }) => areaPct <= pct)?.grade ?? 6;
  const worse = LOSS_STEPS.find(({ fromPct }) => dataLossPct >= fromPct)?.grades ?? 0;
  const grade = Math.min(6, byArea + worse) as Grade;
  return { grade, areaPct, because: grade > byArea ? 'loss' : 'area' };
}
