// Where the page in front asks to know where the person looks, or may: says so, and lets allow it and take that back.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { allowPage, isLetIn, revokePage, takeRefusal } from '../../src/page-api/allow-page.ts';
import { isAllowed, readOrigin } from '../../src/page-api/allowed-pages.ts';
import { ASKING_META, findAsking } from '../../src/page-api/find-asking.ts';
import { allowedPages } from '../../src/storage/settings.ts';
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { useStoredSetting } from '../../src/ui/use-setting.ts';
import { findTargetTab } from './find-target-tab.ts';
import './page-asks.css';

type Found = { origin: string; asks: boolean; letIn: boolean };

export function PageAsks() {
  const [found, setFound] = useState<Found | null>(null);
  const [refused, setRefused] = useState(false);
  const allowed = useStoredSetting(allowedPages);
  useEffect(() => {
    void findPage().then(async (page) => {
      setFound(page);
      if (page) setRefused(await takeRefusal(page.origin));
    });
  }, []);
  if (!found || !allowed) return null;
  const { origin, asks, letIn } = found;
  const isGiven = letIn && isAllowed(origin, allowed);
  if (!isGiven && !asks) return null;

  const allow = async (): Promise<void> => {
    const agreed = await allowPage(origin, letIn);
    setRefused(!agreed);
    if (agreed) setFound({ ...found, letIn: true });
  };
  return (
    <section class="study-here" aria-label="This page" data-testid="page-asks" data-allowed={isGiven}>
      <div>
        <p>
          <strong>{isGiven ? 'This site may ask where you look' : 'This page asks where you look'}</strong>
        </p>
        <p class="small page-asks__origin">{origin}</p>
        <p class="small">
          {isGiven
            ? 'Its pages can turn the camera on, and are told where on them you look. They never get a picture.'
            : 'It wants to use Fovea as its eye tracker. While its pages are open they could turn the camera on, and would be told where on them you look and how accurate that is. They never get a picture, and you can take it back here.'}
        </p>
      </div>
      {refused && (
        <Notice kind="problem">
          <p class="small">The browser said no: nothing was allowed. You can ask it again.</p>
        </Notice>
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
  // A private window's page is told nothing, whatever is allowed.
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (!tab || tab.incognito) return null;
  const results = await browser.scripting
    .executeScript({ target: { tabId }, func: findAsking, args: [ASKING_META] })
    .catch(() => []);
  const page = results[0]?.result;
  const origin = page && readOrigin(page.origin);
  return page && origin ? { origin, asks: page.asks, letIn: await isLetIn(origin) } : null;
}
