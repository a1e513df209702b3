// How long a participant's machine keeps a run; pure.
import type { StudyRunRow } from '../../storage/studies.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * When a run is deleted here, milliseconds since 1970: so many days after its end as the study says. Null where it stays until
 * the participant deletes it: it is not finished, or they keep what was neither sent nor saved.
 */
export function findDeletionMs({ stage, steps, definition }: StudyRunRow): number | null {
  if (steps?.endedAt === undefined) return null;
  if (stage === 'kept' && steps.savedAt === undefined) return null;
  return Date.parse(steps.endedAt) + definition.retention.keepOnDeviceDays * DAY;
}

/** Runs whose time is over. */
export function listExpired(runs: readonly StudyRunRow[], now = new Date()): StudyRunRow[] {
  return runs.filter((run) => {
    const deletionMs = findDeletionMs(run);
    return deletionMs !== null && deletionMs <= now.getTime();
  });
}
