// Tells when a page looks different by an attribute alone: a menu that opens by its class, a picture that is swapped.
import { isOwnElement } from '../overlay/own-elements.ts';
import { createRestedChanges } from './rested-changes.ts';

/** Those that change how something looks. */
const LOOKS = [
  'class',
  'style',
  'src',
  'srcset',
  'open',
  'hidden',
  'checked',
  'selected',
  'disabled',
  'aria-expanded',
  'aria-hidden',
  'aria-selected',
  'aria-current',
  'aria-pressed',
  'data-state',
  'data-theme',
];
const SECOND = 1000;
const LOOK_EVERY_MS = 0.1 * SECOND;

/**
 * Calls back once for all that has come to rest at the same time, until aborted: never for what is rewritten from frame to
 * frame, what is out of sight, or an attribute that was written and stayed the same. What changes without one is not seen
 * here: a style on `:hover`, a canvas, a film, a form's contents, and what lies in shadow roots.
 */
export function watchAttributes(signal: AbortSignal, onChange: () => void, page: Window = window): void {
  const changes = createRestedChanges<Element>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    if (changes.take(Date.now(), (element) => mayBeSeen(element, page))) onChange();
    if (changes.isEmpty()) stop();
  };
  const observer = new MutationObserver((records) => {
    for (const { target, attributeName, oldValue } of records) {
      if (!(target instanceof Element) || isOwnElement(target)) continue;
      if (attributeName !== null && target.getAttribute(attributeName) === oldValue) continue;
      changes.note(target, Date.now());
    }
    if (!changes.isEmpty()) timer ??= setInterval(look, LOOK_EVERY_MS);
  });
  observer.observe(page.document, {
    subtree: true,
    attributes: true,
    attributeOldValue: true,
    attributeFilter: LOOKS,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    stop();
  });
}

/** What has no box may have had one until now. */
function mayBeSeen(element: Element, page: Window): boolean {
  if (!element.isConnected) return false;
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  if (width === 0 && height === 0) return true;
  return left < page.innerWidth && right > 0 && top < page.innerHeight && bottom > 0;
}
