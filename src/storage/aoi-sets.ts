// Areas of interest in the database: one set for each site, so that every session on it is measured by the same ones.
import type { Aoi } from '../session/aois.ts';
import type { FoveaDatabase } from './database.ts';

export type AoiSetRow = {
  /** {@link findSite}. */
  site: string;
  /** In the order in which they were made. */
  aois: Aoi[];
  /** ISO 8601. */
  updatedAt: string;
};

/** The site of an address: its origin, or all before a file's name where it has none. */
export function findSite(url: string): string {
  const { origin, protocol } = URL.canParse(url) ? new URL(url) : { origin: 'null', protocol: '' };
  return origin === 'null' || protocol === 'file:' ? url.replace(/[^/]*$/, '') : origin;
}

/** The areas of a site; none where nobody made any. */
export async function readAois(database: FoveaDatabase, site: string): Promise<Aoi[]> {
  return (await database.aoiSets.get(site))?.aois ?? [];
}

/** Replaces a site's areas; without any the set goes. */
export async function writeAois(database: FoveaDatabase, site: string, aois: readonly Aoi[]): Promise<void> {
  if (aois.length === 0) await database.aoiSets.delete(site);
  else await database.aoiSets.put({ site, aois: [...aois], updatedAt: new Date().toISOString() });
}
