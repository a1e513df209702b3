// Looks at the extension's contexts, and kills its background worker.
import type { Page } from 'playwright-core';
import type { Fovea } from './launch.ts';
import { waitUntil } from './wait.ts';

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
export async function stopServiceWorker(fovea: Fovea, page: Page): Promise<void> {
  const session = await fovea.context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await waitUntil(async () => (await countBackgroundWorkers(page)) === 0, 5000, 'the worker to stop');
  await session.detach();
}

async function countContexts(page: Page, type: 'OFFSCREEN_DOCUMENT' | 'BACKGROUND'): Promise<number> {
  return page.evaluate(
    async (contextType) =>
      (await chrome.runtime.getContexts({ contextTypes: [contextType as chrome.runtime.ContextType] }))
        .length,
    type,
  );
}
