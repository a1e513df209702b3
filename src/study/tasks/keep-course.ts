// A run's course in the database: each step is read, made and written in one transaction.
import type { FoveaDatabase } from '../../storage/database.ts';
import type { StudyRunRow } from '../../storage/studies.ts';
import type { SubmissionCheck } from '../submission.ts';
import { findPlan } from './course-view.ts';
import { advanceCourse, FIRST_COURSE, type Course, type CourseEvent } from './course.ts';

/** Answers the run after it; undefined where the event does not fit, or there is no such run. */
export function keepStep(
  database: FoveaDatabase,
  runId: string,
  event: CourseEvent,
): Promise<StudyRunRow | undefined> {
  return change(database, runId, (run) => {
    const plan = findPlan(run);
    const before = run.course ?? FIRST_COURSE;
    if (!plan) return run;
    const { course, result } = advanceCourse(before, event, plan);
    if (course === before) return run;
    const { record } = run;
    return {
      ...run,
      course,
      tasksDone: course.position,
      ...(result ? { record: { ...record, tasks: [...(record.tasks ?? []), result] } } : {}),
    };
  });
}

/** What is known of the course besides its steps. */
export async function keepFacts(
  database: FoveaDatabase,
  runId: string,
  facts: Partial<Omit<Course, 'position' | 'phase' | 'begun'>>,
  sessionId?: string,
): Promise<void> {
  await change(database, runId, (run) => ({
    ...run,
    course: { ...(run.course ?? FIRST_COURSE), ...facts },
    ...(sessionId === undefined ? {} : { sessionId }),
  }));
}

export async function keepCheck(
  database: FoveaDatabase,
  runId: string,
  check: SubmissionCheck,
): Promise<void> {
  await change(database, runId, ({ record, ...run }) => ({
    ...run,
    record: { ...record, checks: [...(record.checks ?? []), check] },
  }));
}

/** Those whose task goes on, or is being checked within: one at most, where all is well. */
export async function listGoingOn(database: FoveaDatabase): Promise<StudyRunRow[]> {
  const runs = await database.studyRuns.toArray();
  return runs.filter(({ stage, course }) => stage === 'tasks' && isGoingOn(course));
}

export function isGoingOn(course: Course | undefined): boolean {
  return course?.phase.kind === 'running' || course?.phase.kind === 'check';
}

function change(
  database: FoveaDatabase,
  runId: string,
  make: (run: StudyRunRow) => StudyRunRow,
): Promise<StudyRunRow | undefined> {
  return database.transaction('rw', database.studyRuns, async () => {
    const run = await database.studyRuns.get(runId);
    const next = run && make(run);
    if (!next || next === run) return undefined;
    const changed = { ...next, changedAt: new Date().toISOString() };
    await database.studyRuns.put(changed);
    return changed;
  });
}
