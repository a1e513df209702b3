// The sites of a study: what the participant is asked to let Fovea into, and what of it is recorded.
import type { StudyDefinition } from '../definition.ts';

/** Browsers picture a tab only for an extension that is let into all sites. @see https://developer.chrome.com/docs/extensions/reference/api/tabs#method-captureVisibleTab */
const ALL_SITES = '<all_urls>';

type Sites = Pick<StudyDefinition, 'tasks' | 'recording'>;

/** Match patterns of all that is recorded: the sites that tasks start on, and those that the study names besides. */
export function listStudySites({ tasks, recording }: Sites): string[] {
  const starts = tasks.flatMap(({ start }) => ('url' in start ? [toPattern(start.url)] : []));
  return [...new Set([...starts, ...recording.sites])];
}

/**
 * What to ask for with `permissions.request` before the tasks. Where pages are to be pictured that is all sites, of which only
 * the study's are recorded all the same: say so to the participant.
 */
export function listWantedOrigins(study: Sites): string[] {
  const sites = listStudySites(study);
  return study.recording.detail === 'screenshots' && sites.length > 0 ? [ALL_SITES] : sites;
}

/** Whether an address is of one of the sites. @see https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns */
export function isStudySite(address: string | undefined, sites: readonly string[]): boolean {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && sites.some((site) => fits(url, site));
}

function fits({ protocol, hostname }: URL, site: string): boolean {
  const [scheme = '', rest = ''] = site.split('://');
  const isScheme = scheme === '*' ? /^https?:$/.test(protocol) : protocol === `${scheme}:`;
  const host = rest.slice(0, rest.indexOf('/')).replace(/:\d+$/, '');
  if (!isScheme) return false;
  if (host === '*') return true;
  return host.startsWith('*.')
    ? hostname === host.slice(2) || hostname.endsWith(host.slice(1))
    : hostname === host;
}

/** A pattern without a port takes them all, which is what the browser grants anyway. */
function toPattern(address: string): string {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}
