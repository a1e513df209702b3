// Leaves the site in front out of all sessions, or lets it in again.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { isExcluded, readSite } from '../../../src/session/excluded-sites.ts';
import { excludedSites } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { findTargetTab } from '../find-target-tab.ts';

export function ExcludeSite() {
  const [sites, setSites] = useSetting(excludedSites);
  const address = useTargetAddress();
  const site = findSite(address);
  if (site === null) return null;
  if (!isExcluded(address, sites)) {
    return (
      <div>
        <Button variant="quiet" onClick={() => setSites([...sites, site])}>
          {`Never record ${site}`}
        </Button>
      </div>
    );
  }
  return (
    <p class="row row--apart small" data-testid="site-excluded">
      <span class="record__name">
        <strong>{site}</strong> is not recorded.
      </span>
      <Button
        variant="quiet"
        label={`Record it again: ${site}`}
        onClick={() => setSites(sites.filter((excluded) => !isExcluded(address, [excluded])))}
      >
        Record it again
      </Button>
    </p>
  );
}

/** Of the tab in front; the browser tells it where Fovea is let in, which opening the popup does. */
function useTargetAddress(): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    void findTargetTab().then(async (id) => {
      if (id !== null) setAddress((await browser.tabs.get(id)).url);
    });
  }, []);
  return address;
}

/** null where it is no site: a page of the browser, or of Fovea. */
function findSite(address: string | undefined): string | null {
  if (address === undefined) return null;
  try {
    return readSite(address);
  } catch {
    return null;
  }
}
