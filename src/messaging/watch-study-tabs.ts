// Tells what happens to tabs while a study's task goes on in one of them.
import { browser } from 'wxt/browser';
import type { Browser } from 'wxt/browser';

export type StudyTabHandlers = {
  /** The tab has another address, by a load or a route of its page; told of sites that Fovea is let into. */
  onWent(tabId: number, url: string): void;
  onLoaded(tabId: number): void;
  onOpened(tabId: number, openerId: number): void;
  onClosed(tabId: number): void;
};

export function watchStudyTabs(signal: AbortSignal, handlers: StudyTabHandlers): void {
  const { onUpdated, onCreated, onRemoved } = browser.tabs;
  const noteUpdate = (tabId: number, { url, status }: { url?: string; status?: string }): void => {
    if (url !== undefined) handlers.onWent(tabId, url);
    if (status === 'complete') handlers.onLoaded(tabId);
  };
  const noteCreation = ({ id, openerTabId }: Browser.tabs.Tab): void => {
    if (id !== undefined && openerTabId !== undefined) handlers.onOpened(id, openerTabId);
  };
  onUpdated.addListener(noteUpdate);
  onCreated.addListener(noteCreation);
  onRemoved.addListener(handlers.onClosed);
  signal.addEventListener('abort', () => {
    onUpdated.removeListener(noteUpdate);
    onCreated.removeListener(noteCreation);
    onRemoved.removeListener(handlers.onClosed);
  });
}
