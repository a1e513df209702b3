// Puts frames of the webcam and what pages report of them together into chunks; pure, but for what it remembers.
//
// The tracker tells of every frame, lost ones too; a page tells, somewhat later, where on it each sample was. A frame waits
// until every page that is seen has told of it, or until it has waited long enough. So no frame is missing where a page is
// closed or busy, and none is there twice where two windows are seen.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { PageReport, PageSample } from './page-report.ts';
import { createSamples, type SessionChunk } from './session-chunks.ts';
import type { SampleColumns, SessionEvent } from './session-data.ts';

/** A page that has just come to the front tells of itself within this time. */
const LEAST_WAIT_MS = 400;
/** So long a frame waits for a page that is busy: with the time between two writes less than 2 s, which a crash may cost. */
const MOST_WAIT_MS = 1100;

type Frame = { timestampMs: number; sample: GazeSample | null };
type Sighting = PageSample & { focused: boolean };
/** A view and when it was seen. */
type Showing = { view: number; fromMs: number; untilMs: number };

export type PageLog = {
  take(report: PageReport): void;
  /** The session's number of a view of this page; undefined where it has not told of it. */
  findView(view: number): number | undefined;
  /** The page is gone, or is recorded no more. */
  close(nowMs: number): void;
};

export type SessionLog = {
  /** A frame of the webcam; null where no open eyes were in it. */
  addFrame(timestampMs: number, sample: GazeSample | null): void;
  addPage(tabId: number): PageLog;
  /** Nothing is taken in from here on. */
  rest(nowMs: number): void;
  pause(nowMs: number): void;
  resume(nowMs: number): void;
  addMarker(nowMs: number, label: string): void;
  /** Said as often as one likes; told once until a page is seen again, or has the focus. */
  addAway(nowMs: number, reason: 'excluded' | 'forbidden'): void;
  /** What is ready to be written, or null where nothing is. With `all`, whatever there is. */
  drain(nowMs: number, all?: boolean): SessionChunk | null;
};

/** What a session that is gone on with has told already, before it ended. */
export type ToldBefore = {
  /** Numbers that are taken. */
  views: number;
  elements: number;
  tabs: number;
  /** When it ended, from its begin; `paused` where it had been paused before that. */
  endMs: number;
  paused: boolean;
};

/**
 * @param startMs Unix epoch, as all times that go in; those that come out count from it.
 * @param earlier of a session that is gone on with from `beganMs`: what lies between is told as a pause
 */
