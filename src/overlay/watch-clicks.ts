// Listens to the person's clicks on the page: where on the screen and when, nothing else, and no movement.
import type { Click } from '../gaze/click-targets.ts';
import { desktopToScreen } from '../screen/spaces.ts';
import { readScreenArea } from '../screen/window-geometry.ts';

/** A pointer that moves farther while it is pressed drags. Of the screen, in DIPs. */
const MOST_MOVED_PX = 6;
/** Held longer it is no click but a long press, a slow drag, or a hand that rests. */
const MOST_HELD_MS = 500;

/** A press that may become a click: what its event says of it. */
type Press = Click & Pick<PointerEvent, 'screenX' | 'screenY' | 'timeStamp'>;

export type ClickWatch = {
  /** Asked at every press: while it says no, none is looked at. */
  isWanted(): boolean;
  onClick(click: Click): void;
};

/**
 * Tells of clicks until aborted, with place and time of the press, which is what the eyes led. Only real ones
 * (`isTrusted`: a page can dispatch its own) of the primary button count, and of several in a row the first. Clicks by
 * keyboard or for a label have no press of their own.
 *
 * @see https://w3c.github.io/uievents/#event-type-click `detail` is the count of clicks, 0 without a pointer
 */
export function watchClicks(
  signal: AbortSignal,
  { isWanted, onClick }: ClickWatch,
  page: Window = window,
): void {
  let press: Press | undefined;

  const notePress = (event: PointerEvent): void => {
    press = undefined;
    // While the pointer is locked its coordinates stand still.
    if (!event.isTrusted || !event.isPrimary || event.button !== 0 || page.document.pointerLockElement)
      return;
    if (!isWanted()) return;
    const { screenX, screenY, timeStamp } = event;
    const place = desktopToScreen({ xScreenPx: screenX, yScreenPx: screenY }, readScreenArea(page));
    // The event's own clock stands still while the computer sleeps, so only the difference is taken from it.
    const timestampMs = Date.now() - (page.performance.now() - timeStamp);
    press = { ...place, timestampMs, screenX, screenY, timeStamp };
  };

  const noteClick = (event: MouseEvent): void => {
    const begun = press;
    press = undefined;
    if (!begun || !event.isTrusted || event.button !== 0 || event.detail !== 1) return;
    const movedPx = Math.hypot(event.screenX - begun.screenX, event.screenY - begun.screenY);
    if (movedPx > MOST_MOVED_PX || event.timeStamp - begun.timeStamp > MOST_HELD_MS) return;
    const { xScreen, yScreen, timestampMs } = begun;
    if (isOnScreen(xScreen) && isOnScreen(yScreen)) onClick({ xScreen, yScreen, timestampMs });
  };

  const options = { capture: true, passive: true, signal };
  page.addEventListener('pointerdown', notePress, options);
  page.addEventListener('click', noteClick, options);
}

function isOnScreen(fraction: number): boolean {
  return fraction >= 0 && fraction <= 1;
}
