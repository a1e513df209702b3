// Finds a Chromium that loads unpacked extensions; branded Chrome does not, so it is never taken.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** What to run where there is none. */
export const INSTALL_COMMAND = 'npx playwright install --with-deps chromium';

/** Programs by the name that distributions give to Chromium. */
const NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium'];
const MAC_APPLICATION = '/Applications/Chromium.app/Contents/MacOS/Chromium';

/** No Chromium; the message says the one command that installs it. */
export class ChromiumMissingError extends Error {
  override readonly name = 'ChromiumMissingError';
}

/**
 * Path of the Chromium to use: `CHROMIUM_PATH`, else Playwright's own, else the system's.
 * @throws {ChromiumMissingError} where none is found, or `CHROMIUM_PATH` names no Chromium
 * @see https://developer.chrome.com/docs/extensions/whats-new (Chrome 137: no --load-extension in branded builds)
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.CHROMIUM_PATH;
  if (named) return checkNamed(named);
  const candidates = [chromium.executablePath(), ...listOnPath(environment.PATH ?? ''), MAC_APPLICATION];
  const found = candidates.find((path) => isProgram(path) && !isBrandedChrome(path));
  if (found) return found;
  throw new ChromiumMissingError(
    `Fovea needs Chromium (not Chrome: that ignores --load-extension), and none was found.\nInstall one with:  ${INSTALL_COMMAND}\nor say where it is:  CHROMIUM_PATH=/path/to/chromium`,
  );
}

function checkNamed(path: string): string {
  if (!isProgram(path)) throw new ChromiumMissingError(`CHROMIUM_PATH is ${path}, which is not a program.`);
  if (isBrandedChrome(path)) {
    throw new ChromiumMissingError(
      `CHROMIUM_PATH is ${path}, which is Google Chrome. Chrome ignores --load-extension; name a Chromium, or install one with:  ${INSTALL_COMMAND}`,
    );
  }
  return path;
}

function listOnPath(path: string): string[] {
  return path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

function isProgram(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isBrandedChrome(path: string): boolean {
  try {
    // Nothing is opened by --version, except on Windows, where no distribution's names apply anyway.
    return /Google Chrome/.test(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return true;
  }
}
