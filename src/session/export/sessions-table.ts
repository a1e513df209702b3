// One row about the session as a whole: how good its data are, and with what its fixations were found.
import type { Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { sessionColumns } from './session-columns.ts';
import { createTable, type Cell, type ColumnOf, type Table } from './table.ts';

type Row = { session: Session; analysis: SessionAnalysis };

function column(
  name: string,
  unit: string,
  description: string,
  read: (row: Row) => Cell | undefined,
): ColumnOf<Row> {
  return { name, type: 'number', unit, description, decimals: 4, read };
}

function count(name: string, description: string, read: (row: Row) => number): ColumnOf<Row> {
  return { name, type: 'whole', unit: '', description, read };
}

function text(name: string, description: string, read: (row: Row) => string | undefined): ColumnOf<Row> {
  return { name, type: 'text', unit: '', description, read };
}

const QUALITY: ColumnOf<Row>[] = [
  count('samples', 'Frames of the webcam.', ({ analysis }) => analysis.quality.samples),
  count('lostSamples', 'Of those the ones without a gaze: no open eyes were found.', (row) => {
    return row.analysis.quality.lostSamples;
  }),
  column('dataLossPct', '%', '100 x lostSamples / samples.', (row) => row.analysis.quality.dataLossPct),
  column('samplingRateHz', 'Hz', '1 s / the median time from frame to frame.', (row) => {
    return row.analysis.quality.samplingRateHz;
  }),
  column('effectiveRateHz', 'Hz', 'Samples with a gaze per second of recordedMs.', (row) => {
    return row.analysis.quality.effectiveRateHz;
  }),
  column('recordedMs', 'ms', 'Sum of all samples’ times; pauses and standstills do not count.', (row) => {
    return row.analysis.quality.recordedMs;
  }),
  column('validMs', 'ms', 'The part of recordedMs with a gaze.', (row) => row.analysis.quality.validMs),
  column('onPageMs', 'ms', 'The part of recordedMs whose gaze was on a page.', (row) => {
    return row.analysis.quality.onPageMs;
  }),
  column(
    'accuracyErrorPct',
    '% of the screen',
    'Of the person’s last check: 100 x mean distance from the targets, x in screen widths, y in screen heights; empty where there was none.',
    (row) => row.session.info.accuracy?.errorPct,
  ),
  column(
    'precisionPct',
    '% of the screen',
    'Of the same check: root mean square of the distances from sample to sample; empty where there was none.',
    (row) => row.session.info.accuracy?.precisionPct,
  ),
];

const SETUP: ColumnOf<Row>[] = [
  {
    name: 'startedAt',
    type: 'time',
    unit: 'UTC',
    description: 'When it began; at the level of AOI totals only the day.',
    read: ({ session }) => Date.parse(session.info.createdAt),
  },
  column('durationMs', 'ms', 'From its begin to its end; pauses count.', ({ session }) => {
    return session.info.durationMs;
  }),
  column('screenWidthPx', 'px', 'Device-independent pixels.', ({ session }) => session.info.screen.widthPx),
  column('screenHeightPx', 'px', 'Device-independent pixels.', ({ session }) => session.info.screen.heightPx),
  column('screenWidthCm', 'cm', 'Empty where it is not known.', ({ session }) => session.info.screen.widthCm),
  column('screenHeightCm', 'cm', 'Empty where it is not known.', ({ session }) => {
    return session.info.screen.heightCm;
  }),
  column('distanceCm', 'cm', 'Eye to screen; empty where it is not known.', ({ session }) => {
    return session.info.distanceCm;
  }),
  text('foveaVersion', 'Of the extension that recorded it.', ({ session }) => session.info.foveaVersion),
  text('weightsHash', 'SHA-256 of the network’s weights; empty where it is not known.', ({ session }) => {
    return session.info.weightsHash;
  }),
];

const DETECTION: ColumnOf<Row>[] = [
  count('fixations', 'Fixations found.', ({ analysis }) => analysis.fixations.length),
  text('fixationMethod', '“idt” (by dispersion) or “ivt” (by velocity).', ({ analysis }) => {
    return analysis.parameters.method;
  }),
  text(
    'fixationUnit',
    'Of fixationDispersion, fixationVelocity and fixationMergeDistance: “deg” of visual angle or “pct” of the screen’s width.',
    ({ analysis }) => analysis.parameters.unit,
  ),
  column('fixationDispersion', 'fixationUnit', 'I-DT: (max x - min x) + (max y - min y) at most.', (row) => {
    return row.analysis.parameters.dispersion;
  }),
  column('fixationVelocity', 'fixationUnit/s', 'I-VT: slower than this.', (row) => {
    return row.analysis.parameters.velocity;
  }),
  column('fixationMinDurationMs', 'ms', 'Shorter ones are none.', (row) => {
    return row.analysis.parameters.minDurationMs;
  }),
  column('fixationMaxGapMs', 'ms', 'Samples lost for so long are bridged.', (row) => {
    return row.analysis.parameters.maxGapMs;
  }),
  column('fixationMergeGapMs', 'ms', 'Fixations with at most so long between them may be one.', (row) => {
    return row.analysis.parameters.mergeGapMs;
  }),
  column('fixationMergeDistance', 'fixationUnit', 'And so far apart are one.', (row) => {
    return row.analysis.parameters.mergeDistance;
  }),
];

export function createSessionsTable(session: Session, analysis: SessionAnalysis): Table {
  return createTable(
    {
      name: 'sessions',
      description: 'One row for each session: how good its data are, and how its fixations were found.',
    },
    [{ session, analysis }],
    [...sessionColumns(session.info), ...SETUP, ...QUALITY, ...DETECTION],
  );
}
