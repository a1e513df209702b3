// Follows the tracker from a page: its state, and each gaze sample.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GazeSample } from '../gaze/gaze-sample.ts';
import { connectGaze } from '../messaging/gaze-port.ts';
import { sendMessage } from '../messaging/protocol.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';

/**
 * The tracker's state, kept up to date while the component lives; null until it is known.
 * @param onSample called for each gaze sample, outside of rendering
 */
export function useTracking(onSample?: (sample: GazeSample) => void): TrackingState | null {
  const [state, setState] = useState<TrackingState | null>(null);
  const latestOnSample = useRef(onSample);
  latestOnSample.current = onSample;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    connectGaze(
      signal,
      (message) => {
        if (message.type === 'state') setState(message.state);
        else latestOnSample.current?.(message.sample);
      },
      // No port: nothing tracks, or the offscreen document is just being made. The background worker knows.
      () =>
        void sendMessage('getTrackingState', undefined).then((known) => !signal.aborted && setState(known)),
    );
    return () => controller.abort();
  }, []);

  return state;
}
