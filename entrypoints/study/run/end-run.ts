// Ends what a run holds in the browser, forgets its person, and deletes all of it.
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { deletePerson } from '../../../src/storage/people.ts';
import { refuseFullDisk } from '../../../src/storage/room.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { deleteRun } from '../../../src/storage/study-runs.ts';
import { closeRun } from '../../../src/study/tasks/run-tasks.ts';
import { cancelLearning } from '../../../src/ui/measure/learning.ts';
import { database } from '../../../src/ui/page-database.ts';

/** Ends its recording, tracking as its person, and the leave for its sites. Twice is the same as once. */
export async function endRun(run: StudyRunRow): Promise<void> {
  // Before the participant agrees nothing is held.
  if (run.stage !== 'consent') await closeRun(run.id);
  if (run.personId !== undefined) cancelLearning(run.personId);
  await giveBackPerson(run);
}

/**
 * Deletes its person with the photos of the measurement: after the tasks nothing needs them.
 * @throws {RoomError} where the disk is full; nothing was deleted or forgotten.
 */
export async function forgetRunPerson({ personId }: StudyRunRow): Promise<void> {
  if (personId === undefined) return;
  await refuseFullDisk();
  await sendMessage('forgetLearned', { personId });
  await deletePerson(database, personId);
}

/**
 * Everything of it: session, person with the photos, what waits to be sent. It cannot be brought back.
 * @throws {RoomError} where the disk is full; nothing is recorded any more all the same.
 */
export async function deleteWholeRun(run: StudyRunRow): Promise<void> {
  // What cannot be ended, because it is not there, stands in the way of no deletion.
  await endRun(run).catch(() => undefined);
  await forgetRunPerson(run);
  await deleteRun(database, run.id);
}

/** Whoever was in use before the study is again. */
async function giveBackPerson({ personId, steps }: StudyRunRow): Promise<void> {
  if (personId === undefined || (await activePersonId.getValue()) !== personId) return;
  const before = steps?.personBefore ?? null;
  const isThere = before !== null && (await database.people.get(before)) !== undefined;
  await activePersonId.setValue(isThere ? before : null);
}
