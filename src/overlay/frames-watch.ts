// Lets the clicks in a page's frames be told of, exactly while clicks are learned from.
import { watchFrameLoads } from './watch-frame-loads.ts';

export type FramesWatch = {
  /** Whether clicks are wanted now; said as often as one likes. */
  set(on: boolean): void;
};

/** @param tell reaches all frames of this tab that the browser lets the extension into */
export function createFramesWatch(signal: AbortSignal, tell: (on: boolean) => void): FramesWatch {
  let loads: AbortController | undefined;

  const set = (on: boolean): void => {
    if (on === (loads !== undefined)) return;
    loads?.abort();
    loads = on ? new AbortController() : undefined;
    tell(on);
    if (loads) watchFrameLoads(loads.signal, () => tell(true));
  };
  signal.addEventListener('abort', () => set(false));
  return { set };
}
