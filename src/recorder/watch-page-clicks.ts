// Tells of the person's clicks on a page: where in the document, and on what.
import { isOwnElement } from '../overlay/own-elements.ts';
import type { DocumentPoint } from '../screen/spaces.ts';

/**
 * Calls back for real clicks (`isTrusted`: a page can dispatch its own) of the primary button, until aborted. Those that a key
 * makes have no place. Clicks in a document's frames do not reach it.
 * @see https://w3c.github.io/uievents/#event-type-click `detail` is the count of clicks, 0 without a pointer
 */
export function watchPageClicks(
  signal: AbortSignal,
  onClick: (target: Element | null, at: DocumentPoint & { timestampMs: number }, event: MouseEvent) => void,
  page: Window = window,
): void {
  const note = (event: MouseEvent): void => {
    if (!event.isTrusted || event.button !== 0 || event.detail === 0) return;
    const [target] = event.composedPath();
    const element = target instanceof Element ? target : null;
    if (element && isOwnElement(element)) return;
    // The event's own clock stands still while the computer sleeps, so only the difference is taken from it.
    const timestampMs = Date.now() - (page.performance.now() - event.timeStamp);
    const place = { xDocumentPx: event.clientX + page.scrollX, yDocumentPx: event.clientY + page.scrollY };
    onClick(element, { timestampMs, ...place }, event);
  };
  page.addEventListener('click', note, { capture: true, passive: true, signal });
}
