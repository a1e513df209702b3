// The screen that a page's window is on now.
import type { PresentScreen } from './screen-identity.ts';
import { readScreenArea } from './window-geometry.ts';

/** `isExtended` is in Chromium but not in the DOM typings. @see https://developer.mozilla.org/docs/Web/API/Screen/isExtended */
export function readPresentScreen(page: Window = window): PresentScreen {
  const { isExtended = false } = page.screen as Screen & { isExtended?: boolean };
  return { ...readScreenArea(page), isExtended };
}
