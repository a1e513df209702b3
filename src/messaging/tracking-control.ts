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

/** Turns tracking on; any number of calls at once make one offscreen document and one run. */
export async function startTracking(): Promise<TrackingState> {
  const options = await readOptions();
  await ensureOffscreenDocument();
  return sendMessage('offscreenStart', options);
}

/** Turns the camera off first, then closes the document, which frees the network's memory. */
export async function stopTracking(): Promise<void> {
  if (!(await hasOffscreenDocument())) return;
  await sendMessage('offscreenStop', undefined).catch(() => undefined);
  await closeOffscreenDocument();
}

/** The offscreen document's state, or off where there is none. */
export async function getTrackingState(): Promise<TrackingState> {
  if (!(await hasOffscreenDocument())) return { status: 'off' };
  return sendMessage('offscreenState', undefined);
}

/** Forgets the window of recent frames, if there is one. */
export async function resetTracking(): Promise<void> {
  if (await hasOffscreenDocument()) await sendMessage('offscreenReset', undefined);
}

async function readOptions(): Promise<TrackingOptions> {
  const [cameraDeviceId, preferredBackend, windowLength] = await Promise.all([
    settings.cameraDeviceId.getValue(),
    settings.preferredBackend.getValue(),
    settings.windowLength.getValue(),
  ]);
  return { ...(cameraDeviceId ? { cameraDeviceId } : {}), preferredBackend, windowLength };
}
