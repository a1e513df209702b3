/** The tables over all sessions. */
import { createTable, type ColumnOf, type Table } from '../../src/session/export/table.ts';
import type { Aoi } from '../../src/session/aois.ts';
import { MEASURES, summarizeAois, type AoiSummary, type Measure } from '../../src/session/summarize-aois.ts';
import type { SessionResult } from './analyse-file.ts';
import type { Failure } from './run-workers.ts';

type Row = { name: string; summary: AoiSummary };

function number(
  name: string,
  description: string,
  read: (row: Row) => number | null | undefined,
): ColumnOf<Row> {
  return { name, type: 'number', unit: '', decimals: 4, description, read };
}

function measureColumns(measure: Measure): ColumnOf<Row>[] {
  const of = (row: Row) => row.summary.measures[measure];
  return [
    number(`${measure}N`, 'Participants who have it.', (row) => of(row)?.n ?? 0),
    number(
      `${measure}Mean`,
      'Mean over them; of several sessions of one, the mean counts.',
      (row) => of(row)?.mean,
    ),
    number(`${measure}Sd`, 'Standard deviation, with n - 1.', (row) => of(row)?.sd),
    number(
      `${measure}CiLow`,
      'Lower end of the 95 % confidence interval of the mean.',
      (row) => of(row)?.ciLow,
    ),
    number(`${measure}CiHigh`, 'Upper end.', (row) => of(row)?.ciHigh),
  ];
}

/** One row for each area: which share of the participants looked at it, and the means over them. */
export function createPooledAoisTable(results: readonly SessionResult[], aois: readonly Aoi[]): Table {
  const names = new Map(aois.map(({ id, name }) => [id, name]));
  const rows = summarizeAois(results).map((summary) => ({ name: names.get(summary.aoi) ?? '', summary }));
  return createTable<Row>(
    { name: 'aois', description: 'One row for each area, over all participants.' },
    rows,
    [
      {
        name: 'aoi',
        type: 'text',
        unit: '',
        description: 'Id of the area.',
        read: ({ summary }) => summary.aoi,
      },
      { name: 'aoiName', type: 'text', unit: '', description: 'Its name.', read: ({ name }) => name },
      number(
        'participants',
        'Those who had a page with the area before them.',
        (row) => row.summary.looked?.n ?? 0,
      ),
      number('looked', 'Those of them with a fixation on it.', (row) => row.summary.looked?.count ?? 0),
      number('lookedPct', '100 x looked / participants.', (row) => row.summary.looked?.pct),
      number('lookedPctCiLow', 'Lower end of its 95 % confidence interval (Wilson).', (row) => {
        return row.summary.looked?.ciLowPct;
      }),
      number('lookedPctCiHigh', 'Upper end.', (row) => row.summary.looked?.ciHighPct),
      ...MEASURES.flatMap(measureColumns),
    ],
  );
}

export function createErrorsTable(failures: readonly Failure[]): Table {
  return createTable<Failure>({ name: 'errors', description: 'Files that were not analysed.' }, failures, [
    { name: 'file', type: 'text', unit: '', description: 'The file.', read: ({ path }) => path },
    { name: 'reason', type: 'text', unit: '', description: 'Why.', read: ({ reason }) => reason },
  ]);
}
