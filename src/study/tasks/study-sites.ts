// What a participant is asked to let Fovea into for a study, and what of it is recorded.
import type { StudyDefinition } from '../definition.ts';
import { listSites } from '../sites.ts';

/** Browsers picture a tab only for an extension that is let into all sites. @see https://developer.chrome.com/docs/extensions/reference/api/tabs#method-captureVisibleTab */
const ALL_SITES = '<all_urls>';

/**
 * What to ask for with `permissions.request` before the tasks: the study's sites. Where pages are to be pictured that is all
 * sites, of which only the study's are recorded all the same: say so to the participant.
 */
export function listWantedOrigins(study: Pick<StudyDefinition, 'tasks' | 'recording'>): string[] {
  const sites = listSites(study);
  return study.recording.detail === 'screenshots' && sites.length > 0 ? [ALL_SITES] : sites;
}
