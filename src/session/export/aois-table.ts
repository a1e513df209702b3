// One row for each area of interest.
import type { Aoi } from '../aois.ts';
import type { AoiMetrics } from '../metrics.ts';
import type { AoiSize } from '../quality.ts';
import type { Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { sessionColumns } from './session-columns.ts';
import { createTable, type ColumnOf, type Table } from './table.ts';

type Row = { aoi: Aoi; metrics: AoiMetrics; size: AoiSize };

function metric(name: keyof AoiMetrics, unit: string, description: string): ColumnOf<Row> {
  const type = unit === '' ? 'whole' : 'number';
  return { name, type, unit, description, decimals: unit === '' ? 0 : 3, read: (row) => row.metrics[name] };
}

const COLUMNS: ColumnOf<Row>[] = [
  {
    name: 'aoi',
    type: 'text',
    unit: '',
    description: 'Id of the area.',
    read: ({ aoi }) => aoi.id,
  },
  {
    name: 'aoiName',
    type: 'text',
    unit: '',
    description: 'Its name, as the researcher gave it.',
    read: ({ aoi }) => aoi.name,
  },
  metric(
    'exposureMs',
    'ms',
    'For how long a page with the area was in front while something was recorded; 0: the participant never had it before them.',
  ),
  metric(
    'firstFixationAtMs',
    'ms',
    'When the first fixation on it began, since the session’s begin; empty: none.',
  ),
  metric('timeToFirstFixationMs', 'ms', 'The part of exposureMs that had gone by then; empty: none.'),
  metric(
    'firstFixationOrder',
    '',
    'Its place among the areas that were fixated: 1 was the first; empty: none.',
  ),
  metric('fixationDwellMs', 'ms', 'All time of fixations on it.'),
  metric('sampleDwellMs', 'ms', 'All time of samples on it, whatever the eyes did.'),
  metric(
    'shareOfTimePct',
    '%',
    'sampleDwellMs of all time with a gaze while a page with the area was in front.',
  ),
  metric('fixationCount', '', 'Fixations on it.'),
  metric('meanFixationMs', 'ms', 'fixationDwellMs / fixationCount; empty: none.'),
  metric('visits', '', 'Times that gaze came to it.'),
  metric('revisits', '', 'Visits after the first.'),
  metric(
    'meanVisitMs',
    'ms',
    'Mean time from a visit’s first fixation’s begin to its last one’s end; empty: none.',
  ),
  metric('clicks', '', 'Clicks on it.'),
  {
    name: 'extentPx',
    type: 'number',
    unit: 'px of the screen',
    decimals: 1,
    description: 'The narrowest that it is in any page; empty: it is in none.',
    read: ({ size }) => size.extentPx,
  },
  {
    name: 'size',
    type: 'text',
    unit: '',
    description:
      '“too-small”: narrower than twice the session’s accuracy, so that its numbers mean little; “large-enough”; “unknown”: accuracy was not checked; “absent”: it is in no page.',
    read: ({ size }) => size.verdict,
  },
];

export function createAoisTable(session: Session, { aois, metrics, sizes }: SessionAnalysis): Table {
  const rows = aois.map((aoi, index) => ({ aoi, metrics: metrics[index]!, size: sizes[index]! }));
  return createTable({ name: 'aois', description: 'One row for each area of interest and session.' }, rows, [
    ...sessionColumns(session.info),
    ...COLUMNS,
  ]);
}
