// Starts the built extension in a Chromium that is not told to pretend anything: tabs behind others are hidden.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { listChromiumFlags } from '../../../scripts/chromium-flags.ts';
import { copyBuiltExtension } from '../../../scripts/extension-copy.ts';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { describeExtension, type LaunchedExtension } from '../../../scripts/launch-extension.ts';
import { waitUntil } from './wait.ts';

export type PlainFovea = LaunchedExtension & { close(): Promise<void> };

/**
 * Launches with a fresh profile and no camera. Playwright's own launch emulates focus in every page, so that
 * `document.hidden` is never true; connecting to a running browser without its defaults leaves that be.
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Emulation/#method-setFocusEmulationEnabled
 */
export async function launchPlainFovea(): Promise<PlainFovea> {
  const extensionPath = await copyBuiltExtension();
  const profilePath = await mkdtemp(join(tmpdir(), 'fovea-profile-'));
  const child = spawn(
    findChromium(),
    [
      ...listChromiumFlags({ extensionPath, camera: { kind: 'none' }, headless: true }),
      `--user-data-dir=${profilePath}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
    for (const folder of [profilePath, extensionPath]) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  let port = '';
  const readPort = async (): Promise<boolean> => {
    const file = await readFile(join(profilePath, 'DevToolsActivePort'), 'utf8').catch(() => '');
    port = file.split('\n')[0] ?? '';
    return file.includes('\n');
  };
  await waitUntil(readPort, 20_000, 'Chromium to open its debugging port');
  const browser = await connect(port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const context = browser.contexts()[0];
  if (!context) throw new Error('Chromium has no window.');

  return {
    ...(await describeExtension(context)),
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
