// The tables of a submission that need no gaze: the participant, their checks, and their answers.
import { createTable, type ColumnOf, type Table } from '../../session/export/table.ts';
import type { StudyDefinition, StudyQuestion } from '../definition.ts';
import { scoreRawTlx } from '../questions/nasa-tlx.ts';
import { scoreSus } from '../questions/sus.ts';
import type { StudyAnswer, Submission, SubmissionCheck } from '../submission.ts';
import type { StudyAnalysis } from './analyse-tasks.ts';
import { flag, number, text, time, whole } from './columns.ts';
import { findValidation } from './submission-facts.ts';

/** The first column of every table: which run of the participant it was. */
export function submissionColumn<Row>({ id }: Pick<Submission, 'id'>): ColumnOf<Row> {
  return text(
    'submission',
    'Id of the submission; the folders name the study and the participant.',
    () => id,
  );
}

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

/** What a score stands at in the column `item`. */
export const SCORE_ITEM = 'score';

type Item = { answer: StudyAnswer; kind: string; item: string; number: number | null; text: string | null };

const ANSWERS: ColumnOf<Item>[] = [
  text('question', 'Id of the question.', ({ answer }) => answer.question),
  text('task', 'The task after which it was asked; empty: before or after all.', ({ answer }) => answer.task),
  text(
    'kind',
    'Of the question: “single”, “multiple”, “likert”, “sus”, “nasa-tlx” or “text”.',
    (row) => row.kind,
  ),
  text(
    'item',
    '“multiple”: id of an option that was chosen; “sus” and “nasa-tlx”: number of the statement or scale from 1, and “score”; empty for the others.',
    ({ item }) => item,
  ),
  number('number', '', 'The point on the scale, or the score.', (row) => row.number),
  text('text', '“single”: id of the option; “text”: the text; empty: not answered.', (row) => row.text),
  time('answeredAt', 'When.', ({ answer }) => Date.parse(answer.answeredAt)),
];

/** One row for each answer, and of questions with several parts one for each part; a question that was left empty has one. */
export function createAnswersTable(submission: Submission, study: StudyDefinition): Table {
  const rows = submission.answers.flatMap((answer) => listItems(answer, findQuestion(study, answer)));
  return createTable<Item>(
    { name: 'answers', description: 'One row for each answer, or part of one.' },
    rows,
    [submissionColumn(submission), ...ANSWERS],
  );
}

function findQuestion({ questions, tasks }: StudyDefinition, answer: StudyAnswer): StudyQuestion | undefined {
  const asked =
    answer.task === undefined
      ? [...questions.before, ...questions.after]
      : (tasks.find(({ id }) => id === answer.task)?.questions ?? []);
  return asked.find(({ id }) => id === answer.question);
}

function listItems(answer: StudyAnswer, question: StudyQuestion | undefined): Item[] {
  const kind = question?.kind ?? 'unknown';
  const { value } = answer;
  const row = (item: string, point: number | null, words: string | null): Item => {
    return { answer, kind, item, number: point, text: words };
  };
  if (value === null) return [row('', null, null)];
  if (typeof value === 'number') return [row('', value, null)];
  if (typeof value === 'string') return [row('', null, value)];
  // Somebody who chose none has answered: a row says so.
  if (value.length === 0) return [row('', null, '')];
  const items = value.map((one: string | number, index) =>
    typeof one === 'number' ? row(String(index + 1), one, null) : row(one, null, null),
  );
  const score = findScore(kind, value);
  return score === null ? items : [...items, row(SCORE_ITEM, score, null)];
}

/** null where there is none, or where what came is no answer to it. */
function findScore(kind: string, value: readonly (string | number)[]): number | null {
  const numbers = value.filter((one) => typeof one === 'number');
  try {
    if (kind === 'sus') return scoreSus(numbers);
    return kind === 'nasa-tlx' ? scoreRawTlx(numbers) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
