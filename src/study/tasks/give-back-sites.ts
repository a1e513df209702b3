// Gives back the permission for a run's sites, once the run needs them no more.
import { browser } from 'wxt/browser';
import type { FoveaDatabase } from '../../storage/database.ts';
import { listWantedOrigins } from './study-sites.ts';

/**
 * Gives back what the run was granted, but for what another run that is not at its end needs: that run then gives it back.
 * What the person had granted before is never touched. Twice is the same as once.
 */
export async function giveBackSites(database: FoveaDatabase, runId: string): Promise<void> {
  const origins = await database.transaction('rw', database.studyRuns, async () => {
    const runs = await database.studyRuns.toArray();
    const own = runs.find(({ id }) => id === runId);
    if (!own) return [];
    const heirs = runs.filter(
      ({ id, stage }) => id !== runId && !['sent', 'kept', 'ended', 'summary'].includes(stage),
    );
    const given: string[] = [];
    for (const origin of own.grantedSites) {
      const heir = heirs.find(({ definition }) => listWantedOrigins(definition).includes(origin));
      if (!heir) given.push(origin);
      else if (!heir.grantedSites.includes(origin)) heir.grantedSites.push(origin);
    }
    await database.studyRuns.bulkPut([{ ...own, grantedSites: [] }, ...heirs]);
    return given;
  });
  // One that the manifest itself asks for stays; the browser says so by refusing.
  if (origins.length > 0) await browser.permissions.remove({ origins }).catch(() => false);
}
