// A session that is to begin once the browser has let Fovea into all sites: kept past the popup, which the browser's question
// may close.
import { storage } from '@wxt-dev/storage';
import type { SessionWish } from '../session/session-state.ts';

/** `problem`: why it did not begin after all, in words for the person. */
export type AskedSession = { wish: SessionWish; askedAtMs: number; problem?: string };

/** null while none is asked for. */
export const askedSession = storage.defineItem<AskedSession | null>('session:askedSession', {
  fallback: null,
});

/** Who lets Fovea into all sites later than that does so for another reason. */
const LASTS_MS = 5 * 60 * 1000;

/** What was asked for and has not begun, once; null where there is none, or it was long ago. */
export async function takeAskedSession(nowMs = Date.now()): Promise<AskedSession | null> {
  const asked = await askedSession.getValue();
  if (asked) await askedSession.setValue(null);
  return asked && nowMs - asked.askedAtMs <= LASTS_MS ? asked : null;
}
