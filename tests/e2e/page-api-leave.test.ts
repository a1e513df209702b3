// A page's leave, end to end, whatever becomes of the worker that knows of it, of the page, and of Fovea itself.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import { openAskingPage, pressInPopup, type AskingPage } from './harness/asking-page.ts';
import { serveExperiment } from './harness/experiment-server.ts';
import { launchPlainFovea, type PlainFovea } from './harness/launch-plain.ts';
import { stopServiceWorker } from './harness/lifecycle.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;

let server: FolderServer;
let fovea: PlainFovea;
/** Where leave is taken back. */
let settings: Page;
let asking: AskingPage;

beforeAll(async () => {
  server = await serveExperiment();
  fovea = await launchPlainFovea({ camera: { kind: 'none' } });
  settings = await fovea.open('/options.html#settings');
});
afterAll(async () => {
  await fovea?.close();
  server?.close();
});
afterEach(async () => {
  await asking.page.close();
  if (!settings.isClosed()) await settings.evaluate(() => chrome.storage.local.remove('allowedPages'));
});

async function openAllowed(): Promise<void> {
  asking = await openAskingPage(fovea, `${server.url}bare.html`);
  await pressInPopup(fovea, asking.page, 'Allow this site');
  expect(await asking.ask('hello')).toMatchObject({ of: 'hello' });
}

async function takeBack(): Promise<void> {
  await settings.bringToFront();
  await settings.getByRole('button', { name: /^Take back: / }).click();
}

function waitForEnd(code: string): Promise<void> {
  const isEnded = async (): Promise<boolean> => (await asking.heard('ended'))[0]?.code === code;
  return waitUntil(isEnded, 15 * SECOND, 'the last word');
}

test('a page that is loaded while the worker sleeps is answered; taken back while it sleeps, it ends all the same', async () => {
  await openAllowed();
  await stopServiceWorker(fovea, settings);
  await asking.page.reload();
  expect(await asking.ask('hello')).toMatchObject({ of: 'hello' });

  await stopServiceWorker(fovea, settings);
  await takeBack();
  await waitForEnd('not-allowed');
  expect(await asking.ask('hello', SECOND)).toBeNull();
});

test('of two pages of one host the one ends that was not allowed any more', async () => {
  await openAllowed();
  const other = await serveExperiment();
  const still = await openAskingPage(fovea, `${other.url}bare.html`);
  try {
    // The browser lets Fovea in by now; the person did not allow this port.
    expect(await still.ask('hello', SECOND)).toBeNull();
    await pressInPopup(fovea, still.page, 'Allow this site');
    expect(await still.ask('hello')).toMatchObject({ of: 'hello' });
    await pressInPopup(fovea, asking.page, 'Take back');
    await waitForEnd('not-allowed');
    expect(await still.heard('ended')).toEqual([]);
    expect(await still.ask('hello')).toMatchObject({ of: 'hello' });
  } finally {
    await pressInPopup(fovea, still.page, 'Take back');
    await still.page.close();
    other.close();
  }
});

test('a page is told that Fovea was updated, and nothing afterwards', async () => {
  await openAllowed();
  await settings.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await waitForEnd('failed');
  expect(await asking.ask('hello', SECOND)).toBeNull();
});
