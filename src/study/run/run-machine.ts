// A participant's way through a study, as a pure function: from a run's row and what happened to the row that is stored.
//
//   consent --agreed--> screening --screened--> measurement --measured--> validation --checked--> questions-before
//                                                   ^------- redo -------'
//   questions-before --answered--> tasks --tasks-done--> questions-after --answered--> summary --sent | kept | ended-->
//
// Whoever is screened out, stays below the gate, or leaves comes to the summary too: they decide what becomes of it. An event
// that does not fit where the run stands changes nothing, so that a button pressed twice does no harm.
import type { StudyRunRow, StudyRunStage } from '../../storage/studies.ts';
import type { StudyAnswer, Submission } from '../submission.ts';
import type { RunEvent } from './run-event.ts';

/** Stages that come to an end only by the participant's doing: there is nothing left to do in them. */
export const END_STAGES: readonly StudyRunStage[] = ['sent', 'kept', 'ended'];

/** Stages between consent and summary: a run can be left in them. */
const RUNNING_STAGES: ReadonlySet<StudyRunStage> = new Set([
  'screening',
  'measurement',
  'validation',
  'questions-before',
  'tasks',
  'questions-after',
]);

export function isUnfinished({ stage }: Pick<StudyRunRow, 'stage'>): boolean {
  return !END_STAGES.includes(stage);
}

export function isRunning({ stage }: Pick<StudyRunRow, 'stage'>): boolean {
  return RUNNING_STAGES.has(stage);
}

/** The row after an event; the very same where the event does not fit. */
export function advance(run: StudyRunRow, event: RunEvent): StudyRunRow {
  const { stage, definition, record } = run;
  const steps = run.steps ?? {};
  switch (event.type) {
    case 'language-chosen':
      if (!isUnfinished(run) || !definition.languages.includes(event.language)) return run;
      return { ...run, record: { ...record, language: event.language } };
    case 'agreed':
      if (stage !== 'consent') return run;
      return {
        ...run,
        stage: 'screening',
        record: {
          ...record,
          consent: event.consent,
          startedAt: event.consent.agreedAt,
          environment: event.environment,
        },
      };
    case 'sites-granted':
      if (!isUnfinished(run)) return run;
      return { ...run, grantedSites: [...new Set([...run.grantedSites, ...event.sites])] };
    case 'screened':
      if (stage !== 'screening') return run;
      return { ...run, stage: 'measurement', record: { ...record, environment: event.environment } };
    case 'screened-out':
      if (stage !== 'screening') return run;
      return toSummary(
        { ...run, record: { ...record, environment: event.environment } },
        'screened-out',
        event.at,
        event.reason,
      );
    case 'person-made':
      if (stage !== 'measurement' || run.personId !== undefined) return run;
      return { ...run, personId: event.personId, steps: { ...steps, personBefore: event.personBefore } };
    case 'measurement-begun':
      if (stage !== 'measurement' || run.personId === undefined) return run;
      return { ...run, steps: { ...steps, measurementId: event.measurementId } };
    case 'measured':
      if (stage !== 'measurement' || steps.measurementId === undefined) return run;
      return {
        ...run,
        stage: 'validation',
        record: { ...record, measurement: { targets: event.targets, takenAt: event.takenAt } },
      };
    case 'checked':
      return stage === 'validation' ? passGate(run, event) : run;
    case 'drafted':
      if (!isAsking(stage)) return run;
      return { ...run, steps: { ...steps, drafts: { ...steps.drafts, [event.question]: event.draft } } };
    case 'answered':
      return takeAnswers(run, event);
    case 'tasks-done': {
      if (stage !== 'tasks') return run;
      const after: StudyRunRow = { ...withoutDrafts(run), stage: 'questions-after' };
      return definition.questions.after.length > 0 ? after : toSummary(after, 'complete', event.at);
    }
    case 'measure-again':
      return canMeasureAgain(run) ? measureAgain(run) : run;
    case 'left':
      return isRunning(run) ? toSummary(run, 'left-early', event.at, 'participant') : run;
    case 'saved':
      if (stage !== 'summary' && !END_STAGES.includes(stage)) return run;
      return { ...run, steps: { ...steps, savedAt: event.at } };
    case 'kept':
    case 'ended':
      if (stage !== 'summary') return run;
      return { ...run, stage: event.type, steps: { ...steps, endedAt: event.at } };
    case 'sent':
      // What was kept may be sent later.
      if (stage !== 'summary' && stage !== 'kept') return run;
      return { ...run, stage: 'sent', steps: { ...steps, endedAt: event.at } };
  }
}

