// The page's side of bench-overlay: the overlay or the recorder with a tracker that the benchmark plays.
import type { GazeMessage } from '../src/messaging/gaze-port.ts';
import { createRecorder } from '../src/recorder/create-recorder.ts';
import { createOverlay } from '../src/overlay/create-overlay.ts';

const SECOND = 1000;

export type BenchOptions = {
  subject: 'nothing' | 'overlay' | 'recorder';
  seconds: number;
  samplesPerSecond: number;
};
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
globalThis.runBench = async ({ subject, seconds, samplesPerSecond }) => {
  const controller = new AbortController();
  let receive: ((message: GazeMessage) => void) | undefined;
  if (subject === 'overlay') {
    createOverlay(controller, {
      connectGaze: (_signal, onMessage) => (receive = onMessage),
      watchFrames: () => undefined,
      capturePage: () => Promise.reject(new Error('The benchmark takes no pictures.')),
      claimNotices: () => Promise.resolve([]),
      dismissNotice: () => undefined,
      openMeasure: () => undefined,
    });
  }

  if (subject === 'recorder') {
    createRecorder(controller, {
      connectGaze: (_signal, onMessage) => (receive = onMessage),
      connectRecorder(_signal, { onOrder }) {
        setTimeout(() => onOrder({ type: 'record', screenshots: true, bringFrames: false }));
        // What is posted to a port is written as JSON; pictures are taken in no time, which is as often as can be.
        return {
          post(message) {
            JSON.stringify(message);
            if (message.type !== 'shot') return;
            setTimeout(() => onOrder({ type: 'pictured', id: message.id, taken: true }));
          },
        };
      },
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
