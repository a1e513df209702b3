// Whether the person pressed something on the page just now: what a page may ask for again only then.

const SECOND = 1000;
/** As long as the browser itself lets a press count. @see https://developer.mozilla.org/docs/Glossary/Transient_activation */
const COUNTS_MS = 5 * SECOND;
/** Breaks off what is shown, and is no wish for more. */
const NO_WISH = 'Escape';

export type Presses = {
  /** Whether there was one of late. */
  isRecent(): boolean;
  /** What was pressed so far was pressed for something else. */
  forget(): void;
};

/**
 * Notes presses that `counts` allows. `navigator.userActivation` will not do: the browser passes a press in Fovea's popup on
 * with the extension's messages, so that “Stop” there would let the page begin anew. What a script makes up is not trusted.
 */
export function watchPresses(signal: AbortSignal, counts: () => boolean): Presses {
  let pressedMs = -Infinity;
  const note = (event: Event): void => {
    if (!event.isTrusted || !counts()) return;
    if (event instanceof KeyboardEvent && event.key === NO_WISH) return;
    pressedMs = performance.now();
  };
  for (const type of ['mousedown', 'keydown']) {
    window.addEventListener(type, note, { capture: true, passive: true, signal });
  }
  return {
    isRecent: () => performance.now() - pressedMs < COUNTS_MS,
    forget: () => void (pressedMs = -Infinity),
  };
}
