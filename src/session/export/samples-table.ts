// One row for each frame of the webcam.
import { anchorSamples } from '../anchor.ts';
import type { SampleColumns, Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { sessionColumns } from './session-columns.ts';
import type { Column, Table } from './table.ts';

function readColumn(
  name: keyof SampleColumns,
  values: ArrayLike<number>,
  unit: string,
  decimals: number,
  description: string,
): Column {
  return { name, type: 'number32', unit, decimals, description, read: (row) => values[row]! };
}

function readIndex(name: string, values: ArrayLike<number>, description: string): Column {
  const read = (row: number) => (values[row]! < 0 ? null : values[row]!);
  return { name, type: 'whole', unit: '', description, read };
}

export function createSamplesTable(session: Session, { fixations }: SessionAnalysis): Table {
  const { samples, info } = session;
  const rows = samples.timestampMs.length;
  const anchored = anchorSamples(session);
  const fixationOf = new Int32Array(rows).fill(-1);
  for (const { index, firstSample, lastSample } of fixations)
    fixationOf.fill(index, firstSample, lastSample + 1);
  const lost = 'empty: lost (no open eyes).';
  const off = 'empty: lost, or off the page.';
  const columns: Column[] = [
    ...sessionColumns(info),
    {
      name: 'timestampMs',
      type: 'number',
      unit: 'ms',
      decimals: 3,
      description: 'Of the frame, since the session’s begin.',
      read: (row) => samples.timestampMs[row]!,
    },
    readColumn('xScreen', samples.xScreen, 'fraction of the screen', 6, `From its left edge; ${lost}`),
    readColumn('yScreen', samples.yScreen, 'fraction of the screen', 6, `From its top; ${lost}`),
    readColumn('confidence', samples.confidence, '0..1', 4, 'How sure the network is; 0 where lost.'),
    readIndex('view', samples.view, 'Number of the page in front; empty: there was none.'),
    readColumn('xViewportPx', samples.xViewportPx, 'CSS px', 2, `In the viewport; ${off}`),
    readColumn('yViewportPx', samples.yViewportPx, 'CSS px', 2, `In the viewport; ${off}`),
    readColumn('xDocumentPx', samples.xDocumentPx, 'CSS px', 2, `In the document at that moment; ${off}`),
    readColumn('yDocumentPx', samples.yDocumentPx, 'CSS px', 2, `In the document at that moment; ${off}`),
    {
      ...readColumn(
        'xDocumentPx',
        anchored.xDocumentPx,
        'CSS px',
        2,
        `In the page’s picture: sticks to content; ${off}`,
      ),
      name: 'xPicturePx',
    },
    {
      ...readColumn(
        'yDocumentPx',
        anchored.yDocumentPx,
        'CSS px',
        2,
        `In the page’s picture: sticks to content; ${off}`,
      ),
      name: 'yPicturePx',
    },
    readIndex('element', samples.element, 'Number of the innermost element there; empty: none.'),
    readColumn(
      'xElement',
      samples.xElement,
      'fraction of its box',
      4,
      'From its left edge; empty: no element.',
    ),
    readColumn('yElement', samples.yElement, 'fraction of its box', 4, 'From its top; empty: no element.'),
    readIndex('fixation', fixationOf, 'Number of the fixation that it is within; empty: none.'),
  ];
  return { name: 'samples', description: 'One row for each frame of the webcam, by time.', rows, columns };
}
