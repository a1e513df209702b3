// Follows the tracker's state from a page.
import { useEffect, useState } from 'preact/hooks';
import { connectGaze } from '../messaging/gaze-port.ts';
import { sendMessage } from '../messaging/protocol.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';

/** The tracker's state, kept up to date while the component lives; null until it is known. */
export function useTracking(): TrackingState | null {
  const [state, setState] = useState<TrackingState | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    connectGaze(
      signal,
      (message) => message.type === 'state' && setState(message.state),
      // No port: nothing tracks, or the offscreen document is just being made. The background worker knows.
      () =>
        void sendMessage('getTrackingState', undefined).then((known) => !signal.aborted && setState(known)),
    );
    return () => controller.abort();
  }, []);

  return state;
}
