// Where the tab in front shows a study's file: says so, and leads to the page that tells what it wants. Nothing begins here.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { nameOrigin } from '../../src/study/name-source.ts';
import { readStudyPage } from '../../src/study/read-study-page.ts';
import { Button } from '../../src/ui/Button.tsx';
import { formatSize } from '../../src/ui/format-size.ts';
import { findTargetTab } from './find-target-tab.ts';

type Found = { tabId: number; origin: string; characters: number };

export function StudyHere() {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => void findStudy().then(setFound), []);
  if (!found) return null;
  const { tabId, origin, characters } = found;
  const open = async (): Promise<void> => {
    // Beside the tab, so that its text can still be read.
    await browser.tabs.create({ url: browser.runtime.getURL(`/study.html#tab=${tabId}`) });
    window.close();
  };
  return (
    <section class="study-here" aria-label="Study" data-testid="study-here">
      <p>
        <strong>This page is a study</strong>
        <br />
        <span class="small">
          from {origin}, {formatSize(characters)}
        </span>
      </p>
      <Button variant="primary" onClick={open}>
        See what it wants
      </Button>
    </section>
  );
}

/** A page that the browser lets no extension into is none that asks. */
async function findStudy(): Promise<Found | null> {
  const tabId = await findTargetTab();
  if (tabId === null) return null;
  const results = await browser.scripting
    .executeScript({ target: { tabId }, func: readStudyPage })
    .catch(() => []);
  const page = results[0]?.result;
  return page ? { tabId, origin: nameOrigin(page.url), characters: page.text.length } : null;
}
