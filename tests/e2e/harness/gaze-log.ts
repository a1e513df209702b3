// The very samples that an overlay's heatmap is made of, as another page hears them.
import type { Page } from 'playwright-core';
import { watchGaze } from '../../../scripts/ask-extension.ts';
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import type { OverlayPage } from './overlay-page.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;

export type GazeLog = {
  /** The samples since the clear that have come so far. */
  samples(): GazeSample[];
  /**
   * All samples since the clear, in order. Call it once tracking has been stopped: waits until the last sample has
   * reached the overlay.
   */
  finish(): Promise<GazeSample[]>;
};

/**
 * Clears the overlay and listens from then on, to the tracker that is running. Every port gets the same messages in the
 * same order but at its own time, so where the clear fell is told by the overlay's last sample before it.
 * @param listener one of the extension's own pages
 */
export async function logFromClear(listener: Page, overlay: OverlayPage): Promise<GazeLog> {
  const samples: GazeSample[] = [];
  let off = false;
  await watchGaze(listener, (message) => {
    if (message.type === 'sample') samples.push(message.sample);
    else off = message.state.status === 'off';
  });
  const find = (sample: GazeSample | null): number =>
    samples.findIndex(({ timestampMs }) => timestampMs === sample?.timestampMs);

  // An overlay with no samples on the page ignores a clear; and it must not lag behind this listener's first sample.
  const isReady = async (): Promise<boolean> => {
    const state = await overlay.state();
    return state.samples > 0 && find(state.lastSample) >= 0;
  };
  await waitUntil(isReady, 60 * SECOND, 'a sample on the page that both the overlay and its listener have');
  const cleared = await overlay.ask('clear');
  if (cleared?.samples !== 0) throw new Error(`The overlay has ${cleared?.samples} samples after a clear.`);

  const sinceClear = (): GazeSample[] => samples.slice(find(cleared.lastSample) + 1);
  return {
    samples: sinceClear,
    async finish() {
      await waitUntil(() => off, 20 * SECOND, 'the tracker to say that it is off');
      const hasLast = async (): Promise<boolean> =>
        (await overlay.state()).lastSample?.timestampMs === samples.at(-1)?.timestampMs;
      await waitUntil(hasLast, 20 * SECOND, 'the last sample to reach the overlay');
      return sinceClear();
    },
  };
}
