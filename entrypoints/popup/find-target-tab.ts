// Finds the tab that the popup is about.
import { browser } from 'wxt/browser';

/**
 * The tab in front, or the one that `?tab=ID` names where the popup is opened as a page of its own.
 */
export async function findTargetTab(query: string = location.search): Promise<number | null> {
  const named = new URLSearchParams(query).get('tab');
  if (named !== null) return Number(named);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}
