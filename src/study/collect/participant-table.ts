// The table of who took part: the run, the screen and the browser, the validation, and how good the recording is.
import { createTable, type ColumnOf, type Table } from '../../session/export/table.ts';
import type { Submission } from '../submission.ts';
import type { StudyAnalysis } from './analyse-tasks.ts';
import { flag, number, submissionColumn, text, time, whole } from './columns.ts';
import { findValidation } from './submission-facts.ts';

type Person = { submission: Submission; analysis: StudyAnalysis | null };

const figuresOf = ({ submission }: Person) => findValidation(submission)?.figures;
const qualityOf = ({ analysis }: Person) => analysis?.quality;
const parametersOf = ({ analysis }: Person) => analysis?.parameters;
const environmentOf = ({ submission }: Person) => submission.environment;
const NO_RECORDING = 'empty where no samples came along.';

const RUN: ColumnOf<Person>[] = [
  whole('revision', 'Of the study.', ({ submission }) => submission.study.revision),
  text('status', '“complete” or “left-early”.', ({ submission }) => submission.status),
  text('language', 'In which the study was shown.', ({ submission }) => submission.language),
  time('startedAt', 'When the run began.', ({ submission }) => Date.parse(submission.startedAt)),
  time('finishedAt', 'When it ended.', ({ submission }) => Date.parse(submission.finishedAt)),
  text('detail', 'How much of the recording came along.', ({ submission }) => submission.detail),
  text('consentVersion', 'Of the text that was agreed to.', ({ submission }) => submission.consent.version),
  whole('measurementTargets', 'Targets of the measurement; empty: none was made.', ({ submission }) => {
    return submission.measurement?.targets;
  }),
  whole('tasks', 'Tasks that were begun.', ({ submission }) => submission.tasks.length),
  whole('tasksSuccessful', 'Those of them that ended well.', ({ submission }) => {
    return submission.tasks.filter(({ outcome }) => outcome === 'success').length;
  }),
];

const SETUP: ColumnOf<Person>[] = [
  number('screenWidthPx', 'px', 'Device-independent.', (row) => environmentOf(row).screen.widthPx),
  number('screenHeightPx', 'px', 'Device-independent.', (row) => environmentOf(row).screen.heightPx),
  number('screenWidthCm', 'cm', 'Empty where it is not known.', (row) => environmentOf(row).screen.widthCm),
  number('screenHeightCm', 'cm', 'Empty where it is not known.', (row) => environmentOf(row).screen.heightCm),
  number('distanceCm', 'cm', 'Eye to screen, as told; empty where it is not known.', (row) => {
    return environmentOf(row).distanceCm;
  }),
  flag('glasses', 'Whether glasses were worn; empty: not asked.', (row) => environmentOf(row).glasses),
  text('userAgent', 'Of the browser.', (row) => environmentOf(row).userAgent),
  text('foveaVersion', 'Of the extension.', (row) => environmentOf(row).foveaVersion),
  text('weightsHash', 'SHA-256 of the network’s weights.', (row) => environmentOf(row).weightsHash),
  text('backend', 'What the network ran on.', (row) => environmentOf(row).backend),
];

const VALIDATION: ColumnOf<Person>[] = [
  whole('validations', 'Validations before the tasks; figures are those of the last.', ({ submission }) => {
    return submission.checks.filter(({ kind }) => kind === 'validation').length;
  }),
  whole('validationGrade', '1 is best, 6 worst.', (row) => figuresOf(row)?.grade),
  whole('validationTargets', 'Its targets.', (row) => figuresOf(row)?.targets),
  number('accuracyPct', '% of the screen', 'Mean distance of target and mean sample.', (row) => {
    return figuresOf(row)?.accuracyPct;
  }),
  number('precisionPct', '% of the screen', 'Root mean square from sample to sample.', (row) => {
    return figuresOf(row)?.precisionPct;
  }),
  number('accuracyDeg', '°', 'The same as visual angle; empty where it is not known.', (row) => {
    return figuresOf(row)?.accuracyDeg;
  }),
  number('precisionDeg', '°', 'The same as visual angle; empty where it is not known.', (row) => {
    return figuresOf(row)?.precisionDeg;
  }),
  number(
    'validationDataLossPct',
    '%',
    'Samples lost in the validation.',
    (row) => figuresOf(row)?.dataLossPct,
  ),
  number('validationSamplingRateHz', 'Hz', 'In the validation.', (row) => figuresOf(row)?.samplingRateHz),
];

const RECORDING: ColumnOf<Person>[] = [
  whole('samples', `Frames of the webcam; ${NO_RECORDING}`, (row) => qualityOf(row)?.samples),
  whole('lostSamples', `Those without a gaze; ${NO_RECORDING}`, (row) => qualityOf(row)?.lostSamples),
  number('dataLossPct', '%', `100 x lostSamples / samples; ${NO_RECORDING}`, (row) => {
    return qualityOf(row)?.dataLossPct;
  }),
  number('samplingRateHz', 'Hz', `1 s / the median time from frame to frame; ${NO_RECORDING}`, (row) => {
    return qualityOf(row)?.samplingRateHz;
  }),
  number('effectiveRateHz', 'Hz', `Samples with a gaze a second; ${NO_RECORDING}`, (row) => {
    return qualityOf(row)?.effectiveRateHz;
  }),
  number('recordedMs', 'ms', `Time recorded; ${NO_RECORDING}`, (row) => qualityOf(row)?.recordedMs),
  number('validMs', 'ms', `The part of it with a gaze; ${NO_RECORDING}`, (row) => qualityOf(row)?.validMs),
  number('onPageMs', 'ms', `The part of it with a gaze on a page; ${NO_RECORDING}`, (row) => {
    return qualityOf(row)?.onPageMs;
  }),
  text('fixationMethod', `“idt” or “ivt”; ${NO_RECORDING}`, (row) => parametersOf(row)?.method),
  text('fixationUnit', 'Of the thresholds: “deg” or “pct” of the screen’s width.', (row) => {
    return parametersOf(row)?.unit;
  }),
  number(
    'fixationDispersion',
    'fixationUnit',
    'I-DT: at most so wide.',
    (row) => parametersOf(row)?.dispersion,
  ),
  number(
    'fixationVelocity',
    'fixationUnit/s',
    'I-VT: slower than this.',
    (row) => parametersOf(row)?.velocity,
  ),
  number('fixationMinDurationMs', 'ms', 'Shorter ones are none.', (row) => parametersOf(row)?.minDurationMs),
];

/** @param analysis of the session that came along; null where none did */
export function createParticipantTable(submission: Submission, analysis: StudyAnalysis | null): Table {
  return createTable<Person>(
    { name: 'participants', description: 'One row for each participant that counts.' },
    [{ submission, analysis }],
    [submissionColumn(submission), ...RUN, ...SETUP, ...VALIDATION, ...RECORDING],
  );
}
