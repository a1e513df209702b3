// Where the person looks, as a page is told of it: by what is seen of the page at that moment.
import type { connectGaze } from '../messaging/gaze-port.ts';
import { followGaze } from '../overlay/follow-gaze.ts';
import type { GazeLocator } from '../screen/gaze-locator.ts';
import type { PageGaze } from './page-messages.ts';
import { readGaze, toPageClock, type PageView } from './read-gaze.ts';

export type PageGazeHandlers = {
  onGaze(gaze: PageGaze): void;
  onFailed(): void;
};

/** Until aborted. */
export function followPageGaze(
  signal: AbortSignal,
  locator: GazeLocator,
  connect: typeof connectGaze,
  { onGaze, onFailed }: PageGazeHandlers,
): void {
  const readView = (): PageView => ({
    locate: (point) => locator.locate(point),
    widthPx: innerWidth,
    heightPx: innerHeight,
    inFront: !document.hidden && document.hasFocus(),
    epochMs: Date.now(),
    clockMs: performance.now(),
  });
  const tellLost = (lost: 'eyes' | 'away'): void =>
    onGaze({ timestampMs: toPageClock(Date.now(), readView()), lost });

  followGaze(signal, connect, {
    onSample: (sample) => onGaze(readGaze(sample, readView())),
    onState(state) {
      if (state.status === 'tracking' && !state.eyesInView) tellLost('eyes');
      if (state.status === 'failed') onFailed();
    },
  });
  document.addEventListener('visibilitychange', () => document.hidden && tellLost('away'), { signal });
}
