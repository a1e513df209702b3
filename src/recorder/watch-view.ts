// Tells of scroll, viewport, zoom and document size: once at the beginning, then whenever one of them has changed.
import type { PageReport } from '../session/page-report.ts';

const SECOND = 1000;
/** Scrolling is told no more often than this; the place where it ends always is. */
const SCROLL_EVERY_MS = 0.05 * SECOND;
/** The size of a document is read no more often than this: it may have to be laid out for it. */
const SIZE_EVERY_MS = 0.25 * SECOND;

type ViewEvent = PageReport['events'][number];
type Measured = Exclude<ViewEvent, { type: 'click' | 'show' | 'hide' }>;
/** What there is to tell, whatever the view and the time. */
type Measure = Measured extends infer E
  ? E extends Measured
    ? Omit<E, 'view' | 'timestampMs'>
    : never
  : never;

export type ViewWatch = {
  /** Tells all of it again, of a view that is shown anew. */
  restate(): void;
};

/** @param readZoom DIPs of the desktop for a CSS px */
export function watchView(
  signal: AbortSignal,
  view: () => number | null,
  readZoom: () => number,
  tell: (event: ViewEvent) => void,
  page: Window = window,
): ViewWatch {
  const { document } = page;
  /** What was told last of each kind. */
  const told = new Map<Measure['type'], string>();

  const tellIfNew = (measure: Measure): void => {
    const shown = view();
    const text = JSON.stringify(measure);
    if (shown === null || told.get(measure.type) === text) return;
    told.set(measure.type, text);
    tell({ ...measure, view: shown, timestampMs: Date.now() });
  };
  const tellScroll = (): void =>
    tellIfNew({ type: 'scroll', xScrollPx: page.scrollX, yScrollPx: page.scrollY });
  const tellViewport = (): void =>
    tellIfNew({
      type: 'viewport',
      widthPx: page.innerWidth,
      heightPx: page.innerHeight,
      zoom: readZoom(),
      devicePixelRatio: page.devicePixelRatio,
    });
  const tellSize = (): void => {
    const { scrollWidth, scrollHeight } = document.scrollingElement ?? document.documentElement;
    tellIfNew({ type: 'document', widthPx: scrollWidth, heightPx: scrollHeight });
  };

  const scrolled = throttle(tellScroll, SCROLL_EVERY_MS, signal);
  const resized = throttle(tellSize, SIZE_EVERY_MS, signal);
  const options = { passive: true, signal };
  page.addEventListener('scroll', scrolled, options);
  page.addEventListener('resize', () => (tellViewport(), resized()), options);
  page.visualViewport?.addEventListener('resize', tellViewport, options);
  const observer = new ResizeObserver(resized);
  const observe = (): void => {
    observer.observe(document.documentElement);
    if (document.body) observer.observe(document.body);
  };
  observe();
  document.addEventListener('DOMContentLoaded', observe, { signal });
  signal.addEventListener('abort', () => observer.disconnect());
  return {
    restate() {
      told.clear();
      tellViewport();
      tellSize();
      tellScroll();
    },
  };
}

/** Calls at once, and again at the end of each interval in which it was asked for. */
function throttle(call: () => void, everyMs: number, signal: AbortSignal): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const run = (): void => {
    again = false;
    call();
    timer = setTimeout(() => {
      timer = undefined;
      if (again) run();
    }, everyMs);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  return () => {
    if (signal.aborted) return;
    if (timer === undefined) run();
    else again = true;
  };
}
