// Listens to the tracker while the page is seen, and only then: a hidden tab has no port, no timer and no samples.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { GazeMessage } from '../messaging/gaze-port.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';

const SECOND = 1000;
/** While tracking, states come twice a second; silence means that the offscreen document is gone. */
const SILENCE_MS = 3 * SECOND;

export type ConnectGaze = (signal: AbortSignal, onMessage: (message: GazeMessage) => void) => void;

export function followGaze(
  signal: AbortSignal,
  connectGaze: ConnectGaze,
  handlers: { onSample(sample: GazeSample): void; onState(state: TrackingState): void },
): void {
  let connection: AbortController | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const receive = (message: GazeMessage): void => {
    clearTimeout(silence);
    if (message.type === 'sample') handlers.onSample(message.sample);
    else handlers.onState(message.state);
    if (message.type === 'sample' || message.state.status === 'tracking') {
      silence = setTimeout(() => handlers.onState({ status: 'off' }), SILENCE_MS);
    }
  };
  const disconnect = (): void => {
    clearTimeout(silence);
    connection?.abort();
    connection = null;
  };
  const follow = (): void => {
    if (document.hidden) return disconnect();
    if (connection) return;
    connection = new AbortController();
    // What was so before the page was hidden may be so no more, and nobody there to say it.
    silence = setTimeout(() => handlers.onState({ status: 'off' }), SILENCE_MS);
    connectGaze(connection.signal, receive);
  };

  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', disconnect);
  follow();
}
