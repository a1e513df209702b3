// Sites that no session records, by their host with all its subdomains; pure.

/** What was typed names no site; `message` is for the person. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}

/**
 * The host that an address or a host names, as `URL` writes it: `https://Mail.Example.com/in?x` -> `mail.example.com`.
 * A leading `www.`, `*.` or `.` is left out, since subdomains are meant anyway.
 * @throws {SiteError}
 */
export function readSite(typed: string): string {
  const text = typed.trim().replace(/^(\*\.|\.)/, '');
  if (text === '') throw new SiteError('Please type a site, such as example.com.');
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = parse(hasScheme ? text : `http://${text}`);
  const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!isWeb || !isHost(url.hostname)) {
    throw new SiteError(`“${text}” is no site. Type its address or its host, such as example.com.`);
  }
  return url.hostname.replace(/^www\./, '').replace(/\.$/, '');
}

/** Says whether an address is of one of the sites: its host or a subdomain. */
export function isExcluded(address: string | undefined, sites: readonly string[]): boolean {
  const host = address === undefined ? undefined : parse(address)?.hostname;
  if (!host) return false;
  return sites.some((site) => host === site || host.endsWith(`.${site}`));
}

/** The sites as match patterns of the extension API. @see https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns */
export function toMatchPatterns(sites: readonly string[]): string[] {
  // An address of numbers has no subdomains, and a pattern of them would be refused.
  return sites.map((site) => (isNumeric(site) ? `*://${site}/*` : `*://*.${site}/*`));
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** One label is enough (`localhost`, a name in a company's network), but each must be one. */
function isHost(host: string): boolean {
  if (isNumeric(host)) return true;
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/.test(host);
}

function isNumeric(host: string): boolean {
  return host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
