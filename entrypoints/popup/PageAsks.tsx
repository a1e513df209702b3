// Where the page in front asks to know where the person looks, or may: says so, and lets allow it and take that back.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { allowPage, isLetIn, revokePage } from '../../src/page-api/allow-page.ts';
import { isAllowed, readOrigin } from '../../src/page-api/allowed-pages.ts';
import { findAsking } from '../../src/page-api/find-asking.ts';
import { ASKING_META } from '../../src/page-api/page-messages.ts';
import { allowedPages } from '../../src/storage/settings.ts';
import { Button } from '../../src/ui/Button.tsx';
import { useStoredSetting } from '../../src/ui/use-setting.ts';
import { findTargetTab } from './find-target-tab.ts';

type Found = { origin: string; asks: boolean; letIn: boolean };

export function PageAsks() {
  const [found, setFound] = useState<Found | null>(null);
  const allowed = useStoredSetting(allowedPages);
  useEffect(() => void findPage().then(setFound), []);
  if (!found || !allowed) return null;
  const { origin, asks, letIn } = found;
  const isGiven = letIn && isAllowed(origin, allowed);
  if (!isGiven && !asks) return null;

  const allow = async (): Promise<void> => {
    if (await allowPage(origin, letIn)) setFound({ ...found, letIn: true });
  };
  return (
    <section class="study-here" aria-label="This page" data-testid="page-asks" data-allowed={isGiven}>
      {isGiven ? (
        <p>
          <strong>This site may ask where you look</strong>
          <br />
          <span class="small">
            {origin} can turn the camera on, and is told where on its pages you look. It never gets a picture.
          </span>
        </p>
      ) : (
        <p>
          <strong>This page asks where you look</strong>
          <br />
          <span class="small">
            {origin} wants to use Fovea as its eye tracker. Allowed, its pages can turn the camera on while
            they are open, and are told where on them you look, and what a check of five dots found. They
            never get a picture, and you can take it back here at any time.
          </span>
        </p>
      )}
      <Button variant={isGiven ? 'plain' : 'primary'} onClick={isGiven ? () => revokePage(origin) : allow}>
        {isGiven ? 'Take back' : 'Allow this site'}
      </Button>
    </section>
  );
}

/** A page that the browser lets no extension into is none that asks. */
async function findPage(): Promise<Found | null> {
  const tabId = await findTargetTab();
  if (tabId === null) return null;
  const results = await browser.scripting
    .executeScript({ target: { tabId }, func: findAsking, args: [ASKING_META] })
    .catch(() => []);
  const page = results[0]?.result;
  const origin = page && readOrigin(page.origin);
  return page && origin ? { origin, asks: page.asks, letIn: await isLetIn(origin) } : null;
}
