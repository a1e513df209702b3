// One row for each page that was seen.
import type { Session, View } from '../session-data.ts';
import { sessionColumns } from './session-columns.ts';
import { createTable, type ColumnOf, type Table } from './table.ts';

const COLUMNS: ColumnOf<View>[] = [
  {
    name: 'view',
    type: 'whole',
    unit: '',
    description: 'Number of the page, from 0.',
    read: ({ index }) => index,
  },
  { name: 'tab', type: 'whole', unit: '', description: 'Number of its tab, from 0.', read: ({ tab }) => tab },
  {
    name: 'url',
    type: 'text',
    unit: '',
    description: 'Its address; below the level of samples without query and fragment.',
    read: ({ url }) => url,
  },
  {
    name: 'title',
    type: 'text',
    unit: '',
    description: 'Its title; empty below the level of samples.',
    read: ({ title }) => title,
  },
  {
    name: 'timestampMs',
    type: 'number',
    unit: 'ms',
    decimals: 3,
    description: 'When it was first seen, since the session’s begin.',
    read: ({ timestampMs }) => timestampMs,
  },
  {
    name: 'cause',
    type: 'text',
    unit: '',
    description: '“load”: a document was loaded; “route”: a single-page app changed its address.',
    read: ({ cause }) => cause,
  },
];

export function createViewsTable(session: Session): Table {
  return createTable({ name: 'views', description: 'One row for each page that was seen.' }, session.views, [
    ...sessionColumns(session.info),
    ...COLUMNS,
  ]);
}
