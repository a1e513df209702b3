// Gathers what a page has to report, and sends it off in one message several times a second.
import type { PageReport } from '../session/page-report.ts';

const SECOND = 1000;
/** Frames wait for it in the offscreen document (`session-log.ts`), and a crash loses it. */
const SEND_EVERY_MS = 0.3 * SECOND;

type Part = Pick<PageReport, 'views' | 'events' | 'samples'>;

export type ReportBuffer = {
  addView(view: PageReport['views'][number]): void;
  addEvent(event: PageReport['events'][number]): void;
  addSample(sample: PageReport['samples'][number]): void;
  /** Sends what there is, now. */
  flush(): void;
};

export type ReportBufferOptions = {
  signal: AbortSignal;
  send(report: PageReport): void;
  /** Asked when a report is sent: what belongs to it beside the events. */
  drainElements(): PageReport['elements'];
  isFocused(): boolean;
};

export function createReportBuffer({
  signal,
  send,
  drainElements,
  isFocused,
}: ReportBufferOptions): ReportBuffer {
  let part: Part = { views: [], events: [], samples: [] };
  let seenMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const elements = drainElements();
    const { views, events, samples } = part;
    if (views.length + events.length + samples.length + elements.length === 0) return;
    part = { views: [], events: [], samples: [] };
    send({ type: 'report', views, elements, events, samples, seenMs, focused: isFocused() });
  };
  const wait = (): void => {
    timer ??= setTimeout(flush, SEND_EVERY_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    addView(view) {
      part.views.push(view);
      wait();
    },
    addEvent(event) {
      part.events.push(event);
      wait();
    },
    addSample(sample) {
      part.samples.push(sample);
      seenMs = Math.max(seenMs, sample.timestampMs);
      wait();
    },
    flush,
  };
}
