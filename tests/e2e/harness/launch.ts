// Starts a Chromium with the built extension, a camera, and a guard on the network.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CameraSetup } from '../../../scripts/chromium-flags.ts';
import { copyBuiltExtension } from '../../../scripts/extension-copy.ts';
import { findChromium } from '../../../scripts/find-chromium.ts';
import type { LaunchedExtension } from '../../../scripts/launch-extension.ts';
import { launchExtension } from '../../../scripts/launch-extension.ts';
import { startNetworkGuard } from './network-guard.ts';
import type { TightDisk } from './tight-disk.ts';
import { waitUntil } from './wait.ts';

/** The window; the headless screen is as large. */
export const WINDOW = { widthPx: 1280, heightPx: 800 };

/** Chromium asks its maker for updates and for who is signed in; it is sent to a closed local port instead. */
const QUIET_FLAGS = [
  '--gaia-url=http://127.0.0.1:9',
  '--apps-gallery-update-url=http://127.0.0.1:9',
  '--component-updater=url-source=http://127.0.0.1:9,disable-pings',
  '--allow-browser-signin=false',
];

export type Fovea = LaunchedExtension & {
  /** Every request so far that tried to leave the extension and this machine. */
  refusedRequests(): string[];
  /** Closes the browser, then throws if any request tried to leave. */
  close(): Promise<void>;
};

/**
 * Launches with a fresh profile, waits for the welcome page that an installation opens, and closes it: it holds the camera.
 * @param screens as the flag `--screen-info` takes them
 * @param hosts that the extension is let into, as match patterns; all of them where it is not given
 * @param moreFlags of Chromium's command line
 * @param disk where the profile lies, of this same Chromium; whoever made it removes it
 */
export async function launchFovea(
  camera: CameraSetup,
  screens = `{${WINDOW.widthPx}x${WINDOW.heightPx}}`,
  hosts?: readonly string[],
  moreFlags: readonly string[] = [],
  disk?: TightDisk,
): Promise<Fovea> {
  const [extensionPath, profilePath, guard] = await Promise.all([
    copyBuiltExtension(hosts),
    disk?.folder ?? mkdtemp(join(tmpdir(), 'fovea-profile-')),
    startNetworkGuard(),
  ]);
  const launched = await launchExtension({
    executablePath: disk?.program ?? findChromium(),
    extensionPath,
    profilePath,
    camera,
    headless: true,
    window: WINDOW,
    extraFlags: [`--screen-info=${screens}`, `--proxy-server=${guard.address}`, ...QUIET_FLAGS, ...moreFlags],
  });
  const { context } = launched;
  const findWelcome = (): Page | undefined =>
    context.pages().find((page) => page.url() === launched.url('/welcome.html'));
  // A tab may be there before its address is.
  await waitUntil(() => findWelcome() !== undefined, 40_000, 'the welcome page');
  await findWelcome()!.close();
  return {
    ...launched,
    refusedRequests: () => [...guard.refused],
    async close() {
      await context.close();
      await guard.close();
      for (const folder of [profilePath, extensionPath]) await rm(folder, { recursive: true, force: true });
      if (guard.refused.length > 0) {
        throw new Error(`Requests tried to leave this machine:\n${guard.refused.join('\n')}`);
      }
    },
  };
}
