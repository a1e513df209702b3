// Begins a session from the popup: asks for the sites, finds out about the screen.
import { browser } from 'wxt/browser';
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { readPresentScreen } from '../../../src/screen/present-screen.ts';
import type { SessionState } from '../../../src/session/session-state.ts';
import { sessionScreenshots } from '../../../src/storage/settings.ts';
import { startScreen } from '../../../src/storage/told-notices.ts';
import { readPageZoom } from '../../../src/ui/read-page-zoom.ts';
import { identifyScreen } from '../../../src/validation/physical-screen.ts';
import { findTargetTab } from '../find-target-tab.ts';

const ALL_SITES = { origins: ['<all_urls>'] };

/**
 * Must be called in the very task of the click, which alone lets ask for a permission. Without it the tab in front is
 * recorded while the browser lets Fovea into it.
 * @throws {Error} in words for the person
 */
export async function startSession(name: string, screenshots: boolean): Promise<SessionState> {
  const everywhere = await browser.permissions.request(ALL_SITES).catch(() => false);
  const onlyTab = everywhere ? null : await findTargetTab();
  if (!everywhere && onlyTab === null) throw new Error('There is no page in front that could be recorded.');
  const screen = readPresentScreen();
  await Promise.all([startScreen.setValue(screen), sessionScreenshots.setValue(screenshots)]);
  const { widthScreenPx: widthPx, heightScreenPx: heightPx } = screen;
  const id = identifyScreen({ widthPx, heightPx }, window.devicePixelRatio, await readPageZoom());
  return sendMessage('startSession', {
    name,
    screenshots,
    ...(onlyTab === null ? {} : { onlyTab }),
    screen: { id, widthPx, heightPx },
  });
}

/** `Session of 27 November, 04:10`. */
export function suggestName(now = new Date()): string {
  const date = now.toLocaleDateString(undefined, { day: 'numeric', month: 'long' });
  const time = now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return `Session of ${date}, ${time}`;
}
