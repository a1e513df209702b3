// Whether this page has the person's leave, as the background worker says: asked at first, and anew whenever that may have changed.

const SECOND = 1000;
/** The worker was stopped while it was asked; the next question wakes it. */
const AGAIN_AFTER_MS = SECOND / 4;

export type LeaveDependencies = {
  /** Asks the worker; rejects where nobody answers. */
  ask(): Promise<boolean>;
  /** Hears from the worker that other sites are allowed now. */
  listen(signal: AbortSignal, onChange: () => void): void;
  /** The worker says that there is none, or none any more. */
  onTakenBack(): void;
};

export type Leave = {
  /** Resolves once nothing is being asked; false once aborted. */
  isGiven(): Promise<boolean>;
};

/**
 * Watches until aborted. No answer is no leave: it is asked for until there is one.
 * @param page its window, and its document where the browser loads that ahead of time
 */
export function watchLeave(
  signal: AbortSignal,
  { ask, listen, onTakenBack }: LeaveDependencies,
  page: EventTarget & { document: EventTarget & { prerendering?: boolean } } = window,
): Leave {
  const askUntilAnswered = async (): Promise<boolean> => {
    await untilShown(page.document, signal);
    while (!signal.aborted) {
      try {
        return await ask();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
    return false;
  };
  const check = async (): Promise<boolean> => {
    const given = await askUntilAnswered();
    if (!given && !signal.aborted) onTakenBack();
    return given;
  };

  let checking = check();
  const checkAnew = (): void => void (checking = check());
  listen(signal, checkAnew);
  // A page that is kept for going back hears nothing.
  page.addEventListener('pageshow', (event) => (event as PageTransitionEvent).persisted && checkAnew(), {
    signal,
  });
  return {
    async isGiven() {
      let given: boolean;
      let asked: Promise<boolean>;
      do {
        asked = checking;
        given = await asked;
      } while (asked !== checking);
      return given && !signal.aborted;
    },
  };
}

/**
 * A page that is loaded ahead of time is not its tab's frame 0 yet, and would be refused.
 * @see https://developer.chrome.com/blog/extension-instantnav
 */
async function untilShown(
  document: EventTarget & { prerendering?: boolean },
  signal: AbortSignal,
): Promise<void> {
  if (!document.prerendering) return;
  await new Promise((resolve) => {
    document.addEventListener('prerenderingchange', resolve, { signal, once: true });
  });
}
