// The background worker's part in the page API: scripts for the sites that the person allowed, and starting for their pages.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { allowAwaited, isLetIn } from '../page-api/allow-page.ts';
import { isAllowed, readOrigin, toPattern, type AllowedPage } from '../page-api/allowed-pages.ts';
import { allowedPages } from '../storage/settings.ts';
import { ASK_ANEW } from './leave-messages.ts';
import { startTracking } from './tracking-control.ts';
import type { TrackingState } from './tracking-state.ts';

/** Where WXT puts the page API's script in the package. */
const PAGE_SCRIPT = '/content-scripts/page-api.js';
const REGISTRATION_ID = 'page-api';

/**
 * Keeps the script exactly in the pages that are allowed. It is in no other: a page that the person did not allow has nobody
 * to ask, and cannot tell whether Fovea is there.
 */
export function watchAllowedPages(): void {
  /** One after the other: a registration that is there already is refused. */
  let changing: Promise<unknown> = Promise.resolve();
  const sync = (pages: readonly AllowedPage[]): Promise<boolean> => {
    // Where it failed, who may have missed what is not known.
    const changed = changing.then(() => register(pages)).catch(() => true);
    changing = changed;
    return changed;
  };
  allowedPages.watch((pages) => {
    void sync(pages);
    // First: a script that is being refused just now is found in its page by a second.
    void askAnew();
    // Open pages need not be loaded anew.
    void injectEverywhere(pages);
  });
  const { onAdded, onRemoved } = browser.permissions;
  onAdded.addListener((added) => void allowAwaited(added));
  onRemoved.addListener(() => void forgetShutOut());
  // What was taken away while nobody listened, in the browser's settings of a Fovea that was off, or as the worker was stopped.
  void forgetShutOut().then(async () => {
    if (await sync(await allowedPages.getValue())) await askAnew();
  });
}

type PageSender = Pick<Browser.runtime.MessageSender, 'origin' | 'frameId' | 'tab'>;

/** Whether the person allowed the page that asks, as the browser names it: nothing that the page says of itself counts. */
export async function mayPageAsk({ origin, frameId, tab }: PageSender): Promise<boolean> {
  if (frameId !== 0 || tab?.incognito) return false;
  return isAllowed(origin, await allowedPages.getValue());
}

/**
 * Turns tracking on for a page, which then must hold it.
 * @throws {Error} where the person did not allow it
 */
export async function startForPage(sender: PageSender): Promise<TrackingState> {
  if (!(await mayPageAsk(sender))) {
    throw new Error('This page is not allowed to ask where the person looks.');
  }
  return startTracking('page');
}

/** Has the scripts in all pages ask anew: a page that is allowed no more ends, be it that the browser shows its address no more. */
async function askAnew(): Promise<void> {
  const tabs = await browser.tabs.query({ discarded: false });
  const tell = (tabId: number): Promise<unknown> =>
    browser.tabs.sendMessage(tabId, ASK_ANEW, { frameId: 0 }).catch(() => undefined);
  await Promise.all(tabs.map(({ id }) => id !== undefined && tell(id)));
}

/** Puts the script into a page that is open; a second finds the first. Pages that let no extension in go without. */
async function injectPageApi(tabId: number): Promise<void> {
  await browser.scripting
    .executeScript({ target: { tabId }, files: [PAGE_SCRIPT], injectImmediately: true })
    .catch(() => undefined);
}

/**
 * The browser's leave was taken away, in its own settings or by a study that gives back what it was granted: the person's goes
 * with it, and a script that is in a page hears of it.
 */
async function forgetShutOut(): Promise<void> {
  const pages = await allowedPages.getValue();
  const letIn = await Promise.all(pages.map(({ origin }) => isLetIn(origin)));
  const kept = pages.filter((_, index) => letIn[index]);
  if (kept.length < pages.length) await allowedPages.setValue(kept);
}

/**
 * A registration outlives the worker and the browser, but no update. One that is right is left alone: no page misses it then.
 * Answers whether it was another.
 */
async function register(pages: readonly AllowedPage[]): Promise<boolean> {
  const { scripting } = browser;
  const ids = [REGISTRATION_ID];
  const matches = [...new Set(pages.map(({ origin }) => toPattern(origin)))].toSorted();
  const [before] = await scripting.getRegisteredContentScripts({ ids });
  if (String(before?.matches?.toSorted() ?? []) === String(matches)) return false;
  const script = { id: REGISTRATION_ID, js: [PAGE_SCRIPT], matches, runAt: 'document_start' as const };
  if (matches.length === 0) await scripting.unregisterContentScripts({ ids });
  else await (before ? scripting.updateContentScripts([script]) : scripting.registerContentScripts([script]));
  return true;
}

async function injectEverywhere(pages: readonly AllowedPage[]): Promise<void> {
  const tabs = await browser.tabs.query({});
  const allowed = tabs.filter(({ url = '', discarded }) => {
    const origin = readOrigin(url);
    return !discarded && origin !== null && isAllowed(origin, pages);
  });
  await Promise.all(allowed.map(({ id }) => id !== undefined && injectPageApi(id)));
}
