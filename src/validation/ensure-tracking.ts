// Turns tracking on where it is off, and off again where it was; what a page began is kept from ending with that page.
import { sendMessage } from '../messaging/protocol.ts';
import { isCameraOn, type TrackingState } from '../messaging/tracking-state.ts';
import { holdLease, type Lease } from '../page-api/lease-port.ts';

export type EnsuredTracking = {
  /** Tracking, or why it failed. */
  state: TrackingState;
  /** Due once. The camera goes off where it was off before, or where pages had it on that hold it no more. */
  release(): void;
};

/** A stop under way, which a new start waits for: it would join the run that is ending. */
let stopping: Promise<unknown> = Promise.resolve();

/** Resolves once tracking or failed; joins a start that is under way. */
export async function ensureTracking(): Promise<EnsuredTracking> {
  await stopping;
  const before = await sendMessage('getTrackingState', undefined);
  const state = await sendMessage('startTracking', undefined);
  return { state, release: isCameraOn(before) ? holdTracking() : stopTracking };
}

function stopTracking(): void {
  stopping = sendMessage('stopTracking', undefined).catch(() => undefined);
}

/** What the person began it does not hold: that goes on anyway. */
function holdTracking(): () => void {
  let lease: Lease | null = holdLease(new AbortController().signal, () => {
    lease = null;
  });
  return () => {
    if (lease) stopping = lease.release();
  };
}
