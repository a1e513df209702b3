// The offscreen document with a tracker that a test plays: port, recording and database are the product's own.
import { browser } from 'wxt/browser';
import { createDriftCorrection } from '../../../../src/gaze/drift-correction.ts';
import type { TrackingState } from '../../../../src/messaging/tracking-state.ts';
import { serveGaze } from '../../../../src/messaging/gaze-port.ts';
import { onMessage, sendMessage } from '../../../../src/messaging/protocol.ts';
import { serveRecording } from '../../../../src/session/serve-recording.ts';
import { openDatabase } from '../../../../src/storage/database.ts';
import { PLAYED_TRACKING } from '../played-state.ts';

/** What the test says: where the gaze is from now on (fractions of the screen), or what the tracker does. */
export type Play =
  { gaze: { xScreen: number; yScreen: number } | 'lost' | 'no frames' } | { state: TrackingState };

const FRAME_MS = 1000 / 30;

let state: TrackingState = { status: 'off' };
let gaze: Extract<Play, { gaze: unknown }>['gaze'] = 'no frames';

/** The product's own, as the tracking service uses it. */
const drift = createDriftCorrection();
const port = serveGaze(() => state);
const recording = serveRecording(openDatabase(), () => ({
  cameraLabel: 'Played camera',
  weightsHash: 'played',
}));

function setState(next: TrackingState): TrackingState {
  state = next;
  port.post({ type: 'state', state });
  recording.onTracking(state);
  void sendMessage('trackingStatusChanged', state).catch(() => undefined);
  return state;
}

setInterval(() => {
  if (gaze === 'no frames' || state.status !== 'tracking') return;
  const timestampMs = Date.now() - 20;
  const sample = gaze === 'lost' ? null : drift.apply({ ...gaze, confidence: 0.9, timestampMs });
  recording.onFrame(timestampMs, sample);
  if (sample) port.post({ type: 'sample', sample });
}, FRAME_MS);
setInterval(() => port.post({ type: 'state', state }), 500);

onMessage('offscreenStart', () => setState(PLAYED_TRACKING));
onMessage('offscreenCorrectDrift', ({ data }) => {
  if (data) return drift.add(data);
  drift.clear();
  return { xScreen: 0, yScreen: 0 };
});
onMessage('offscreenState', () => state);
onMessage('offscreenStop', async () => {
  await recording.stop();
  setState({ status: 'off' });
});
browser.runtime.onMessage.addListener((message: { play?: Play }, _sender, reply) => {
  if (!message.play) return false;
  if ('gaze' in message.play) gaze = message.play.gaze;
  else setState(message.play.state);
  reply(true);
  return false;
});
