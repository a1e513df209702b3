// What the browser says of its disk, in one page (`tight-disk.ts` is a real one that is full).
import type { Page } from 'playwright-core';

export async function sayDiskIsFull(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(navigator.storage, 'estimate', {
      value: async () => ({ quota: 1e9, usage: 1e9 }),
      configurable: true,
    });
  });
}

/** As much as it really has. */
export async function sayDiskHasRoom(page: Page): Promise<void> {
  await page.evaluate(() => void Reflect.deleteProperty(navigator.storage, 'estimate'));
}
