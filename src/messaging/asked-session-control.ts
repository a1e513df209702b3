// Begins the session that the popup asked for, also where the browser's question for all sites closed the popup.
import { browser, type Browser } from 'wxt/browser';
import type { SessionState, SessionWish } from '../session/session-state.ts';
import { askedSession, takeAskedSession } from '../storage/asked-session.ts';

const ALL_SITES = '<all_urls>';

export type AskedSessionControl = {
  /** The popup has the browser ask for all sites now, and may be gone before there is an answer. */
  ask(wish: SessionWish): Promise<void>;
  /** Begins one, whether it was asked for or not. @throws {Error} in words for the person */
  begin(wish: SessionWish): Promise<SessionState>;
  /**
   * For `permissions.onAdded`: a yes. What goes wrong then is told in the popup, which is opened where the browser does that. Of
   * a no the browser tells nobody: the popup finds what was asked for when it is opened next.
   */
  onAdded(added: Browser.permissions.Permissions): Promise<void>;
};

export function createAskedSessionControl(
  start: (wish: SessionWish) => Promise<SessionState>,
): AskedSessionControl {
  /** A popup that is still there after a yes begins it too. */
  let starting: Promise<SessionState> | null = null;
  const startOnce = (wish: SessionWish): Promise<SessionState> =>
    (starting ??= start(wish).finally(() => (starting = null)));

  return {
    ask: (wish) => askedSession.setValue({ wish, askedAtMs: Date.now() }),

    async begin(wish) {
      await askedSession.setValue(null);
      return startOnce(wish);
    },

    async onAdded({ origins = [] }) {
      if (!origins.includes(ALL_SITES)) return;
      const asked = await takeAskedSession();
      if (!asked) return;
      const problem = await startOnce(asked.wish).then(() => undefined, toWords);
      if (await isPopupOpen()) return;
      if (problem !== undefined) await askedSession.setValue({ ...asked, problem });
      // From Chromium 127 on; it refuses where no window is in front.
      await browser.action.openPopup?.().catch(() => undefined);
    },
  };
}

function toWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function isPopupOpen(): Promise<boolean> {
  return (await browser.runtime.getContexts({ contextTypes: ['POPUP'] })).length > 0;
}
