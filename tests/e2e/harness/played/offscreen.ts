// The offscreen document with a tracker that a test plays: port, recording and database are the product's own.
import { browser, type Browser } from 'wxt/browser';
import { createDriftCorrection } from '../../../../src/gaze/drift-correction.ts';
import type { TrackingState } from '../../../../src/messaging/tracking-state.ts';
import { serveGaze } from '../../../../src/messaging/gaze-port.ts';
import { onMessage, sendMessage } from '../../../../src/messaging/protocol.ts';
import { RECORDER_PORT, type PageMessage } from '../../../../src/session/page-report.ts';
import { serveRecording } from '../../../../src/session/serve-recording.ts';
import { openDatabase } from '../../../../src/storage/database.ts';
import { PLAYED_TRACKING } from '../played-state.ts';

/** What the test says: where the gaze is from now on (fractions of the screen), or what the tracker does. */
export type Play =
  { gaze: { xScreen: number; yScreen: number } | 'lost' | 'no frames' } | { state: TrackingState };

/** What was heard so far of who records on pages. */
export type Heard = {
  /** Addresses of the pages that are recorded and seen now. */
  pages: string[];
  /** Addresses of the frames that are recorded. */
  frames: string[];
  /** The sites that are left out. */
  excluded: string[];
};

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
  return true;
});
const pages = new Map<Browser.runtime.Port, string>();
const frames = new Map<Browser.runtime.Port, string>();
let excluded: string[] = [];
browser.runtime.onConnect.addListener((recorder) => {
  if (recorder.name !== RECORDER_PORT) return;
  const { frameId, url = '' } = recorder.sender ?? {};
  const addresses: string[] = [];
  recorder.onDisconnect.addListener(() => {
    pages.delete(recorder);
    frames.delete(recorder);
  });
  if (frameId !== 0) frames.set(recorder, url);
  recorder.onMessage.addListener((message: PageMessage) => {
    if (message.type !== 'report') return;
    for (const view of message.views) addresses[view.index] = view.url;
    for (const event of message.events) {
      if (event.type === 'show') pages.set(recorder, addresses[event.view] ?? url);
      if (event.type === 'hide') pages.delete(recorder);
    }
  });
});

type Message = { play?: Play | 'heard'; type?: string; data?: { sites: string[] } };
browser.runtime.onMessage.addListener((message: Message, _sender, reply) => {
  if (message.type === 'offscreenExcludeSites') excluded = message.data?.sites ?? [];
  if (!message.play) return false;
  if (message.play === 'heard') {
    reply({ pages: [...pages.values()], frames: [...frames.values()], excluded } satisfies Heard);
    return false;
  }
  if ('gaze' in message.play) gaze = message.play.gaze;
  else setState(message.play.state);
  reply(true);
  return false;
});
