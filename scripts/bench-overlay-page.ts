// The page's side of bench-overlay: the overlay with a tracker that the benchmark plays.
import type { GazeMessage } from '../src/messaging/gaze-port.ts';
import { createOverlay } from '../src/overlay/create-overlay.ts';

const SECOND = 1000;

export type BenchOptions = { overlay: boolean; seconds: number; samplesPerSecond: number };
export type BenchRun = {
  /** The timer whose tasks take the samples in; it is in the trace. */
  sampleTimerId: number;
  samples: number;
  widthPx: number;
  heightPx: number;
};

declare global {
  var runBench: (options: BenchOptions) => Promise<BenchRun>;
}

/** Plays gaze that wanders over the page while it scrolls up and down. */
globalThis.runBench = async ({ overlay, seconds, samplesPerSecond }) => {
  const controller = new AbortController();
  let receive: ((message: GazeMessage) => void) | undefined;
  if (overlay) {
    createOverlay(controller, {
      connectGaze: (_signal, onMessage) => (receive = onMessage),
      watchFrames: () => undefined,
      capturePage: () => Promise.reject(new Error('The benchmark takes no pictures.')),
      claimNotices: () => Promise.resolve([]),
      dismissNotice: () => undefined,
      openMeasure: () => undefined,
    });
  }

  const everyMs = SECOND / samplesPerSecond;
  let samples = 0;
  const sampleTimerId = window.setInterval(() => {
    samples += 1;
    const phase = samples / samplesPerSecond;
    const sample = {
      timestampMs: Date.now(),
      xScreen: 0.5 + 0.4 * Math.sin(1.3 * phase),
      yScreen: 0.5 + 0.4 * Math.sin(1.7 * phase),
      confidence: 0.7,
    };
    receive?.({ type: 'sample', sample });
  }, everyMs);
  const scrollTimerId = window.setInterval(() => {
    scrollTo({ top: 600 + 600 * Math.sin(samples / samplesPerSecond), behavior: 'instant' });
  }, everyMs);

  await new Promise((resolve) => setTimeout(resolve, seconds * SECOND));
  clearInterval(sampleTimerId);
  clearInterval(scrollTimerId);
  controller.abort();
  return { sampleTimerId, samples, widthPx: innerWidth, heightPx: innerHeight };
};
