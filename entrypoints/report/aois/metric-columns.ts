// The columns of the metrics' table: what they are called, what they mean, how they are written and sorted.
import type { Aoi } from '../../../src/session/aois.ts';
import type { AoiMetrics } from '../../../src/session/metrics.ts';

export type MetricKey = Exclude<keyof AoiMetrics, 'aoi'>;
type Value = number | null;

export type MetricColumn = {
  key: MetricKey;
  name: string;
  title: string;
  format: (value: Value) => string;
};

const whole = (value: Value): string => (value === null ? '–' : Math.round(value).toLocaleString());
const percent = (value: Value): string => (value === null ? '–' : `${value.toFixed(1)} %`);

export const METRIC_COLUMNS: readonly MetricColumn[] = [
  {
    key: 'firstFixationOrder',
    name: 'Order',
    title: 'Of the first fixations: 1 was seen first',
    format: whole,
  },
  {
    key: 'timeToFirstFixationMs',
    name: 'First fixation after, ms',
    title: 'Time that pages with the area were in front before its first fixation',
    format: whole,
  },
  { key: 'fixationCount', name: 'Fixations', title: 'Fixations on it', format: whole },
  {
    key: 'fixationDwellMs',
    name: 'Dwell, ms',
    title: 'All time of fixations on it',
    format: whole,
  },
  {
    key: 'shareOfTimePct',
    name: 'Share of gaze',
    title: 'Of all gaze while a page with the area was in front',
    format: percent,
  },
  { key: 'meanFixationMs', name: 'Mean fixation, ms', title: 'Dwell by fixations', format: whole },
  { key: 'visits', name: 'Visits', title: 'Times that gaze came to it', format: whole },
  { key: 'revisits', name: 'Revisits', title: 'All visits but the first', format: whole },
  { key: 'clicks', name: 'Clicks', title: 'Clicks on it', format: whole },
];

export type Sorting = { key: MetricKey; down: boolean };
export type MetricRow = { aoi: Aoi; metrics: AoiMetrics };

/** Areas without a value come last, whichever way it is sorted. */
export function sortRows(rows: readonly MetricRow[], { key, down }: Sorting): MetricRow[] {
  return rows.toSorted((a, b) => {
    const [x, y] = [a.metrics[key], b.metrics[key]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return down ? y - x : x - y;
  });
}
