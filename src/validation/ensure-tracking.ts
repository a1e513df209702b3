// Turns tracking on where it is off, and off again where it was.
import { sendMessage } from '../messaging/protocol.ts';
import { isCameraOn, type TrackingState } from '../messaging/tracking-state.ts';

export type EnsuredTracking = {
  /** Tracking, or why it failed. */
  state: TrackingState;
  /** Whether the camera was off before: then {@link releaseTracking} is due. */
  startedHere: boolean;
};

/** A stop under way, which a new start waits for: it would join the run that is ending. */
let stopping: Promise<unknown> = Promise.resolve();

/** Resolves once tracking or failed; joins a start that is under way. */
export async function ensureTracking(): Promise<EnsuredTracking> {
  await stopping;
  const before = await sendMessage('getTrackingState', undefined);
  return { state: await sendMessage('startTracking', undefined), startedHere: !isCameraOn(before) };
}

/** Turns the camera off. */
export function releaseTracking(): void {
  stopping = sendMessage('stopTracking', undefined).catch(() => undefined);
}
