// A web page with the overlay on it, and a tracker played by one of the extension's own pages.
import type { Page } from 'playwright-core';
import { askExtension, findTabId } from '../../../scripts/ask-extension.ts';
import type { LaunchedExtension } from '../../../scripts/launch-extension.ts';
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import type { OverlayAction } from '../../../src/messaging/overlay-messages.ts';
import type { TrackingState } from '../../../src/messaging/tracking-state.ts';
import type { OverlayState } from '../../../src/overlay/overlay-state.ts';
import { waitUntil } from './wait.ts';

export type Tracker = {
  /** The extension page that plays it. */
  page: Page;
  /** Sends samples over every open gaze port, as the offscreen document does. */
  look(samples: readonly GazeSample[]): Promise<void>;
  /** Says on every gaze port what the tracker does, again twice a second, as the offscreen document does. */
  tell(state: TrackingState): Promise<void>;
  /** Waits until the tabs that have a gaze port open are these, in any order. */
  waitForPortsOf(...tabIds: number[]): Promise<void>;
};

type PlayedTracker = { foveaPorts: Set<chrome.runtime.Port>; foveaState?: TrackingState };

/** For what a busy machine may take a while to do. */
const PATIENCE_MS = 20_000;

/** Answers gaze ports in the place of the offscreen document, so that a test knows exactly where the gaze was. */
export async function playTracker(fovea: LaunchedExtension): Promise<Tracker> {
  const page = await fovea.open('/popup.html');
  await page.evaluate(() => {
    const ports = new Set<chrome.runtime.Port>();
    const tracker = globalThis as unknown as PlayedTracker;
    tracker.foveaPorts = ports;
    const tell = (port: chrome.runtime.Port): void => {
      if (tracker.foveaState) port.postMessage({ type: 'state', state: tracker.foveaState });
    };
    setInterval(() => ports.forEach(tell), 500);
    chrome.runtime.onConnect.addListener((port) => {
      if (port.name !== 'gaze') return;
      ports.add(port);
      tell(port);
      port.onDisconnect.addListener(() => ports.delete(port));
    });
  });
  return {
    page,
    look: (samples) =>
      page.evaluate((played) => {
        for (const port of (globalThis as unknown as PlayedTracker).foveaPorts) {
          for (const sample of played) port.postMessage({ type: 'sample', sample });
        }
      }, samples),
    tell: (state) =>
      page.evaluate((played) => {
        const tracker = globalThis as unknown as PlayedTracker;
        tracker.foveaState = played;
        for (const port of tracker.foveaPorts) port.postMessage({ type: 'state', state: played });
      }, state),
    async waitForPortsOf(...tabIds) {
      let open: (number | undefined)[] = [];
      const isSo = async (): Promise<boolean> => {
        open = await page.evaluate(() =>
          [...(globalThis as unknown as PlayedTracker).foveaPorts].map((port) => port.sender?.tab?.id),
        );
        return JSON.stringify(open.toSorted()) === JSON.stringify(tabIds.toSorted());
      };
      await waitUntil(isSo, PATIENCE_MS, `gaze ports of the tabs [${tabIds}]`).catch((cause: Error) => {
        throw new Error(`${cause.message} They are open in [${open}].`, { cause });
      });
    },
  };
}

export type OverlayPage = {
  page: Page;
  tabId: number;
  /** Sends an action; null when no overlay answers. */
  ask(action: OverlayAction): Promise<OverlayState | null>;
  /** Asks for the state; throws when no overlay answers. */
  state(): Promise<OverlayState>;
  setZoom(zoom: number): Promise<void>;
};

/** Opens an address in a new tab and turns the overlay on there, as the popup does. */
export async function openOverlay(
  fovea: LaunchedExtension,
  extensionPage: Page,
  address: string,
): Promise<OverlayPage> {
  const page = await fovea.context.newPage();
  await page.goto(address);
  const tabId = await findTabId(extensionPage, page);
  await askExtension(extensionPage, 'showOverlay', { tabId });
  const ask = (action: OverlayAction): Promise<OverlayState | null> =>
    extensionPage.evaluate(
      ([id, what]) => chrome.tabs.sendMessage(id, { fovea: 'overlay', action: what }).catch(() => null),
      [tabId, action] as const,
    );
  return {
    page,
    tabId,
    ask,
    async state() {
      const state = await ask('state');
      if (!state) throw new Error('No overlay answers.');
      return state;
    },
    async setZoom(zoom) {
      const before = await page.evaluate(() => innerWidth);
      const same = await extensionPage.evaluate(
        async ([id, next]) => {
          const current = await chrome.tabs.getZoom(id);
          await chrome.tabs.setZoom(id, next);
          return Math.abs(current - next) < 1e-6;
        },
        [tabId, zoom] as const,
      );
      if (same) return;
      await waitUntil(
        async () => (await page.evaluate(() => innerWidth)) !== before,
        PATIENCE_MS,
        `the page to zoom to ${zoom}`,
      );
    },
  };
}
