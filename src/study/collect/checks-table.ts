// The table of a participant's checks of the gaze: how far off it was, and what was taken off it from then on.
import { createTable, type ColumnOf, type Table } from '../../session/export/table.ts';
import type { Submission, SubmissionCheck } from '../submission.ts';
import { number, submissionColumn, text, time, whole } from './columns.ts';

type Check = { check: SubmissionCheck; index: number };

const CHECKS: ColumnOf<Check>[] = [
  whole('check', 'Its number, from 0, by time.', ({ index }) => index),
  text('kind', '“validation”: the gate before the tasks; “check”: a later one.', ({ check }) => check.kind),
  time('checkedAt', 'When.', ({ check }) => Date.parse(check.checkedAt)),
  number(
    'timestampMs',
    'ms',
    'Since the session’s begin; empty: before it.',
    ({ check }) => check.timestampMs,
    3,
  ),
  text('task', 'The task before which or in which it was; empty: none.', ({ check }) => check.task),
  whole('grade', '1 is best, 6 worst.', ({ check }) => check.figures.grade),
  number('accuracyPct', '% of the screen', 'Mean distance of target and mean sample.', ({ check }) => {
    return check.figures.accuracyPct;
  }),
  number('precisionPct', '% of the screen', 'Root mean square from sample to sample.', ({ check }) => {
    return check.figures.precisionPct;
  }),
  number('accuracyDeg', '°', 'Empty where it is not known.', ({ check }) => check.figures.accuracyDeg),
  number('precisionDeg', '°', 'Empty where it is not known.', ({ check }) => check.figures.precisionDeg),
  number('dataLossPct', '%', 'Samples lost.', ({ check }) => check.figures.dataLossPct),
  number('samplingRateHz', 'Hz', 'Samples a second.', ({ check }) => check.figures.samplingRateHz),
  whole('targets', 'Shown.', ({ check }) => check.figures.targets),
  whole('targetsMeasured', 'With a sample at least.', ({ check }) => check.figures.targetsMeasured),
  number(
    'driftXScreen',
    'fraction of the screen',
    'Mean of sample - target, as found; empty: not known.',
    (row) => {
      return row.check.drift?.xScreen;
    },
  ),
  number(
    'driftYScreen',
    'fraction of the screen',
    'Mean of sample - target, as found; empty: not known.',
    (row) => {
      return row.check.drift?.yScreen;
    },
  ),
  number(
    'correctionXScreen',
    'fraction of the screen',
    'Taken off all later samples; empty: nothing.',
    (row) => {
      return row.check.correction?.xScreen;
    },
  ),
  number(
    'correctionYScreen',
    'fraction of the screen',
    'Taken off all later samples; empty: nothing.',
    (row) => {
      return row.check.correction?.yScreen;
    },
  ),
];

export function createChecksTable(submission: Submission): Table {
  return createTable<Check>(
    { name: 'checks', description: 'One row for each check of the gaze.' },
    submission.checks.map((check, index) => ({ check, index })),
    [submissionColumn(submission), ...CHECKS],
  );
}
