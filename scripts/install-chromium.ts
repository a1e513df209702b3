// Installs a Chromium where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ChromiumMissingError, findChromium } from './find-chromium.ts';

/**
 * The Chromium that is there, or one installed now: by apt-get for root on Debian, else by Playwright into its own
 * folder, which needs no rights.
 * @throws {ChromiumMissingError} with the one command to run, where neither works
 */
export function findOrInstallChromium(): string {
  try {
    return findChromium();
  } catch (error) {
    // A wrong CHROMIUM_PATH is for the person to put right.
    if (!(error instanceof ChromiumMissingError) || process.env.CHROMIUM_PATH) throw error;
  }
  console.log('No Chromium was found. Installing one.');
  if (!installWithApt()) installWithPlaywright();
  return findChromium();
}

function installWithApt(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  return (
    run('apt-get', ['update']) && run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'])
  );
}

function installWithPlaywright(): boolean {
  return run('npx', ['playwright', 'install', 'chromium']);
}

function run(command: string, options: string[]): boolean {
  const { status } = spawnSync(command, options, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}
