// What several sessions say of each area of interest together: a person counts once, however many sessions they had.
import {
  compareMeans,
  estimateMean,
  estimateShare,
  type Difference,
  type Estimate,
  type Share,
} from './estimates.ts';
import type { AoiMetrics } from './metrics.ts';

/** The metrics that means are taken of. */
export const MEASURES = [
  'timeToFirstFixationMs',
  'firstFixationOrder',
  'sampleDwellMs',
  'fixationDwellMs',
  'shareOfTimePct',
  'fixationCount',
  'meanFixationMs',
  'visits',
  'revisits',
  'meanVisitMs',
  'clicks',
] as const satisfies (keyof AoiMetrics)[];
export type Measure = (typeof MEASURES)[number];

/** A session's metrics, and whose they are: `nameParticipant`. */
export type ParticipantMetrics = { participant: string; metrics: readonly AoiMetrics[] };

export type AoiSummary = {
  /** `Aoi.id`. */
  aoi: string;
  /** Of the participants who had a page with the area in front, those with a fixation on it; null where nobody had. */
  looked: Share | null;
  /**
   * Means over those participants. Somebody who did not look has a dwell, a count and a share of 0, and counts; but no
   * time to a first fixation, place in the order, or mean duration, and is left out of those.
   */
  measures: Record<Measure, Estimate | null>;
};

/** By area, in the order of the first session's. */
export function summarizeAois(sessions: readonly ParticipantMetrics[]): AoiSummary[] {
  const aois = [...new Set(sessions.flatMap(({ metrics }) => metrics.map(({ aoi }) => aoi)))];
  return aois.map((aoi) => {
    const people = groupByPerson(sessions, aoi);
    const looked = people.filter((own) => own.some(({ fixationCount }) => fixationCount > 0)).length;
    const estimate = (measure: Measure) =>
      estimateMean(people.map((own) => averageOf(own, measure)).filter((value) => value !== null));
    return {
      aoi,
      looked: estimateShare(looked, people.length),
      measures: Object.fromEntries(
        MEASURES.map((measure) => [measure, estimate(measure)]),
      ) as AoiSummary['measures'],
    };
  });
}

/** Of each area that both groups have, the differences of their means: the first's minus the second's. */
export function compareAois(
  first: readonly AoiSummary[],
  second: readonly AoiSummary[],
): { aoi: string; differences: Record<Measure, Difference | null> }[] {
  return first.flatMap((a) => {
    const b = second.find(({ aoi }) => aoi === a.aoi);
    if (!b) return [];
    const differences = Object.fromEntries(
      MEASURES.map((measure) => [measure, compareMeans(a.measures[measure], b.measures[measure])]),
    ) as Record<Measure, Difference | null>;
    return { aoi: a.aoi, differences };
  });
}

/** Each participant's metrics of the area, without sessions in which it was never in front. */
function groupByPerson(sessions: readonly ParticipantMetrics[], aoi: string): AoiMetrics[][] {
  const people = new Map<string, AoiMetrics[]>();
  for (const { participant, metrics } of sessions) {
    const own = metrics.find((one) => one.aoi === aoi);
    if (!own || own.exposureMs === 0) continue;
    people.set(participant, [...(people.get(participant) ?? []), own]);
  }
  return [...people.values()];
}

/** The mean over a participant's sessions that have the measure. */
function averageOf(own: readonly AoiMetrics[], measure: Measure): number | null {
  const values = own.map((metrics) => metrics[measure]).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
