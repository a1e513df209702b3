// The sites that a study is about, as match patterns: what is asked leave for, and recorded; pure.
import type { StudyDefinition } from './definition.ts';

/**
 * The sites that tasks start on and those named besides, each once. A pattern has no port, since a site is let in with all
 * of its ports or not at all.
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns
 */
export function listSites({ tasks, recording }: Pick<StudyDefinition, 'tasks' | 'recording'>): string[] {
  const starts = tasks.flatMap(({ start }) => ('url' in start ? [siteOf(start.url)] : []));
  const named = recording.sites.map((site) => site.toLowerCase());
  const sites = [...starts.filter((site) => site !== null), ...named];
  return [...new Set(sites)].filter((site) => !sites.some((wider) => wider !== site && covers(wider, site)));
}

/** The pattern of an address's site; one of `http` also of `https`, where sites send their visitors. */
export function siteOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return `${protocol === 'http:' ? '*' : 'https'}://${hostname}/*`;
}

/** Whether an address is of one of the sites. */
export function isOfSites(address: string, sites: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return sites.some((site) => {
    const pattern = readSite(site);
    return (
      pattern !== null &&
      (pattern.scheme === '*' || `${pattern.scheme}:` === protocol) &&
      (pattern.port === '' || pattern.port === port) &&
      coversHost(pattern.host, hostname)
    );
  });
}

/**
 * Whether addresses that fit a pattern (`*` stands for any characters) are of one of the sites. Null where the pattern
 * leaves the host open, so that it cannot be said.
 */
export function isPatternOfSites(pattern: string, sites: readonly string[]): boolean | null {
  const start = /^(https?|\*):\/\/([^/*?#]+)(?=[/?#*]|$)/.exec(pattern);
  if (!start || pattern[start[0].length] === '*') return null;
  const [, scheme, host] = start;
  const schemes = scheme === '*' ? ['http', 'https'] : [scheme];
  return schemes.some((one) => isOfSites(`${one}://${host}/`, sites));
}

/** Whether all that one site's pattern stands for is in another's. */
function covers(wider: string, site: string): boolean {
  const [outer, inner] = [readSite(wider), readSite(site)];
  if (!outer || !inner) return false;
  return (
    (outer.scheme === '*' || outer.scheme === inner.scheme) &&
    (outer.port === '' || outer.port === inner.port) &&
    (inner.host.startsWith('*')
      ? outer.host === inner.host || coversHost(outer.host, inner.host.slice(2))
      : coversHost(outer.host, inner.host))
  );
}

/** `*.shop.example` is that host and all below it; `*` is every host. */
function coversHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.startsWith('*.')) return pattern === host;
  return host === pattern.slice(2) || host.endsWith(pattern.slice(1));
}

function readSite(site: string): { scheme: string; host: string; port: string } | null {
  const parts = /^(https?|\*):\/\/(\*|(?:\*\.)?[^/*\s:]+|\[[0-9a-f:]+\])(?::(\d+))?\/\*$/i.exec(site);
  return parts && { scheme: parts[1]!, host: parts[2]!.toLowerCase(), port: parts[3] ?? '' };
}
