// While a session is recorded: puts the recorder into pages, and tells when the tab in front is one that is not recorded.
import type { Browser } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { isExcluded, toMatchPatterns } from '../session/excluded-sites.ts';
import { isSessionOn, type SessionState } from '../session/session-state.ts';
import { excludedSites } from '../storage/settings.ts';
import { isOfSites } from '../study/sites.ts';
import { isPicturePage } from '../study/tasks/picture-page.ts';
import { sendMessage } from './protocol.ts';

type Tab = Browser.tabs.Tab;
type Session = Exclude<SessionState, { status: 'none' }>;

/** Where WXT puts the recorder in the package. */
const RECORDER_SCRIPT = '/content-scripts/recorder.js';
const REGISTRATION_ID = 'recorder';

export type SessionTabs = {
  /** Watches tabs exactly while a session is on; said at each change, and as often as one likes. */
  follow(state: SessionState): Promise<void>;
  /** Other sites are excluded now. */
  refresh(): Promise<void>;
  /** Puts the recorder into frames of a tab that came after it. */
  addFrames(tabId: number | undefined): Promise<void>;
};

/**
 * Pages that load from now on get the recorder before their own scripts run, by registration; those that are there already
 * by injection. Without a host permission for all sites only the second works, and only in the tab whose popup was opened.
 */
export function createSessionTabs(): SessionTabs {
  let session: Session | null = null;
  /** One after the other: a registration that is there already is refused. */
  let changing: Promise<void> = Promise.resolve();

  const look = async (tab: Tab | undefined, settled: boolean): Promise<void> => {
    if (!session || !tab || tab.id === undefined || session.status === 'paused') return;
    const sites = await excludedSites.getValue();
    // Without a permission for the page its address is not told; then it cannot be recorded either.
    if (tab.incognito || isExcluded(tab.url, sites)) return tellAway('excluded');
    if (session.sites && tab.url !== undefined) {
      // It records itself: no script can be put into a page of the extension.
      if (isPicturePage(tab.url)) return;
      if (/^https?:/.test(tab.url) && !isOfSites(tab.url, session.sites)) return tellAway('excluded');
    }
    if (!(await inject(tab.id, session)) && settled) await tellAway('forbidden');
  };
  const lookAtFront = async (): Promise<void> => {
    const [front] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
    await look(front, front?.status === 'complete');
  };
  const onActivated = async ({ tabId }: { tabId: number }): Promise<void> => {
    const tab = await browser.tabs.get(tabId).catch(() => undefined);
    await look(tab, tab?.status === 'complete');
  };
  const onUpdated = (_id: number, { status, url }: { status?: string; url?: string }, tab: Tab): void => {
    if (tab.active && (status !== undefined || url !== undefined)) void look(tab, status === 'complete');
  };
  const onFocusChanged = async (windowId: number): Promise<void> => {
    if (windowId === browser.windows.WINDOW_ID_NONE) return;
    const [tab] = await browser.tabs.query({ active: true, windowId }).catch(() => []);
    await look(tab, tab?.status === 'complete');
  };

  const watch = async (next: Session): Promise<void> => {
    const isNew = session === null;
    session = next;
    if (!isNew) return;
    browser.tabs.onActivated.addListener(onActivated);
    browser.tabs.onUpdated.addListener(onUpdated);
    browser.windows.onFocusChanged.addListener(onFocusChanged);
    await register(next);
    await injectEverywhere(next);
    await lookAtFront();
  };
  const leave = async (): Promise<void> => {
    session = null;
    browser.tabs.onActivated.removeListener(onActivated);
    browser.tabs.onUpdated.removeListener(onUpdated);
    browser.windows.onFocusChanged.removeListener(onFocusChanged);
    await unregister();
  };
  const change = (step: () => Promise<void>): Promise<void> => {
    changing = changing.then(step, step);
    return changing;
  };
  return {
    follow: (state) => change(() => (isSessionOn(state) ? watch(state) : leave())),
    refresh: () =>
      change(async () => {
        if (!session) return;
        await register(session);
        // A site that is no longer excluded is recorded again.
        await injectEverywhere(session);
        await lookAtFront();
      }),
    addFrames: (tabId) =>
      change(async () => {
        if (session && tabId !== undefined) await inject(tabId, session);
      }),
  };
}

async function register({ onlyTab, sites }: Session): Promise<void> {
  await unregister();
  if (onlyTab !== undefined || sites?.length === 0) return;
  const script = {
    id: REGISTRATION_ID,
    js: [RECORDER_SCRIPT],
    matches: sites ? [...sites] : ['<all_urls>'],
    excludeMatches: toMatchPatterns(await excludedSites.getValue()),
    runAt: 'document_start' as const,
    allFrames: true,
    persistAcrossSessions: false,
  };
  // Before Chromium 119 it is refused; then frames without an address of their own, as `about:srcdoc`, are left out.
  await browser.scripting
    .registerContentScripts([{ ...script, matchOriginAsFallback: true }])
    .catch(() => browser.scripting.registerContentScripts([script]));
}

async function unregister(): Promise<void> {
  // Where none is registered there is nothing to end.
  await browser.scripting.unregisterContentScripts({ ids: [REGISTRATION_ID] }).catch(() => undefined);
}

async function injectEverywhere(session: Session): Promise<void> {
  const [tabs, sites] = await Promise.all([browser.tabs.query({}), excludedSites.getValue()]);
  const isWanted = (url = ''): boolean => !session.sites || isOfSites(url, session.sites);
  const open = tabs.filter(
    (tab) => !tab.incognito && !tab.discarded && !isExcluded(tab.url, sites) && isWanted(tab.url),
  );
  await Promise.all(open.map(({ id }) => id !== undefined && inject(id, session)));
}

/**
 * Answers whether the recorder is in the page; a second injection finds the first. Frames that the browser lets no extension
 * into are passed over.
 */
async function inject(tabId: number, { onlyTab }: Session): Promise<boolean> {
  if (onlyTab !== undefined && onlyTab !== tabId) return false;
  try {
    await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: [RECORDER_SCRIPT],
      injectImmediately: true,
    });
    return true;
  } catch {
    return false;
  }
}

async function tellAway(reason: 'excluded' | 'forbidden'): Promise<void> {
  // Where the session has ended this very moment nobody answers.
  await sendMessage('offscreenAway', { reason }).catch(() => undefined);
}
