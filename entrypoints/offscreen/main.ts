// The offscreen document's wiring: camera -> network -> tracker -> gaze port, and the session that is recorded of it.
import { readFrames } from '../../src/camera/frames.ts';
import { openCamera } from '../../src/camera/open-camera.ts';
import { isClick } from '../../src/gaze/click-targets.ts';
import { loadTracker } from '../../src/gaze/load-tracker.ts';
import { createTrackingService } from '../../src/gaze/tracking-service.ts';
import { serveGaze } from '../../src/messaging/gaze-port.ts';
import { onMessage, sendMessage } from '../../src/messaging/protocol.ts';
import { isCameraOn, type TrackingState } from '../../src/messaging/tracking-state.ts';
import { serveLeases } from '../../src/page-api/lease-port.ts';
import { createLeases } from '../../src/page-api/leases.ts';
import { serveRecording } from '../../src/session/serve-recording.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { endLight, readPersonMemory, writePersonMemory } from '../../src/storage/person-memory.ts';

const database = openDatabase();
let shownStatus: TrackingState['status'] = 'off';

const service = createTrackingService({
  openCamera,
  readFrames,
  loadTracker,
  personMemory: {
    read: (personId, fit) => readPersonMemory(database, personId, fit),
    write: (memory) => writePersonMemory(database, memory),
    endLight: (camera) => endLight(database, camera),
  },
  onFrame(timestampMs, sample) {
    recording.onFrame(timestampMs, sample);
    if (sample) port.post({ type: 'sample', sample });
  },
  onDriftTakenBack: () => void recording.addMarker('The correction of drift was taken back'),
  onState(state) {
    port.post({ type: 'state', state });
    recording.onTracking(state);
    if (state.status === shownStatus) return;
    shownStatus = state.status;
    // Only the toolbar depends on this message; tracking goes on without the worker.
    sendMessage('trackingStatusChanged', state).catch(() => undefined);
  },
});
const port = serveGaze(service.state);
const recording = serveRecording(database, service.source);
const leases = createLeases(() => sendMessage('endUnheld', undefined));
serveLeases(leases);

onMessage('offscreenStart', ({ data: { wish, options } }) => {
  const isOn = isCameraOn(service.state());
  const started = service.start(options);
  leases.note(
    wish,
    isOn,
    started.then(({ status }) => status === 'tracking'),
  );
  return started;
});
onMessage('offscreenStop', async ({ data: { unlessHeld } }) => {
  if (unlessHeld && leases.handOver()) return false;
  // Both begin at once: the camera is off before the session is stored.
  await Promise.all([service.stop(), recording.stop().catch(() => undefined)]);
  return true;
});
onMessage('offscreenState', () => service.state());
onMessage('offscreenChangePerson', ({ data }) => service.changePerson(data.personId));
onMessage('offscreenForget', ({ data }) => service.forget(data.personId));
onMessage('offscreenTakeOver', ({ data }) => service.takeOver(data.personId));
onMessage('offscreenLearnFromClicks', ({ data }) => service.learnFromClicks(data.on));
onMessage('offscreenClick', ({ data }) => {
  if (isClick(data)) service.learnClick(data);
});
onMessage('offscreenCorrectDrift', ({ data }) => service.correctDrift(data));
onMessage('offscreenForgetClicks', () => service.forgetClicks());
