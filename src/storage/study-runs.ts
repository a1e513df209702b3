// A participant's runs in the database: begun, moved on by one event at a time, and deleted with all that came of them.
import type { RunEvent } from '../study/run/run-event.ts';
import { advance, isUnfinished } from '../study/run/run-machine.ts';
import { makeParticipantCode } from '../study/run/participant-code.ts';
import { orderTasks } from '../study/order.ts';
import { SUBMISSION_FORMAT, SUBMISSION_VERSION } from '../study/submission.ts';
import type { FoveaDatabase } from './database.ts';
import { deletePerson } from './people.ts';
import { deleteSession } from './sessions.ts';
import type { StudyRunRow } from './studies.ts';

/** A run is not there any more; `message` is for the participant. */
export class RunMissingError extends Error {
  override readonly name = 'RunMissingError';
  constructor() {
    super('This run of the study was deleted meanwhile, perhaps in another tab.');
  }
}

export type NewRun = Pick<StudyRunRow, 'definition' | 'studyHash' | 'source'> & { language: string };

/** A run at its begin: the participant has agreed to nothing yet. */
export async function createRun(
  database: FoveaDatabase,
  { definition, studyHash, source, language }: NewRun,
  now = new Date(),
): Promise<StudyRunRow> {
  const id = crypto.randomUUID();
  const participant = makeParticipantCode();
  const at = now.toISOString();
  const run: StudyRunRow = {
    id,
    studyId: definition.id,
    studyHash,
    definition,
    source,
    stage: 'consent',
    createdAt: at,
    changedAt: at,
    taskOrder: orderTasks(definition, participant),
    tasksDone: 0,
    record: {
      format: SUBMISSION_FORMAT,
      version: SUBMISSION_VERSION,
      id,
      study: { id: definition.id, revision: definition.revision, hash: studyHash },
      participant,
      language,
      detail: definition.recording.detail,
      measurement: null,
      checks: [],
      tasks: [],
      answers: [],
    },
    grantedSites: [],
  };
  await database.studyRuns.add(run);
  return run;
}

/**
 * Moves a run on by what happened, in one transaction: all of it is stored, or none.
 * @returns the run as it is now, whether or not the event fitted
 * @throws {RunMissingError}
 */
export async function advanceRun(
  database: FoveaDatabase,
  id: string,
  event: RunEvent,
  now = new Date(),
): Promise<StudyRunRow> {
  return database.transaction('rw', database.studyRuns, async () => {
    const run = await database.studyRuns.get(id);
    if (!run) throw new RunMissingError();
    const next = advance(run, event);
    if (next === run) return run;
    const changed = { ...next, changedAt: now.toISOString() };
    await database.studyRuns.put(changed);
    return changed;
  });
}

/** Newest change first. */
export async function listRuns(database: FoveaDatabase): Promise<StudyRunRow[]> {
  return (await database.studyRuns.orderBy('changedAt').toArray()).toReversed();
}

/** The run of a study that can be gone on with; undefined where there is none. */
export async function findUnfinishedRun(
  database: FoveaDatabase,
  studyId: string,
): Promise<StudyRunRow | undefined> {
  const runs = await database.studyRuns.where({ studyId }).toArray();
  const open = runs.filter(isUnfinished).sort((a, b) => b.changedAt.localeCompare(a.changedAt));
  return open[0];
}

/**
 * Deletes a run with everything that came of it: its session, its person with the photos of the measurement, and what waits
 * to be sent, or was.
 */
export async function deleteRun(database: FoveaDatabase, id: string): Promise<void> {
  await database.transaction('rw', database.tables, async () => {
    const run = await database.studyRuns.get(id);
    if (run?.sessionId !== undefined) await deleteSession(database, run.sessionId);
    if (run?.personId !== undefined) await deletePerson(database, run.personId);
    await database.outbox.delete(id);
    await database.studyRuns.delete(id);
  });
}
