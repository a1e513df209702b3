// Looks at the extension's contexts, and kills its background worker.
import type { Page } from 'playwright-core';
import type { LaunchedExtension } from '../../../scripts/launch-extension.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;
const MOST_ATTEMPTS = 3;

/** @param page one of the extension's own pages */
export async function countOffscreenDocuments(page: Page): Promise<number> {
  return countContexts(page, 'OFFSCREEN_DOCUMENT');
}

/** 0 while the worker is stopped. @param page one of the extension's own pages */
export async function countBackgroundWorkers(page: Page): Promise<number> {
  return countContexts(page, 'BACKGROUND');
}

/**
 * Stops the worker as Chromium does when it is idle, and makes sure that it is gone.
 * @param page one of the extension's own pages, and one that sends the worker no messages, which would wake it up
 */
export async function stopServiceWorker(fovea: LaunchedExtension, page: Page): Promise<void> {
  const session = await fovea.context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await waitUntil(async () => (await countBackgroundWorkers(page)) === 0, 15 * SECOND, 'the worker to stop');
  await session.detach();
}

/**
 * Kills the worker and does something without it; again, where something woke it up meanwhile. What is done must take less
 * than the 30 s for which a worker that was woken stays, or it would not be seen.
 * @param page as for `stopServiceWorker`
 * @throws {Error} where the worker was woken up each time
 */
export async function doWithoutWorker(
  fovea: LaunchedExtension,
  page: Page,
  act: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    await stopServiceWorker(fovea, page);
    await act();
    if ((await countBackgroundWorkers(page)) === 0) return;
  }
  throw new Error(`Something woke the background worker up, ${MOST_ATTEMPTS} times of ${MOST_ATTEMPTS}.`);
}

async function countContexts(page: Page, type: 'OFFSCREEN_DOCUMENT' | 'BACKGROUND'): Promise<number> {
  return page.evaluate(
    async (contextType) =>
      (await chrome.runtime.getContexts({ contextTypes: [contextType as chrome.runtime.ContextType] }))
        .length,
    type,
  );
}
