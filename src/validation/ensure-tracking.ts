// Tracking for a check, which holds it while it lasts: what the check turned on ends with it, unless somebody else wants it
// meanwhile, and what a page began does not end with that page.
import { sendMessage } from '../messaging/protocol.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import { holdLease, type Lease } from '../page-api/lease-port.ts';

/** Of the check before; only then is it known whether the camera is off. */
let releasing: Promise<unknown> = Promise.resolve();

/** Holds it until aborted, also while it is still starting. Resolves once tracking or failed; joins a start that is under way. */
export async function ensureTracking(signal: AbortSignal): Promise<TrackingState> {
  await releasing;
  await sendMessage('makeReadyForCheck', undefined);
  signal.throwIfAborted();
  let lease: Lease | null = holdLease(new AbortController().signal, () => {
    lease = null;
  });
  signal.addEventListener('abort', () => {
    if (lease) releasing = lease.release();
  });
  return sendMessage('startForCheck', undefined);
}
