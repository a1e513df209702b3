// A session's course as tracks: which page was in front, what happened, where nothing was recorded or the gaze was lost.
import type { Session } from './session-data.ts';

export type Span = { fromMs: number; untilMs: number };

export type Tracks = {
  pages: (Span & { view: number })[];
  /** Gaze lost. */
  lost: Span[];
  /** Paused, or on a site that is not recorded. */
  pauses: Span[];
  scrolls: Span[];
  clicks: number[];
  markers: { timestampMs: number; label: string }[];
};

/** Losses apart by less are one: a blink between two frames. */
const JOIN_LOST_MS = 100;
/** Scroll events apart by less are one movement. */
const JOIN_SCROLL_MS = 250;
/** Samples further apart are not of one stay on a page. */
const LONGEST_STEP_MS = 1000;

export function buildTracks({ info, events, samples }: Session): Tracks {
  return {
    pages: findPages(samples),
    lost: joinSpans(findLost(samples), JOIN_LOST_MS),
    pauses: findPauses(events, info.durationMs),
    scrolls: joinSpans(
      events
        .filter(({ type }) => type === 'scroll')
        .map(({ timestampMs }) => ({ fromMs: timestampMs, untilMs: timestampMs })),
      JOIN_SCROLL_MS,
    ),
    clicks: events.filter(({ type }) => type === 'click').map(({ timestampMs }) => timestampMs),
    markers: events.flatMap((event) =>
      event.type === 'marker' ? [{ timestampMs: event.timestampMs, label: event.label }] : [],
    ),
  };
}

/** Spans in the order of time; those apart by less than `gapMs` become one. */
export function joinSpans(spans: readonly Span[], gapMs: number): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.fromMs - last.untilMs < gapMs) last.untilMs = Math.max(last.untilMs, span.untilMs);
    else joined.push({ ...span });
  }
  return joined;
}

function findPages({ timestampMs, view }: Session['samples']): Tracks['pages'] {
  const pages: Tracks['pages'] = [];
  for (let i = 0; i < view.length; i += 1) {
    const now = timestampMs[i] as number;
    const last = pages.at(-1);
    if (last && last.view === view[i] && now - last.untilMs <= LONGEST_STEP_MS) last.untilMs = now;
    else {
      if (last && now - last.untilMs <= LONGEST_STEP_MS) last.untilMs = now;
      pages.push({ fromMs: now, untilMs: now, view: view[i] as number });
    }
  }
  return pages.filter((page) => page.view >= 0);
}

function findLost({ timestampMs, xScreen }: Session['samples']): Span[] {
  const lost: Span[] = [];
  for (let i = 0; i < xScreen.length; i += 1) {
    if (!Number.isNaN(xScreen[i])) continue;
    const fromMs = timestampMs[i] as number;
    const nextMs = timestampMs[i + 1] ?? fromMs;
    lost.push({ fromMs, untilMs: nextMs - fromMs <= LONGEST_STEP_MS ? nextMs : fromMs });
  }
  return lost;
}

function findPauses(events: Session['events'], endMs: number): Span[] {
  const pauses: Span[] = [];
  let since: number | null = null;
  for (const { type, timestampMs } of events) {
    if (type === 'pause' || type === 'away') since ??= timestampMs;
    else if (since !== null && (type === 'resume' || type === 'show')) {
      pauses.push({ fromMs: since, untilMs: timestampMs });
      since = null;
    }
  }
  if (since !== null) pauses.push({ fromMs: since, untilMs: endMs });
  return pauses;
}
