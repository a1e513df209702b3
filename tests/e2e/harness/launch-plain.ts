// Starts the built extension in a Chromium that is not told to pretend anything: tabs behind others are hidden.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { listChromiumFlags, type CameraSetup } from '../../../scripts/chromium-flags.ts';
import { copyBuiltExtension } from '../../../scripts/extension-copy.ts';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { describeExtension, type LaunchedExtension } from '../../../scripts/launch-extension.ts';
import type { TightDisk } from './tight-disk.ts';
import { waitUntil } from './wait.ts';

export type PlainFovea = LaunchedExtension & {
  /** Ends all of the browser at once, as a crash does, and starts it again with the same profile. */
  crash(): Promise<PlainFovea>;
  close(): Promise<void>;
};

export type PlainOptions = {
  camera?: CameraSetup;
  window?: { widthPx: number; heightPx: number };
  /** Changes the copy of the extension before it is loaded. */
  prepare?(extensionPath: string): Promise<void>;
  /** That the extension is let into, as match patterns; all of them where it is not given. */
  hosts?: readonly string[];
  /** The X display to open its windows on; without one there are none. */
  display?: string;
  /** More of Chromium's command line. */
  flags?: readonly string[];
  /** Where the profile lies, of the same Chromium; whoever made it removes it. It does not outlive a crash. */
  disk?: TightDisk;
};

/**
 * Launches with a fresh profile, waits for the welcome page that an installation opens, and closes it: it comes to the front,
 * and would stay there before whatever a test has opened meanwhile. Playwright's own launch emulates focus in every page, so that
 * `document.hidden` is never true; connecting to a running browser without its defaults leaves that be.
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Emulation/#method-setFocusEmulationEnabled
 */
export async function launchPlainFovea(options: PlainOptions = {}): Promise<PlainFovea> {
  const extensionPath = await copyBuiltExtension(options.hosts);
  await options.prepare?.(extensionPath);
  const profilePath = options.disk?.folder ?? (await mkdtemp(join(tmpdir(), 'fovea-profile-')));
  const fovea = await launchWith(options, extensionPath, profilePath);
  const findWelcome = (): Page | undefined =>
    fovea.context.pages().find((page) => page.url() === fovea.url('/welcome.html'));
  await waitUntil(() => findWelcome() !== undefined, 40_000, 'the welcome page');
  await findWelcome()!.close();
  return fovea;
}

async function launchWith(
  options: PlainOptions,
  extensionPath: string,
  profilePath: string,
): Promise<PlainFovea> {
  const { camera = { kind: 'none' }, window, display, flags = [], disk } = options;
  const headless = display === undefined;
  const size = headless && window && `{${window.widthPx}x${window.heightPx}}`;
  // Of the browser before, if there was one.
  await rm(join(profilePath, 'DevToolsActivePort'), { force: true });
  const child = spawn(
    disk?.program ?? findChromium(),
    [
      ...listChromiumFlags({ extensionPath, camera, headless, ...(window ? { window } : {}) }),
      ...(size ? [`--screen-info=${size}`] : []),
      `--user-data-dir=${profilePath}`,
      '--remote-debugging-port=0',
      ...flags,
      'about:blank',
    ],
    { stdio: 'ignore', env: { ...process.env, ...(headless ? {} : { DISPLAY: display }) } },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const stop = async (): Promise<void> => {
    await kill();
    for (const folder of [profilePath, extensionPath]) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  const readProfile = async (name: string): Promise<string> =>
    readFile(join(disk ? await disk.fromOutside() : profilePath, name), 'utf8');
  let port = '';
  const readPort = async (): Promise<boolean> => {
    const file = await readProfile('DevToolsActivePort').catch(() => '');
    port = file.split('\n')[0] ?? '';
    return file.includes('\n');
  };
  await waitUntil(readPort, 40_000, 'Chromium to open its debugging port');
  const browser = await connect(port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const context = browser.contexts()[0];
  if (!context) throw new Error('Chromium has no window.');

  return {
    ...(await describeExtension(context)),
    async crash() {
      await kill();
      await browser.close().catch(() => undefined);
      return launchWith(options, extensionPath, profilePath);
    },
    async close() {
      await browser.close();
      await stop();
    },
  };
}

/** Connects; a target that is just being made can hold Playwright's handshake up for ever, so it is tried again. */
async function connect(port: string): Promise<Browser> {
  const address = `http://127.0.0.1:${port}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await chromium.connectOverCDP(address, { noDefaults: true, timeout: 10_000 });
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}
