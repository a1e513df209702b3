// The offscreen document's part in recording: answers what is asked of it, and lets pages' recorders in.
import { browser } from 'wxt/browser';
import { onMessage, sendMessage } from '../messaging/protocol.ts';
import { serveSession } from '../messaging/session-port.ts';
import type { FoveaDatabase } from '../storage/database.ts';
import type { GazeSource } from './make-session-info.ts';
import { RECORDER_PORT } from './page-report.ts';
import { createRecordingService, type RecordingService } from './recording-service.ts';

/** @param getSource what the gaze is read with now; undefined while nothing is tracked */
export function serveRecording(
  database: FoveaDatabase,
  getSource: () => GazeSource | undefined,
): RecordingService {
  const service = createRecordingService({
    database,
    takePicture: (wish) => sendMessage('takePicture', wish),
    onState(state) {
      viewers.post(state);
      // The worker shows it and watches tabs; the recording goes on without it.
      void sendMessage('sessionChanged', state).catch(() => undefined);
    },
  });
  const viewers = serveSession(service.state);
  browser.runtime.onConnect.addListener((port) => {
    if (port.name === RECORDER_PORT) service.connect(port);
  });
  onMessage('offscreenStartSession', ({ data }) => service.start(data, getSource()));
  onMessage('offscreenPauseSession', () => service.pause());
  onMessage('offscreenResumeSession', () => service.resume());
  onMessage('offscreenStopSession', () => service.stop());
  onMessage('offscreenAddMarker', ({ data }) => service.addMarker(data.label));
  onMessage('offscreenSession', () => service.state());
  onMessage('offscreenAway', ({ data }) => service.noteAway(data.reason));
  onMessage('offscreenExcludeSites', ({ data }) => service.excludeSites(data.sites));
  return service;
}
