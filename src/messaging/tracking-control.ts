// The background worker's part in tracking: makes the offscreen document, passes it the settings, and closes it.
import * as settings from '../storage/settings.ts';
import {
  closeOffscreenDocument,
  ensureOffscreenDocument,
  hasOffscreenDocument,
} from './offscreen-document.ts';
import type { TrackingOptions } from './protocol.ts';
import { sendMessage } from './protocol.ts';
import type { TrackingState } from './tracking-state.ts';
import type { TrackingWish } from './tracking-wish.ts';

/** A stop under way, which a new start waits for: it would join the run that is ending. */
let stopping: Promise<unknown> = Promise.resolve();

/** Turns tracking on; any number of calls at once make one offscreen document and one run. */
export async function startTracking(wish: TrackingWish): Promise<TrackingState> {
  await makeReady();
  // Read last: a person chosen while the document was being made is told to nobody else.
  return sendMessage('offscreenStart', { wish, options: await readOptions() });
}

/** Makes the offscreen document; the camera stays as it is. */
export async function makeReady(): Promise<void> {
  await stopping;
  await ensureOffscreenDocument();
}

/**
 * Turns the camera off first; closes the document, which frees the network's memory, once it has saved. A session that is
 * recorded ends with it.
 * @param unlessHeld not where a page or a check holds it
 * @returns whether it is off
 */
export function stopTracking(unlessHeld = false): Promise<boolean> {
  const stopped = stop(unlessHeld);
  stopping = stopped.catch(() => undefined);
  return stopped;
}

async function stop(unlessHeld: boolean): Promise<boolean> {
  if (!(await hasOffscreenDocument())) return true;
  const stopped = await sendMessage('offscreenStop', { unlessHeld }).catch(() => true);
  if (stopped) await closeOffscreenDocument();
  return stopped;
}

/** The offscreen document's state, or off where there is none. */
export async function getTrackingState(): Promise<TrackingState> {
  if (!(await hasOffscreenDocument())) return { status: 'off' };
  return sendMessage('offscreenState', undefined);
}

/** Tells the tracker, if there is one, who sits there now; null is nobody in particular. */
export async function changePerson(personId: string | null): Promise<void> {
  if (!(await hasOffscreenDocument())) return;
  await sendMessage('offscreenChangePerson', personId === null ? {} : { personId });
}

/** Drops what the tracker, if there is one, learned of a person. */
export async function forgetLearned(personId: string): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenForget', { personId });
}

/** Tells the tracker, if there is one, that a measurement of this person was learned from. */
export async function takeOverMeasurement(personId: string): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenTakeOver', { personId });
}

/** Tells the tracker, if there is one, whether clicks are learned from. */
export async function changeLearningFromClicks(on: boolean): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenLearnFromClicks', { on });
}

/** Drops what clicks told the tracker, if there is one. */
export async function forgetClicks(): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenForgetClicks', undefined);
}

async function readOptions(): Promise<TrackingOptions> {
  const [cameraDeviceId, preferredBackend, memoryLength, learnFromClicks, personId] = await Promise.all([
    settings.cameraDeviceId.getValue(),
    settings.preferredBackend.getValue(),
    settings.memoryLength.getValue(),
    settings.learnFromClicks.getValue(),
    settings.activePersonId.getValue(),
  ]);
  return {
    ...(cameraDeviceId ? { cameraDeviceId } : {}),
    ...(personId ? { personId } : {}),
    preferredBackend,
    memoryLength,
    learnFromClicks,
  };
}
