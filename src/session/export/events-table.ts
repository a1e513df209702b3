// One row for each event; which cells are filled depends on its type.
import type { Session, SessionEvent } from '../session-data.ts';
import { sessionColumns } from './session-columns.ts';
import { createTable, type Cell, type ColumnOf, type Table } from './table.ts';

function px(name: string, description: string): ColumnOf<SessionEvent> {
  return {
    name,
    type: 'number',
    unit: 'CSS px',
    description,
    decimals: 2,
    read: (event) => readKey(event, name),
  };
}

const COLUMNS: ColumnOf<SessionEvent>[] = [
  {
    name: 'timestampMs',
    type: 'number',
    unit: 'ms',
    decimals: 3,
    description: 'Since the session’s begin.',
    read: ({ timestampMs }) => timestampMs,
  },
  {
    name: 'type',
    type: 'text',
    unit: '',
    description:
      'scroll (from the level of samples on), viewport, document, click, show, hide, pause, resume, marker or away.',
    read: ({ type }) => type,
  },
  {
    name: 'view',
    type: 'whole',
    unit: '',
    description: 'Number of the page; empty where it is about none.',
    read: (event) => readKey(event, 'view'),
  },
  px('xScrollPx', 'scroll: the document’s part that is left of the viewport.'),
  px('yScrollPx', 'scroll: the document’s part that is above the viewport.'),
  px('widthPx', 'viewport, document: its width.'),
  px('heightPx', 'viewport, document: its height.'),
  {
    name: 'zoom',
    type: 'number',
    unit: '',
    decimals: 4,
    description: 'viewport: device-independent pixels for a CSS px.',
    read: (event) => readKey(event, 'zoom'),
  },
  px('xDocumentPx', 'click: where in the document.'),
  px('yDocumentPx', 'click: where in the document.'),
  {
    name: 'label',
    type: 'text',
    unit: '',
    description: 'marker: its label.',
    read: (event) => readKey(event, 'label'),
  },
  {
    name: 'reason',
    type: 'text',
    unit: '',
    description: 'away: “excluded” by the person, or “forbidden” by the browser.',
    read: (event) => readKey(event, 'reason'),
  },
];

function readKey(event: SessionEvent, key: string): Cell {
  return ((event as Record<string, unknown>)[key] as Cell | undefined) ?? null;
}

export function createEventsTable(session: Session): Table {
  return createTable(
    { name: 'events', description: 'One row for each thing that happened to a page, by time.' },
    session.events,
    [...sessionColumns(session.info), ...COLUMNS],
  );
}
