// One row for each fixation.
import type { Fixation } from '../../gaze/fixations.ts';
import type { Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { sessionColumns } from './session-columns.ts';
import { createTable, type ColumnOf, type Table } from './table.ts';

/** Between ids of areas in one cell. */
const SEPARATOR = ';';

type Row = { fixation: Fixation; url: string; tag: string; selector: string; aois: string };

function number(name: keyof Fixation, unit: string, decimals: number, description: string): ColumnOf<Row> {
  return { name, type: 'number', unit, decimals, description, read: ({ fixation }) => fixation[name] };
}

function whole(name: keyof Fixation, description: string, column: string = name): ColumnOf<Row> {
  return {
    name: column,
    type: 'whole',
    unit: '',
    description,
    read: ({ fixation }) => (fixation[name]! < 0 ? null : fixation[name]),
  };
}

function text(name: 'url' | 'tag' | 'selector' | 'aois', description: string): ColumnOf<Row> {
  return { name, type: 'text', unit: '', description, read: (row) => row[name] };
}

const COLUMNS: ColumnOf<Row>[] = [
  whole('index', 'Number of the fixation, from 0, by time.', 'fixation'),
  number('startMs', 'ms', 3, 'When its first sample was taken, since the session’s begin.'),
  number('endMs', 'ms', 3, 'Until when its last sample stands.'),
  number('durationMs', 'ms', 3, 'endMs - startMs.'),
  number('xScreen', 'fraction of the screen', 6, 'Mean of its samples, from the left edge.'),
  number('yScreen', 'fraction of the screen', 6, 'Mean of its samples, from the top.'),
  whole('view', 'Number of the page in front; empty: there was none.'),
  text('url', 'Address of that page; below the level of samples without query and fragment.'),
  number(
    'xDocumentPx',
    'CSS px',
    2,
    'Mean place in the page’s picture: gaze sticks to content; empty: off the page.',
  ),
  number(
    'yDocumentPx',
    'CSS px',
    2,
    'Mean place in the page’s picture: gaze sticks to content; empty: off the page.',
  ),
  whole('element', 'Number of the element that most of its samples were on; empty: none.'),
  text('tag', 'Its tag; empty: none.'),
  text('selector', 'Its CSS selector; empty below the level of samples.'),
  text('aois', 'Ids of the areas that it is on, with a semicolon between; empty: none.'),
  whole('samples', 'Samples with a gaze in it.'),
  number('dispersionPx', 'px of the screen', 2, '(max x - min x) + (max y - min y) of its samples.'),
  number('confidence', '0..1', 4, 'Mean of its samples’.'),
];

/** The session is the reduced one; fixations point at its views and elements. */
export function createFixationsTable(
  session: Session,
  { fixations, aoisOfFixations }: SessionAnalysis,
): Table {
  const rows = fixations.map((fixation, index): Row => {
    const element = session.elements[fixation.element];
    return {
      fixation,
      url: session.views[fixation.view]?.url ?? '',
      tag: element?.tag ?? '',
      selector: element?.selector ?? '',
      aois: aoisOfFixations[index]!.join(SEPARATOR),
    };
  });
  return createTable(
    { name: 'fixations', description: 'One row for each fixation, by time; none overlap.' },
    rows,
    [...sessionColumns(session.info), ...COLUMNS],
  );
}