export function createSessionLog(startMs: number, earlier?: ToldBefore, beganMs = Date.now()): SessionLog {
  const tabs: number[] = [];
  const pages = new Set<{ shown: () => boolean; seenMs: () => number; hide(nowMs: number): void }>();
  /** Nothing from before it or after it is taken in. */
  let stretch = { fromMs: earlier ? beganMs : startMs, untilMs: Infinity };
  let viewCount = earlier?.views ?? 0;
  let elementCount = earlier?.elements ?? 0;
  let away: string | null = null;
  let awayMs = 0;
  let lastFrameMs = -Infinity;
  let frames: Frame[] = [];
  let sightings = new Map<number, Sighting>();
  let showings: Showing[] = [];
  let chunk = createDraft();

  const since = (timestampMs: number): number => Math.max(0, timestampMs - startMs);
  if (earlier) {
    if (!earlier.paused) chunk.events.push({ type: 'pause', timestampMs: earlier.endMs });
    chunk.events.push({ type: 'resume', timestampMs: since(beganMs) });
  }
  const isWanted = (timestampMs: number): boolean =>
    timestampMs >= stretch.fromMs && timestampMs < stretch.untilMs;

  const addPage = (tabId: number): PageLog => {
    if (!tabs.includes(tabId)) tabs.push(tabId);
    const tab = tabs.indexOf(tabId) + (earlier?.tabs ?? 0);
    const views: number[] = [];
    const elements: number[] = [];
    let shown: number | null = null;
    let seenMs = -Infinity;
    const findView = (view: number): number | undefined => views[view];
    const findElement = (element: number): number => elements[element] ?? -1;

    const hide = (nowMs: number): void => {
      if (shown === null) return;
      chunk.events.push({ type: 'hide', view: shown, timestampMs: since(nowMs) });
      for (const showing of showings) {
        if (showing.view === shown) showing.untilMs = Math.min(showing.untilMs, nowMs);
      }
      shown = null;
    };
    const addEvent = (event: PageReport['events'][number]): void => {
      const view = findView(event.view);
      if (view === undefined || !isWanted(event.timestampMs)) return;
      if (event.type === 'hide') return hide(event.timestampMs);
      if (event.type === 'show') {
        if (shown === view) return;
        hide(event.timestampMs);
        shown = view;
        away = null;
        showings.push({ view, fromMs: event.timestampMs, untilMs: Infinity });
      }
      const told = { ...event, view, timestampMs: since(event.timestampMs) };
      chunk.events.push(told.type === 'click' ? { ...told, element: findElement(told.element) } : told);
    };

    const page = { shown: () => shown !== null, seenMs: () => seenMs, hide };
    pages.add(page);
    return {
      take({ focused, ...report }) {
        seenMs = Math.max(seenMs, report.seenMs);
        if (focused) away = null;
        // What is not recorded lies in front of a page that is seen still: gaze is not on that page.
        const behindSinceMs = away === null ? Infinity : awayMs;
        for (const view of report.views) {
          const index = (views[view.index] ??= viewCount++);
          chunk.views.push({ ...view, index, tab, timestampMs: since(view.timestampMs) });
        }
        for (const element of report.elements) {
          const view = findView(element.view);
          if (view === undefined) continue;
          const index = (elements[element.index] ??= elementCount++);
          const { measuredMs } = element;
          const at = measuredMs === undefined ? {} : { measuredMs: since(measuredMs) };
          chunk.elements.push({ ...element, ...at, index, view });
        }
        report.events.forEach(addEvent);
        for (const { on, ...sample } of report.samples) {
          const view = findView(sample.view);
          if (view === undefined || sample.timestampMs >= behindSinceMs) continue;
          const place = on && { on: { ...on, element: findElement(on.element) } };
          const sighting = { ...sample, ...place, view, focused };
          const before = sightings.get(sample.timestampMs);
          if (!before || isNearer(sighting, before)) sightings.set(sample.timestampMs, sighting);
        }
      },
      findView,
      close(nowMs) {
        hide(Math.min(nowMs, stretch.untilMs));
        pages.delete(page);
      },
    };
  };

  const rest = (nowMs: number): void => {
    for (const page of pages) page.hide(nowMs);
    stretch = { ...stretch, untilMs: Math.min(stretch.untilMs, nowMs) };
  };

  const isSettled = ({ timestampMs }: Frame, nowMs: number): boolean => {
    const waitedMs = nowMs - timestampMs;
    if (waitedMs > MOST_WAIT_MS) return true;
    return waitedMs > LEAST_WAIT_MS && [...pages].every((p) => !p.shown() || p.seenMs() >= timestampMs);
  };

  const findShown = (timestampMs: number): number =>
    showings.findLast(({ fromMs, untilMs }) => fromMs <= timestampMs && timestampMs < untilMs)?.view ?? -1;

  return {
    addFrame(timestampMs, sample) {
      if (!isWanted(timestampMs) || timestampMs <= lastFrameMs) return;
      lastFrameMs = timestampMs;
      frames.push({ timestampMs, sample });
    },
    addPage,
    rest,
    pause(nowMs) {
      rest(nowMs);
      chunk.events.push({ type: 'pause', timestampMs: since(nowMs) });
    },
    resume(nowMs) {
      stretch = { fromMs: nowMs, untilMs: Infinity };
      away = null;
      chunk.events.push({ type: 'resume', timestampMs: since(nowMs) });
    },
    addMarker(nowMs, label) {
      chunk.events.push({ type: 'marker', label, timestampMs: since(nowMs) });
    },
    addAway(nowMs, reason) {
      if (away === reason || !isWanted(nowMs)) return;
      away = reason;
      awayMs = nowMs;
      chunk.events.push({ type: 'away', reason, timestampMs: since(nowMs) });
    },
    drain(nowMs, all = false) {
      const waiting = all ? -1 : frames.findIndex((frame) => !isSettled(frame, nowMs));
      const count = waiting === -1 ? frames.length : waiting;
      const ready = frames.slice(0, count);
      frames = frames.slice(count);
      const samples = createSamples(ready.length);
      ready.forEach((frame, i) =>
        writeSample(samples, i, frame, sightings.get(frame.timestampMs), { since, findShown }),
      );
      const doneMs = ready.at(-1)?.timestampMs ?? -Infinity;
      sightings = new Map([...sightings].filter(([timestampMs]) => timestampMs > doneMs));
      showings = showings.filter(({ untilMs }) => untilMs > nowMs - 2 * MOST_WAIT_MS);
      const drained = { ...chunk, samples };
      chunk = createDraft();
      const isEmpty = drained.views.length + drained.elements.length + drained.events.length + count === 0;
      return isEmpty ? null : drained;
    },
  };
}

function createDraft(): Omit<SessionChunk, 'samples'> & { events: SessionEvent[] } {
  return { views: [], elements: [], events: [] };
}

/** Of two pages that tell of one sample, the one that holds the point is nearer to the truth, then the one with the focus. */
function isNearer(sighting: Sighting, before: Sighting): boolean {
  const [held, heldBefore] = [sighting.place !== undefined, before.place !== undefined];
  return held === heldBefore ? sighting.focused && !before.focused : held;
}

function writeSample(
  samples: SampleColumns,
  i: number,
  { timestampMs, sample }: Frame,
  sighting: Sighting | undefined,
  { since, findShown }: { since(timestampMs: number): number; findShown(timestampMs: number): number },
): void {
  samples.timestampMs[i] = since(timestampMs);
  // No page tells of a frame without gaze, but one was in front.
  if (!sample) {
    samples.view[i] = findShown(timestampMs);
    return;
  }
  samples.xScreen[i] = sample.xScreen;
  samples.yScreen[i] = sample.yScreen;
  samples.confidence[i] = sample.confidence;
  if (!sighting) return;
  samples.view[i] = sighting.view;
  const { place, on } = sighting;
  if (!place) return;
  samples.xViewportPx[i] = place.xViewportPx;
  samples.yViewportPx[i] = place.yViewportPx;
  samples.xDocumentPx[i] = place.xDocumentPx;
  samples.yDocumentPx[i] = place.yDocumentPx;
  if (!on || on.element < 0) return;
  samples.element[i] = on.element;
  samples.xElement[i] = on.xElement;
  samples.yElement[i] = on.yElement;
}
