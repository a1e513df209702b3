// Starts a Chromium with the built extension, a camera, and a guard on the network.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { CameraSetup } from '../../../scripts/chromium-flags.ts';
import { IGNORED_DEFAULT_FLAGS, listChromiumFlags } from '../../../scripts/chromium-flags.ts';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { copyBuiltExtension } from './extension-copy.ts';
import { startNetworkGuard } from './network-guard.ts';

/** The window, and in headless mode the whole screen. */
export const WINDOW = { widthPx: 1280, heightPx: 800 };

/** Chromium asks its maker for updates and for who is signed in; it is sent to a closed local port instead. */
const QUIET_FLAGS = [
  '--gaia-url=http://127.0.0.1:9',
  '--apps-gallery-update-url=http://127.0.0.1:9',
  '--component-updater=url-source=http://127.0.0.1:9,disable-pings',
  '--allow-browser-signin=false',
];

export type Fovea = {
  context: BrowserContext;
  extensionId: string;
  /** `chrome-extension://ID/PATH` */
  url(path: string): string;
  /** Opens one of the extension's own pages in a new tab. */
  open(path: string): Promise<Page>;
  /** The background worker, started again if it was stopped. */
  worker(): Promise<Worker>;
  /** Every request so far that tried to leave the extension and this machine. */
  refusedRequests(): string[];
  close(): Promise<void>;
};

/** Launches with a fresh profile; waits until the extension is installed. */
export async function launchFovea(camera: CameraSetup): Promise<Fovea> {
  const [extensionPath, profile, guard] = await Promise.all([
    copyBuiltExtension(),
    mkdtemp(join(tmpdir(), 'fovea-profile-')),
    startNetworkGuard(),
  ]);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: false,
    viewport: null,
    acceptDownloads: true,
    args: [
      ...listChromiumFlags({ extensionPath, camera, headless: true, window: WINDOW }),
      `--screen-info={${WINDOW.widthPx}x${WINDOW.heightPx}}`,
      `--proxy-server=${guard.address}`,
      ...QUIET_FLAGS,
    ],
    ignoreDefaultArgs: IGNORED_DEFAULT_FLAGS,
  });
  const worker = async (): Promise<Worker> =>
    context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
  const extensionId = new URL((await worker()).url()).host;
  const url = (path: string): string => `chrome-extension://${extensionId}${path}`;

  return {
    context,
    extensionId,
    url,
    async open(path) {
      const page = await context.newPage();
      await page.goto(url(path));
      return page;
    },
    worker,
    refusedRequests: () => [...guard.refused],
    async close() {
      await context.close();
      await guard.close();
      await Promise.all([
        rm(profile, { recursive: true, force: true }),
        rm(extensionPath, { recursive: true }),
      ]);
    },
  };
}
