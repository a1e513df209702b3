// Talks to the running extension from one of its own pages, as the popup does.
import type { Page } from 'playwright-core';
import type { GazeMessage } from '../src/messaging/gaze-port.ts';
import type { OverlayAction, OverlayReply } from '../src/messaging/overlay-messages.ts';
import type { ProtocolMap } from '../src/messaging/protocol.ts';

/**
 * Sends a message and returns its answer.
 * @param page one of the extension's own pages
 * @throws {Error} what the owner of the message threw
 */
export async function askExtension<K extends keyof ProtocolMap>(
  page: Page,
  type: K,
  data?: Parameters<ProtocolMap[K]>[0],
): Promise<ReturnType<ProtocolMap[K]>> {
  const answer = await page.evaluate(
    // The envelope of @webext-core/messaging.
    (message) => chrome.runtime.sendMessage({ ...message, id: 1, timestamp: Date.now() }),
    { type, data },
  );
  if (answer?.err) throw new Error(answer.err.message);
  return answer?.res;
}

/** Calls back for every message on the gaze port, until the page is closed or tracking stops. */
export async function watchGaze(page: Page, onMessage: (message: GazeMessage) => void): Promise<void> {
  await page.exposeFunction('foveaOnGaze', onMessage);
  await page.evaluate(() => {
    const port = chrome.runtime.connect({ name: 'gaze' });
    const { foveaOnGaze } = globalThis as unknown as { foveaOnGaze: (message: unknown) => void };
    port.onMessage.addListener((message: unknown) => foveaOnGaze(message));
  });
}

/** The id of a tab by its page's address, as `chrome.tabs` knows it. */
export async function findTabId(extensionPage: Page, page: Page): Promise<number> {
  const ids = await extensionPage.evaluate(
    async (url) => (await chrome.tabs.query({})).filter((tab) => tab.url === url).map((tab) => tab.id),
    page.url(),
  );
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw new Error(`${ids.length} tabs show ${page.url()}, not one.`);
  return id;
}

/** Sends an action to the overlay in a tab, as the popup does. */
export async function sendOverlayAction(
  extensionPage: Page,
  tabId: number,
  action: OverlayAction,
): Promise<OverlayReply | null> {
  return extensionPage.evaluate(([id, message]) => chrome.tabs.sendMessage(id, message).catch(() => null), [
    tabId,
    { fovea: 'overlay', action },
  ] as const);
}
