// The background worker's part in the page API: scripts for the sites that the person allowed, and starting for their pages.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { allowAwaited, isLetIn } from '../page-api/allow-page.ts';
import { isAllowed, readOrigin, toPattern, type AllowedPage } from '../page-api/allowed-pages.ts';
import { allowedPages } from '../storage/settings.ts';
import { sendMessage } from './protocol.ts';
import { getTrackingState, startTracking } from './tracking-control.ts';
import { isCameraOn, type TrackingState } from './tracking-state.ts';

/** Where WXT puts the page API's script in the package. */
const PAGE_SCRIPT = '/content-scripts/page-api.js';
const REGISTRATION_ID = 'page-api';

/**
 * Keeps the script exactly in the pages that are allowed. It is in no other: a page that the person did not allow has nobody
 * to ask, and cannot tell whether Fovea is there.
 */
export function watchAllowedPages(): void {
  /** One after the other: a registration that is there already is refused. */
  let changing: Promise<void> = Promise.resolve();
  const sync = (pages: readonly AllowedPage[]): void => {
    changing = changing.then(() => register(pages)).catch(() => undefined);
  };
  allowedPages.watch((pages) => {
    sync(pages);
    // Open pages need not be loaded anew; those that are allowed no more hear of it themselves.
    void injectEverywhere(pages);
  });
  const { onAdded, onRemoved } = browser.permissions;
  onAdded.addListener((added) => void allowAwaited(added));
  onRemoved.addListener(() => void forgetShutOut());
  // What was taken away while nobody listened, in the browser's settings of a Fovea that was off.
  void forgetShutOut().then(async () => sync(await allowedPages.getValue()));
}

/**
 * Turns tracking on for a page, which then must hold it.
 * @throws {Error} where the person did not allow it
 */
export async function startForPage(
  sender: Pick<Browser.runtime.MessageSender, 'origin' | 'frameId'>,
): Promise<TrackingState> {
  if (sender.frameId !== 0 || !isAllowed(sender.origin, await allowedPages.getValue())) {
    throw new Error('This page is not allowed to ask where the person looks.');
  }
  const before = await getTrackingState();
  const state = await startTracking();
  if (state.status === 'tracking' && !isCameraOn(before)) {
    await sendMessage('offscreenHoldForPages', undefined);
  }
  return state;
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

/** A registration outlives the worker and the browser, but no update. One that is right is left alone: no page misses it then. */
async function register(pages: readonly AllowedPage[]): Promise<void> {
  const { scripting } = browser;
  const ids = [REGISTRATION_ID];
  const matches = [...new Set(pages.map(({ origin }) => toPattern(origin)))].toSorted();
  const [before] = await scripting.getRegisteredContentScripts({ ids });
  if (String(before?.matches?.toSorted() ?? []) === String(matches)) return;
  if (matches.length === 0) return scripting.unregisterContentScripts({ ids });
  const script = { id: REGISTRATION_ID, js: [PAGE_SCRIPT], matches, runAt: 'document_start' as const };
  await (before ? scripting.updateContentScripts([script]) : scripting.registerContentScripts([script]));
}

async function injectEverywhere(pages: readonly AllowedPage[]): Promise<void> {
  const tabs = await browser.tabs.query({});
  const allowed = tabs.filter(({ url = '', discarded }) => {
    const origin = readOrigin(url);
    return !discarded && origin !== null && isAllowed(origin, pages);
  });
  await Promise.all(allowed.map(({ id }) => id !== undefined && injectPageApi(id)));
}
