// Private windows, end to end: with Fovea allowed in them, a session still records nothing of what is looked at there.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { hasTool } from '../find-tool.ts';
import { attachToTarget } from './harness/attach-to-target.ts';
import type { PlainFovea } from './harness/launch-plain.ts';
import { decodePicture } from './harness/paint.ts';
import { launchPlayed, waitForStored, WINDOW, type PlayedSession } from './harness/played-session.ts';
import { readShot } from './harness/stored-sessions.ts';
import { startVirtualDisplay, type VirtualDisplay } from './harness/virtual-display.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const RED = [255, 0, 0];
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));

/** What Chromium's own page of extensions uses. */
type DeveloperPrivate = {
  updateProfileConfiguration(update: { inDeveloperMode: boolean }): Promise<void>;
  updateExtensionConfiguration(update: { extensionId: string; incognitoAccess: boolean }): Promise<void>;
  getExtensionInfo(id: string): Promise<{ state: string; incognitoAccess: { isActive: boolean } }>;
};

let display: VirtualDisplay;
let site: FolderServer;
let played: PlayedSession;

// Without windows Chromium has no private ones that extensions are let into.
beforeAll(async () => {
  if (!hasTool('Xvfb')) return;
  [display, site] = await Promise.all([
    startVirtualDisplay(WINDOW.widthPx, WINDOW.heightPx),
    serveFolder(FOLDER),
  ]);
  played = await launchPlayed({ display: display.name }, allowInPrivate);
});
afterAll(async () => {
  await played?.fovea.close();
  site?.close();
  await display?.close();
});

/** As a person does on `chrome://extensions`. Chromium reloads the extension for it. */
async function allowInPrivate({ context, extensionId }: PlainFovea): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(async (id) => {
    const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
    // Out of that mode an unpacked extension that is loaded anew is turned off.
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await developerPrivate.updateExtensionConfiguration({ extensionId: id, incognitoAccess: true });
  }, extensionId);
  const isBack = (): Promise<boolean> =>
    page.evaluate(async (id) => {
      const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
      const { state, incognitoAccess } = await developerPrivate.getExtensionInfo(id);
      return state === 'ENABLED' && incognitoAccess.isActive;
    }, extensionId);
  await waitUntil(isBack, 20 * SECOND, 'the extension to be let into private windows');
  await page.close();
}

/** A tab of a private window; Playwright knows of the ordinary ones only. */
async function openPrivate(address: string): Promise<{
  run<T>(expression: string): Promise<T>;
  click(x: number, y: number): Promise<void>;
  isInFront(): Promise<boolean>;
  close(): Promise<void>;
}> {
  const windowId = await played.control.evaluate(
    async (url) => (await chrome.windows.create({ incognito: true, focused: true, url }))!.id!,
    address,
  );
  const browser = await played.fovea.context.browser()!.newBrowserCDPSession();
  let target: { targetId: string } | undefined;
  await waitUntil(
    async () => {
      const { targetInfos } = await browser.send('Target.getTargets');
      target = targetInfos.find(({ type, url }) => type === 'page' && url === address);
      return target !== undefined;
    },
    20 * SECOND,
    'the private tab',
  );
  const { send, run } = await attachToTarget(browser, target!.targetId);
  return {
    run,
    async click(x, y) {
      for (const type of ['mousePressed', 'mouseReleased']) {
        await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
      }
    },
    /** As the extension sees it; without a window manager a new window may have to be told twice. */
    async isInFront() {
      const tab = await played.control.evaluate(async (id) => {
        await chrome.windows.update(id, { focused: true });
        return (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0];
      }, windowId);
      return tab?.incognito === true && tab.url === address;
    },
    async close() {
      await played.control.evaluate((id) => chrome.windows.remove(id), windowId);
    },
  };
}

test.skipIf(!hasTool('Xvfb'))(
  'a private window is allowed to extensions, and nothing of it is in the session: no page, no gaze, no click, no picture',
  async () => {
    expect(await played.control.evaluate(() => chrome.extension.isAllowedIncognitoAccess())).toBe(true);
    const page = await played.open(site.url);
    await played.start({ screenshots: true });
    await played.waitForRecorder(page);
    await played.look(page, 250, 350, 2 * SECOND);
    await waitForStored(played, ({ shots }) => shots.length > 0, 'a picture of the ordinary page');

    const hidden = await openPrivate(`${site.url}second.html?private`);
    // The extension sees the tab, so that it is Fovea alone that leaves it out.
    await waitUntil(() => hidden.isInFront(), 20 * SECOND, 'the private window to be in front');
    await waitForStored(
      played,
      ({ events }) => events.some(({ type }) => type === 'away'),
      'the word of being away',
    );
    const awayMs = Date.now() + 0.5 * SECOND;
    await hidden.run("document.body.style.background = 'red'");
    await sleep(SECOND);
    await hidden.click(260, 360);
    await hidden.run("history.pushState(null, '', '?private-route')");
    await hidden.click(300, 380);
    await sleep(5 * SECOND);
    const untilMs = Date.now();
    await hidden.close();
    await page.bringToFront();
    await played.look(page, 250, 350, SECOND);
    await played.ask('stopSession');

    const stored = await played.read();
    expect(JSON.stringify(stored)).not.toContain('private');
    expect(stored.views.map(({ url }) => url)).toEqual([site.url]);
    expect(stored.events.filter(({ type }) => type === 'click')).toEqual([]);
    expect(stored.events.filter(({ type }) => type === 'away')).toMatchObject([{ reason: 'excluded' }]);
    const startMs = Date.parse(stored.info.createdAt);
    // It lies in front of the ordinary page, on which the gaze would be otherwise; at its ends the window comes and goes.
    const during = [...stored.samples.timestampMs.keys()].filter((i) => {
      const ms = stored.samples.timestampMs[i]! + startMs;
      return ms > awayMs && ms < untilMs - 0.5 * SECOND;
    });
    expect(during.length).toBeGreaterThan(30);
    expect(new Set(during.map((i) => stored.samples.view[i]))).toEqual(new Set([-1]));
    expect(new Set(during.map((i) => stored.samples.element[i]))).toEqual(new Set([-1]));
    for (const { index } of stored.shots) {
      const picture = await decodePicture(await readShot(played.control, stored.info.id, index));
      const at = 3 * (Math.round(picture.height / 2) * picture.width + picture.width - 40);
      expect([...picture.data.subarray(at, at + 3)].every((value, i) => Math.abs(value - RED[i]!) < 40)).toBe(
        false,
      );
    }
    expect(stored.elements.every(({ view }) => view === 0)).toBe(true);
  },
);
