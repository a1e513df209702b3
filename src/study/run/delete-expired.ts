// Deletes runs that a study says are not to be kept any longer on the participant's machine.
import type { FoveaDatabase } from '../../storage/database.ts';
import { deleteRun, listRuns } from '../../storage/study-runs.ts';
import { listExpired } from './retention.ts';
import { nameRunLock } from './run-lock.ts';

/** One that a page shows now is deleted when it is not shown any more, the next time that this is called. */
export async function deleteExpired(
  database: FoveaDatabase,
  now = new Date(),
  locks: Pick<LockManager, 'request'> = navigator.locks,
): Promise<void> {
  for (const { id } of listExpired(await listRuns(database), now)) {
    await locks.request(nameRunLock(id), { ifAvailable: true }, async (lock) => {
      if (lock) await deleteRun(database, id);
    });
  }
}
