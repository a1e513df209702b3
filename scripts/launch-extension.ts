// Opens a Chromium with an unpacked extension in it, under Playwright's control.
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { ChromiumOptions } from './chromium-flags.ts';
import { IGNORED_DEFAULT_FLAGS, listChromiumFlags } from './chromium-flags.ts';

export type LaunchOptions = ChromiumOptions & {
  executablePath: string;
  /** Folder of the browser's profile. */
  profilePath: string;
  extraFlags?: string[];
};

export type LaunchedExtension = {
  context: BrowserContext;
  extensionId: string;
  /** `chrome-extension://ID/PATH` */
  url(path: string): string;
  /** Opens one of the extension's own pages in a new tab. */
  open(path: string): Promise<Page>;
  /** The background worker; waits for it where it is not running. */
  worker(): Promise<Worker>;
};

/** Launches, and waits until the extension is installed. */
export async function launchExtension(options: LaunchOptions): Promise<LaunchedExtension> {
  const context = await chromium.launchPersistentContext(options.profilePath, {
    executablePath: options.executablePath,
    // Playwright's own headless mode is set up by the flags instead: only the new one loads extensions.
    headless: false,
    viewport: null,
    acceptDownloads: true,
    args: [...listChromiumFlags(options), ...(options.extraFlags ?? [])],
    ignoreDefaultArgs: IGNORED_DEFAULT_FLAGS,
  });
  return describeExtension(context);
}

/** Finds the extension in a browser that has just been launched; waits until it is installed. */
export async function describeExtension(context: BrowserContext): Promise<LaunchedExtension> {
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
  };
}
