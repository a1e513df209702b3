// Everything that exports tell of a session beyond what was recorded, made once with one set of parameters.
import { chooseFixationParameters, type FixationParameters } from '../../gaze/fixation-parameters.ts';
import { detectFixations, type Fixation } from '../../gaze/fixations.ts';
import { placeAoi, type Aoi } from '../aois.ts';
import { computeAoiMetrics, type AoiMetrics } from '../metrics.ts';
import { computeQuality, judgeAoiSizes, type AoiSize, type SessionQuality } from '../quality.ts';
import type { Session } from '../session-data.ts';

export type SessionAnalysis = {
  parameters: FixationParameters;
  fixations: Fixation[];
  aois: readonly Aoi[];
  /** In the order of `aois`, as are `sizes`. */
  metrics: AoiMetrics[];
  sizes: AoiSize[];
  quality: SessionQuality;
  /** Ids of the areas that each fixation is on. */
  aoisOfFixations: string[][];
};

/** @throws {SelectorError} for an area whose selector makes no sense */
export function analyseSession(
  session: Session,
  aois: readonly Aoi[] = [],
  parameters: FixationParameters = chooseFixationParameters(session),
): SessionAnalysis {
  const { fixations } = detectFixations(session, parameters);
  const placed = aois.map((aoi) => placeAoi(aoi, session));
  return {
    parameters,
    fixations,
    aois,
    metrics: computeAoiMetrics(session, fixations, aois),
    sizes: judgeAoiSizes(session, aois),
    quality: computeQuality(session),
    aoisOfFixations: fixations.map((fixation) =>
      placed.filter((area) => area.contains(fixation)).map((area) => area.aoi.id),
    ),
  };
}
