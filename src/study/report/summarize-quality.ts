// How good a study's data are, as guidelines ask to report it.
import { estimateMean, type Estimate } from '../../session/estimates.ts';
import type { PersonRow } from './rows.ts';

/** Of the participants who have it. */
export type QualityMeasure = {
  key: keyof PersonRow;
  name: string;
  unit: string;
  decimals: number;
  estimate: Estimate | null;
  least: number | null;
  most: number | null;
};

const MEASURES: Omit<QualityMeasure, 'estimate' | 'least' | 'most'>[] = [
  { key: 'accuracyPct', name: 'Accuracy', unit: '% of the screen', decimals: 1 },
  { key: 'accuracyDeg', name: 'Accuracy', unit: '°', decimals: 1 },
  { key: 'precisionPct', name: 'Precision (RMS)', unit: '% of the screen', decimals: 1 },
  { key: 'precisionDeg', name: 'Precision (RMS)', unit: '°', decimals: 1 },
  { key: 'dataLossPct', name: 'Data loss', unit: '%', decimals: 1 },
  { key: 'samplingRateHz', name: 'Sampling rate', unit: 'Hz', decimals: 1 },
  { key: 'effectiveRateHz', name: 'Samples with a gaze', unit: 'Hz', decimals: 1 },
];

/** Measures that nobody has are left out. */
export function summarizeQuality(people: readonly PersonRow[]): QualityMeasure[] {
  return MEASURES.flatMap((measure) => {
    const values = people.flatMap((person) => {
      const value = person[measure.key];
      return typeof value === 'number' ? [value] : [];
    });
    if (values.length === 0) return [];
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return [{ ...measure, estimate: estimateMean(values), least, most }];
  });
}
