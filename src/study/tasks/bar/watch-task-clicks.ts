// Tells of the click on a page that ends a task.
import { isClickSuccess } from '../success.ts';
import type { ClickSuccess } from './bar-state.ts';

/**
 * Calls back for real clicks (`isTrusted`: a page can dispatch its own), those of the keyboard too, until aborted. What lies in
 * closed shadow roots and in frames is not seen from here.
 * @param wanted asked at each click: what ends the task now
 */
export function watchTaskClicks(
  signal: AbortSignal,
  wanted: () => ClickSuccess | undefined,
  onSuccess: () => void,
  page: Window = window,
): void {
  const note = (event: MouseEvent): void => {
    const click = event.isTrusted && event.button === 0 ? wanted() : undefined;
    if (click && isClickSuccess(click, event.composedPath(), page.location.href)) onSuccess();
  };
  page.addEventListener('click', note, { capture: true, passive: true, signal });
}