/** Not in the middle of a task. */
export function canMeasureAgain({ stage, course }: Pick<StudyRunRow, 'stage' | 'course'>): boolean {
  if (stage === 'questions-before' || stage === 'validation') return true;
  const phase = course?.phase.kind ?? 'instructions';
  return stage === 'tasks' && phase === 'instructions';
}

/** How often the gate was tried with this measurement or the ones that it made be taken again. */
export function countTries({ record, steps }: Pick<StudyRunRow, 'record' | 'steps'>): number {
  return countGates(record) - (steps?.again?.triesBefore ?? 0);
}

function countGates({ checks = [] }: StudyRunRow['record']): number {
  return checks.filter(({ kind }) => kind === 'validation').length;
}

function measureAgain(run: StudyRunRow): StudyRunRow {
  const { measurementId: _, ...steps } = run.steps ?? {};
  const stage = steps.again?.stage ?? (run.stage === 'validation' ? 'questions-before' : run.stage);
  return {
    ...run,
    stage: 'measurement',
    steps: { ...steps, again: { stage, triesBefore: countGates(run.record) } },
  };
}

/** Good enough: on. Else the measurement again while tries are left; then what the study says. */
function passGate(run: StudyRunRow, event: Extract<RunEvent, { type: 'checked' }>): StudyRunRow {
  const { check, network } = event;
  const { record, definition } = run;
  const environment =
    record.environment && network ? { environment: { ...record.environment, ...network } } : {};
  const checked: StudyRunRow = {
    ...run,
    record: { ...record, checks: [...(record.checks ?? []), check], ...environment },
  };
  const { worstGrade, tries, below } = definition.validation;
  if (check.figures.grade <= worstGrade) return passOn(checked);
  if (countTries(checked) < tries) {
    const { measurementId: _, ...steps } = run.steps ?? {};
    return { ...checked, stage: 'measurement', steps };
  }
  if (below === 'go-on') return passOn(checked);
  // Tasks that were done before the measurement was taken again are not thrown away.
  const status = run.tasksDone > 0 ? 'left-early' : 'below-gate';
  return toSummary(checked, status, check.checkedAt, 'accuracy');
}

/** To the questions before the tasks, where there are any; or to where a measurement was taken again. */
function passOn(run: StudyRunRow): StudyRunRow {
  const { again, ...steps } = run.steps ?? {};
  const stage = again?.stage ?? 'questions-before';
  const isEmpty = stage === 'questions-before' && run.definition.questions.before.length === 0;
  return { ...run, stage: isEmpty ? 'tasks' : stage, steps };
}

function takeAnswers(run: StudyRunRow, event: Extract<RunEvent, { type: 'answered' }>): StudyRunRow {
  const { stage, record } = run;
  if (!isAsking(stage) || (stage === 'tasks') !== (event.task !== undefined)) return run;
  const known = record.answers ?? [];
  // The same page twice, as after a crash between its answers and the next step: the later answers hold.
  const isAgain = ({ question, task }: StudyAnswer): boolean =>
    event.answers.some((answer) => answer.question === question && answer.task === task);
  const answered: StudyRunRow = {
    ...withoutDrafts(run),
    record: { ...record, answers: [...known.filter((answer) => !isAgain(answer)), ...event.answers] },
  };
  if (stage === 'questions-before') return { ...answered, stage: 'tasks' };
  return stage === 'questions-after' ? toSummary(answered, 'complete', event.at) : answered;
}

function toSummary(
  run: StudyRunRow,
  status: Submission['status'],
  finishedAt: string,
  reason?: string,
): StudyRunRow {
  return {
    ...withoutDrafts(run),
    stage: 'summary',
    record: { ...run.record, status, finishedAt, ...(reason === undefined ? {} : { reason }) },
  };
}

function withoutDrafts(run: StudyRunRow): StudyRunRow {
  const { drafts: _, ...steps } = run.steps ?? {};
  return { ...run, steps };
}

function isAsking(stage: StudyRunStage): boolean {
  return stage === 'questions-before' || stage === 'tasks' || stage === 'questions-after';
}
