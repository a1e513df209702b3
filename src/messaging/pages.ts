// What the background worker does with tabs: opens Fovea's own pages, injects the overlay, takes pictures.
import { browser } from 'wxt/browser';
import { STOP_FRAMES } from './frames-messages.ts';
import { sendToOverlay } from './overlay-messages.ts';

/** Where WXT puts the overlay's content script in the package. */
const OVERLAY_SCRIPT = '/content-scripts/overlay.js';

/** Where it puts that of a page's frames. */
const FRAMES_SCRIPT = '/content-scripts/frames.js';

/** Fovea's own pages that are opened in a tab. */
export type OwnPage = 'welcome' | 'options' | 'report' | 'study';

/** Opens one of Fovea's pages, or goes to the tab where it is open; there to a section where one is asked for. */
export async function openPage(page: OwnPage, section?: string): Promise<void> {
  if (page === 'options' && section === undefined) return browser.runtime.openOptionsPage();
  const url = new URL(`${page}.html`, browser.runtime.getURL('/options.html')).href;
  const wanted = section === undefined ? url : `${url}#${section}`;
  const tabs = await browser.runtime.getContexts({ contextTypes: ['TAB'] });
  const open = tabs.find(({ documentUrl, tabId }) => tabId !== -1 && documentUrl?.split('#')[0] === url);
  if (!open) return void (await browser.tabs.create({ url: wanted }));
  await browser.tabs.update(open.tabId, { active: true, ...(section === undefined ? {} : { url: wanted }) });
}

/**
 * Shows the overlay in a tab, injecting it when it is not there. Needs `activeTab`, which opening the popup gives,
 * or a host permission for the page.
 * @throws {Error} in plain words, where the browser lets no extension into the page
 */
export async function showOverlay(tabId: number): Promise<void> {
  if (await sendToOverlay(tabId, 'show')) return;
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: [OVERLAY_SCRIPT] });
  } catch (error) {
    throw new Error('The browser lets no extension draw on this page. Try it on an ordinary web page.', {
      cause: error,
    });
  }
  if (!(await sendToOverlay(tabId, 'show'))) {
    throw new Error('The heatmap did not start on this page. Reload the page and try again.');
  }
}

/**
 * Puts the click watch into every frame of a tab that has none yet, or ends all of them. `activeTab` opens the tab to
 * frames of the page's own origin, nested ones too; those of others need a host permission, and are passed over without.
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/activeTab
 */
export async function watchFrames(tabId: number | undefined, on: boolean): Promise<void> {
  if (tabId === undefined) return;
  if (!on) return void (await browser.tabs.sendMessage(tabId, STOP_FRAMES).catch(() => undefined));
  const target = { tabId, allFrames: true };
  // Where the page is gone meanwhile, or its permission, there is nothing to watch.
  await browser.scripting.executeScript({ target, files: [FRAMES_SCRIPT] }).catch(() => undefined);
}

/** A PNG data URL of what the window shows; for the sender's own tab while that is in front. */
export async function captureVisibleTab(windowId: number | undefined): Promise<string> {
  if (windowId === undefined) throw new Error('Only a page in a tab can be pictured.');
  return browser.tabs.captureVisibleTab(windowId, { format: 'png' });
}
