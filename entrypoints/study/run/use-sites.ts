// The browser's leave for a study's sites, as match patterns: what there is of it, and asking for the rest.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { StudyDefinition } from '../../../src/study/definition.ts';
import { askedSession } from '../../../src/storage/asked-session.ts';
import { listWantedOrigins } from '../../../src/study/tasks/study-sites.ts';

export type Sites = {
  sites: readonly string[];
  /** Those that the browser does not let Fovea into; null until that is known. */
  missing: readonly string[] | null;
  /**
   * Must be called in the very task of a click, which alone lets ask. Answers those that were granted by it, or null where
   * the participant refused.
   */
  request: () => Promise<readonly string[] | null>;
};

export function useSites(definition: StudyDefinition): Sites {
  const [sites] = useState(() => listWantedOrigins(definition));
  const [missing, setMissing] = useState<readonly string[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      const found = await findMissing(sites);
      if (!controller.signal.aborted) setMissing(found);
    };
    const onChange = (): void => void look();
    onChange();
    browser.permissions.onAdded.addListener(onChange);
    browser.permissions.onRemoved.addListener(onChange);
    return () => {
      controller.abort();
      browser.permissions.onAdded.removeListener(onChange);
      browser.permissions.onRemoved.removeListener(onChange);
    };
  }, [sites]);
  return {
    sites,
    missing,
    async request() {
      const wanted = missing ?? sites;
      if (wanted.length === 0) return [];
      const asking = browser.permissions.request({ origins: [...wanted] }).catch(() => false);
      // What is granted for a study begins no session that the popup asked for before.
      await askedSession.setValue(null);
      const granted = await asking;
      return granted ? wanted : null;
    },
  };
}

async function findMissing(sites: readonly string[]): Promise<string[]> {
  const held = await Promise.all(sites.map((site) => browser.permissions.contains({ origins: [site] })));
  return sites.filter((_, index) => !held[index]);
}
