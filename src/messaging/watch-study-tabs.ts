// Tells what happens to tabs while a study's task goes on in one of them.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';

export type StudyTabHandlers = {
  /**
   * The tab has another address, by a load or a route of its page; told of sites that Fovea is let into. `openerId`: the tab
   * that it was opened from.
   */
  onWent(tabId: number, url: string, openerId: number | undefined): void;
  onLoaded(tabId: number): void;
  onClosed(tabId: number): void;
};

export function watchStudyTabs(signal: AbortSignal, handlers: StudyTabHandlers): void {
  const { onUpdated, onRemoved } = browser.tabs;
  const noteUpdate = (
    tabId: number,
    { url, status }: { url?: string; status?: string },
    { openerTabId }: Browser.tabs.Tab,
  ): void => {
    if (url !== undefined) handlers.onWent(tabId, url, openerTabId);
    if (status === 'complete') handlers.onLoaded(tabId);
  };
  onUpdated.addListener(noteUpdate);
  onRemoved.addListener(handlers.onClosed);
  signal.addEventListener('abort', () => {
    onUpdated.removeListener(noteUpdate);
    onRemoved.removeListener(handlers.onClosed);
  });
}
