// Gives back the permission for a run's sites, once the run needs them no more.
import { browser } from 'wxt/browser';
import type { FoveaDatabase } from '../../storage/database.ts';
import type { StudyRunRow, StudyRunStage } from '../../storage/studies.ts';
import { listWantedOrigins } from './study-sites.ts';

/** From here on a run opens no page any more. */
const PAST_TASKS: ReadonlySet<StudyRunStage> = new Set([
  'questions-after',
  'summary',
  'sent',
  'kept',
  'ended',
]);

/**
 * Gives back what the run was granted, but for what another run still needs: that run then gives it back. What the person had
 * granted before is never touched. Twice is the same as once.
 * @param remove `permissions.remove`
 */
export async function giveBackSites(
  database: FoveaDatabase,
  runId: string,
  remove: (origins: string[]) => Promise<unknown> = (origins) => browser.permissions.remove({ origins }),
): Promise<void> {
  const origins = await database.transaction('rw', database.studyRuns, async () => {
    const run = await database.studyRuns.get(runId);
    if (!run || run.grantedSites.length === 0) return [];
    const others = await database.studyRuns.where('id').notEqual(runId).toArray();
    const changed: StudyRunRow[] = [{ ...run, grantedSites: [] }];
    const given: string[] = [];
    for (const origin of run.grantedSites) {
      const heir = others.find((other) => needs(other, origin));
      if (!heir) given.push(origin);
      else if (!heir.grantedSites.includes(origin)) {
        heir.grantedSites = [...heir.grantedSites, origin];
        changed.push(heir);
      }
    }
    await database.studyRuns.bulkPut(changed);
    return given;
  });
  // One that the manifest itself asks for stays; the browser says so by refusing.
  if (origins.length > 0) await remove(origins).catch(() => false);
}

function needs({ stage, definition }: StudyRunRow, origin: string): boolean {
  return !PAST_TASKS.has(stage) && listWantedOrigins(definition).includes(origin);
}
