// Begins a session from the popup: finds out about the screen, asks for the sites.
import { browser } from 'wxt/browser';
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { readPresentScreen } from '../../../src/screen/present-screen.ts';
import type { SessionState, SessionWish } from '../../../src/session/session-state.ts';
import { startScreen } from '../../../src/storage/told-notices.ts';
import { readPageZoom } from '../../../src/ui/read-page-zoom.ts';
import { identifyScreen } from '../../../src/validation/physical-screen.ts';
import { findTargetTab } from '../find-target-tab.ts';

const ALL_SITES = { origins: ['<all_urls>'] };

/**
 * Must be called within moments of a click, which alone lets ask for a permission. Without it the tab in front is recorded
 * while the browser lets Fovea into it. Where the question closes the popup, the background worker begins the session after
 * a yes; after a no the popup tells of it when it is opened next.
 * @throws {Error} in words for the person
 * @see https://developer.mozilla.org/docs/Glossary/Transient_activation
 */
export async function startSession(name: string, screenshots: boolean): Promise<SessionState> {
  const wish = await makeWish(name, screenshots);
  // Waited for: Chromium closes the popup at once, with the messages that are on their way.
  await sendMessage('askForSession', wish);
  const everywhere = await browser.permissions.request(ALL_SITES).catch(() => false);
  return everywhere ? sendMessage('startSession', wish) : recordOneTab(wish);
}

/** Asks for nothing. @throws {Error} in words for the person */
export async function startInOneTab(name: string, screenshots: boolean): Promise<SessionState> {
  return recordOneTab(await makeWish(name, screenshots));
}

async function recordOneTab(wish: SessionWish): Promise<SessionState> {
  const onlyTab = await findTargetTab();
  if (onlyTab === null) throw new Error('There is no page in front that could be recorded.');
  return sendMessage('startSession', { ...wish, onlyTab });
}

/** On the screen that the popup is on; it is the one that tracking is used on from now on. */
async function makeWish(name: string, screenshots: boolean): Promise<SessionWish> {
  const screen = readPresentScreen();
  const { widthScreenPx: widthPx, heightScreenPx: heightPx } = screen;
  const [zoom] = await Promise.all([readPageZoom(), startScreen.setValue(screen)]);
  const id = identifyScreen({ widthPx, heightPx }, window.devicePixelRatio, zoom);
  return { name, screenshots, screen: { id, widthPx, heightPx } };
}

/** `Session of 27 November, 04:10`. */
export function suggestName(now = new Date()): string {
  const date = now.toLocaleDateString(undefined, { day: 'numeric', month: 'long' });
  const time = now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return `Session of ${date}, ${time}`;
}
