// Moves the pointer and tells what the page itself saw of it.
import type { Page } from 'playwright-core';

/** CSS px of the viewport, and DIPs of the desktop. */
export type PointerPoint = { clientX: number; clientY: number; screenX: number; screenY: number };

declare global {
  interface Window {
    pointerSeen?: Promise<PointerPoint>;
  }
}

/** Moves the pointer in CSS pixels and returns what the page's own listener saw. */
export async function movePointer(page: Page, x: number, y: number): Promise<PointerPoint> {
  await page.evaluate(() => {
    window.pointerSeen = new Promise((resolve) =>
      addEventListener(
        'pointermove',
        ({ clientX, clientY, screenX, screenY }) => resolve({ clientX, clientY, screenX, screenY }),
        { once: true },
      ),
    );
  });
  await page.mouse.move(x, y);
  return page.evaluate(() => window.pointerSeen!);
}
