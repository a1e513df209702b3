// What a page is told of a validation on it: from the check's trials to its own pixels.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import type { ScreenArea, ViewportPoint } from '../screen/spaces.ts';
import { computeFigures, findMean } from '../validation/figures.ts';
import { gradeFigures } from '../validation/grade.ts';
import type { Trial } from '../validation/trial.ts';
import type { PageTarget, PageValidation } from './page-messages.ts';

export type ValidationView = {
  screen: Pick<ScreenArea, 'widthScreenPx' | 'heightScreenPx'>;
  /** The desktop's pixels per CSS pixel of the page. */
  cssScale: number;
  locate(place: ScreenPlace): ViewportPoint;
};

export function summarizeValidation(
  trials: readonly Trial[],
  { screen, cssScale, locate }: ValidationView,
): PageValidation {
  const figures = computeFigures(trials, {
    screen: { widthPx: screen.widthScreenPx, heightPx: screen.heightScreenPx },
  });
  const { accuracy, precisionRms, dataLossPct, samplingRateHz } = figures;
  return {
    targets: trials.map((trial) => describeTarget(trial, locate)),
    accuracyPx: accuracy && accuracy.px / cssScale,
    accuracyPct: accuracy && accuracy.screenPct,
    precisionPx: precisionRms && precisionRms.px / cssScale,
    dataLossPct,
    samplingRateHz,
    grade: gradeFigures(figures).grade,
  };
}

function describeTarget(trial: Trial, locate: ValidationView['locate']): PageTarget {
  const { xViewportPx, yViewportPx } = locate(trial.target);
  const samples = trial.samples.length;
  return { xViewportPx, yViewportPx, gaze: samples > 0 ? locate(findMean(trial)) : null, samples };
}
