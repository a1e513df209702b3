// A session's pages: its views by address, since a person comes back to a page.
import type { Fixation } from '../gaze/fixations.ts';
import type { Session, SessionEvent, View } from './session-data.ts';

export type SessionPage = {
  /** The same for the same page in every session. */
  key: string;
  url: string;
  title: string;
  /** `View.index` of each visit, in the order of time. */
  views: number[];
  /** Time that it was in front. */
  shownMs: number;
  /** Samples of it with a gaze. */
  samples: number;
};

export type DocumentSize = { widthPx: number; heightPx: number };

/**
 * What makes two addresses the same page: all of it but a fragment that only scrolls. One that a single-page app
 * routes by (`#/…`, `#!…`) counts.
 */
export function makePageKey(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 || /^#[/!]/.test(url.slice(hash)) ? url : url.slice(0, hash);
}

/** An address as a person reads it: without scheme and a last slash. */
export function describeUrl(url: string): string {
  return url.replace(/^\w+:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/** Between samples further apart nothing was recorded: that is not time on a page. */
const LONGEST_STEP_MS = 500;

/** In the order in which they were first seen. */
export function listPages({ views, samples }: Pick<Session, 'views' | 'samples'>): SessionPage[] {
  const shownMs = new Float64Array(views.length);
  const seen = new Uint32Array(views.length);
  for (let i = 0; i < samples.view.length; i += 1) {
    const view = samples.view[i] as number;
    if (view < 0) continue;
    const stepMs = (samples.timestampMs[i + 1] ?? NaN) - (samples.timestampMs[i] as number);
    if (stepMs <= LONGEST_STEP_MS) shownMs[view]! += stepMs;
    if (!Number.isNaN(samples.xDocumentPx[i])) seen[view]! += 1;
  }
  const pages = new Map<string, SessionPage>();
  for (const view of views) {
    const key = makePageKey(view.url);
    const page = pages.get(key) ?? { key, url: key, title: view.title, views: [], shownMs: 0, samples: 0 };
    page.title = view.title || page.title;
    page.views.push(view.index);
    page.shownMs += shownMs[view.index] as number;
    page.samples += seen[view.index] as number;
    pages.set(key, page);
  }
  return [...pages.values()];
}

/** Whether {@link measurePage} makes anything of an event. */
export function tellsSize({ type }: SessionEvent): boolean {
  return type === 'document' || type === 'viewport';
}

/** The size of a page: as its document last was, and never smaller than what was pictured of it. */
export function measurePage(
  { events, shots }: Pick<Session, 'events' | 'shots'>,
  views: readonly View['index'][],
): DocumentSize {
  const size = { widthPx: 0, heightPx: 0 };
  for (const event of events) {
    if (event.type !== 'document' || !views.includes(event.view)) continue;
    size.widthPx = event.widthPx;
    size.heightPx = event.heightPx;
  }
  for (const shot of shots) {
    if (!views.includes(shot.view)) continue;
    size.widthPx = Math.max(size.widthPx, shot.xDocumentPx + shot.widthPx);
    size.heightPx = Math.max(size.heightPx, shot.yDocumentPx + shot.heightPx);
  }
  if (size.widthPx > 0 && size.heightPx > 0) return size;
  const viewport = events.findLast((event) => event.type === 'viewport' && views.includes(event.view));
  return viewport?.type === 'viewport'
    ? { widthPx: viewport.widthPx, heightPx: viewport.heightPx }
    : { widthPx: 1280, heightPx: 800 };
}

/**
 * What holds pages of all these sizes, laid over each other at the document's upper left corner: the only place that pages of
 * one address have in common however long or wide each was.
 */
export function joinSizes(sizes: readonly DocumentSize[]): DocumentSize {
  return {
    widthPx: Math.max(...sizes.map(({ widthPx }) => widthPx)),
    heightPx: Math.max(...sizes.map(({ heightPx }) => heightPx)),
  };
}

/** A fixation that lies on a page. */
export type PageFixation = Fixation & {
  xDocumentPx: number;
  yDocumentPx: number;
  /** Among the page's, from 1. */
  number: number;
};

/** The fixations on a page in all its views, by time. */
export function listPageFixations(
  fixations: readonly Fixation[],
  { views }: Pick<SessionPage, 'views'>,
): PageFixation[] {
  const own = new Set(views);
  return fixations
    .filter(
      (one): one is PageFixation => own.has(one.view) && one.xDocumentPx !== null && one.yDocumentPx !== null,
    )
    .map((one, index) => Object.assign({}, one, { number: index + 1 }));
}
