// The recorder on a page: while a session records and the page is seen, reports where on it the gaze is and what happens to it.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import { followGaze, type ConnectGaze } from '../overlay/follow-gaze.ts';
import { watchFrameLoads } from '../overlay/watch-frame-loads.ts';
import { createGazeLocator } from '../screen/gaze-locator.ts';
import { viewportToDocument } from '../screen/spaces.ts';
import { readPinch, readScroll } from '../screen/window-geometry.ts';
import type { FrameClick, PageReport, RecorderOrder } from '../session/page-report.ts';
import { createElementBook } from './element-book.ts';
import { hitElementBefore } from './hit-element.ts';
import { placeFrameClick } from './place-frame-click.ts';
import type { ConnectRecorder } from './recorder-port.ts';
import { createReportBuffer } from './report-buffer.ts';
import { takeShots, type Shots } from './take-shots.ts';
import { watchPageClicks } from './watch-page-clicks.ts';
import { isOtherRoute, watchRoutes } from './watch-routes.ts';
import { watchView } from './watch-view.ts';

/** A title that goes on changing is a clock or a ticker, not the page's name. */
const MOST_TITLES = 8;

export type RecorderDependencies = {
  connectGaze: ConnectGaze;
  connectRecorder: ConnectRecorder;
  /** Has the recorder put into the frames of this tab that came after it. */
  bringFrames?(): void;
  /** What the page is called in the session; its address where it is not given. */
  readAddress?(): string;
};

type PageView = PageReport['views'][number];

/** Records until the controller aborts, which the end of the session does too. It draws nothing on the page. */
export function createRecorder(controller: AbortController, dependencies: RecorderDependencies): void {
  const { signal } = controller;
  const { readAddress = () => location.href, bringFrames } = dependencies;
  const locator = createGazeLocator(signal);
  const book = createElementBook();
  let stretch: AbortController | null = null;
  let shots: Shots | null = null;
  let viewCount = 0;
  let view: (PageView & { titles: number }) | null = null;
  let shown = false;

  const port = dependencies.connectRecorder(signal, {
    onOrder: (order) => obey(order),
    onLost: () => controller.abort(),
  });
  const buffer = createReportBuffer({
    signal,
    send(report) {
      port.post(report);
    },
    drainElements: () => book.drain(),
    isFocused: () => document.hasFocus(),
  });
  const shownView = (): number | null => (shown && view ? view.index : null);
  const flush = (): void => {
    tellTitle();
    buffer.flush();
  };
  const tellTitle = (): void => {
    if (!view || !shown || view.title === document.title || view.titles >= MOST_TITLES) return;
    view = { ...view, title: document.title, titles: view.titles + 1 };
    tellView(view);
  };
  const tellView = ({ titles: _, ...told }: PageView & { titles: number }): void => buffer.addView(told);

  const turnToView = (cause: PageView['cause']): void => {
    view = {
      index: viewCount,
      url: readAddress(),
      title: document.title,
      timestampMs: Date.now(),
      cause,
      titles: 0,
    };
    viewCount += 1;
    book.turnTo(view.index);
    shots?.reset();
    tellView(view);
  };
  const show = (watch: { restate(): void }): void => {
    if (shown || document.hidden) return;
    if (!view) turnToView('load');
    else if (isOtherRoute(view.url, readAddress())) turnToView('route');
    shown = true;
    tellEvent({ type: 'show' });
    watch.restate();
    buffer.flush();
  };
  const hide = (): void => {
    if (!shown) return;
    tellTitle();
    tellEvent({ type: 'hide' });
    shown = false;
    buffer.flush();
  };
  const tellEvent = (event: { type: 'show' | 'hide' }): void => {
    if (view) buffer.addEvent({ ...event, view: view.index, timestampMs: Date.now() });
  };
  const addSample = (sample: GazeSample): void => {
    if (!view || !shown) return;
    const { timestampMs } = sample;
    // Of a frame from before the page was turned, what it showed cannot be looked up any more.
    if (timestampMs < view.timestampMs) {
      if (view.cause === 'route') buffer.addSample({ timestampMs, view: view.index - 1 });
      return;
    }
    const point = locator.locate(sample);
    if (!locator.holds(point)) return buffer.addSample({ timestampMs, view: view.index });
    const [then, now] = [locator.findScroll(timestampMs), readScroll()];
    const place = { ...point, ...viewportToDocument(point, then) };
    const movedPx = { x: now.xScrollPx - then.xScrollPx, y: now.yScrollPx - then.yScrollPx };
    const hit = hitElementBefore(point, movedPx);
    const on = hit && { element: book.note(hit.element), ...hit.place };
    buffer.addSample({ timestampMs, view: view.index, place, ...(on ? { on } : {}) });
  };

  const addFrameClick = (frameId: number, click: FrameClick): void => {
    const number = shownView();
    if (number === null || !stretch) return;
    const { frame, box, ...at } = placeFrameClick(click, locator);
    const element =
      frame && (box && click.on ? book.noteInFrame(frame, frameId, { ...click.on, box }) : book.note(frame));
    const { timestampMs } = click;
    buffer.addEvent({ type: 'click', view: number, element: element ?? -1, timestampMs, ...at });
    shots?.stir();
  };

  const record = ({ screenshots, ...order }: Extract<RecorderOrder, { type: 'record' }>): void => {
    if (stretch) return;
    stretch = new AbortController();
    const within = AbortSignal.any([signal, stretch.signal]);
    const readZoom = (): number => locator.placement().cssScale * readPinch().scale;
    const watch = watchView(within, shownView, readZoom, (event) => buffer.addEvent(event));
    if (screenshots) {
      shots = takeShots(within, {
        view: shownView,
        listFixtures: () => book.listFixtures(),
        ask: (id, place) => port.post({ type: 'shot', id, place }),
        judge: (id, still) => port.post({ type: 'verdict', id, still }),
        // With the picture, so that a crash keeps both or neither.
        onTaken(timestampMs) {
          book.measureSeen(timestampMs);
          flush();
        },
      });
    }
    followGaze(within, dependencies.connectGaze, { onSample: addSample, onState: tellTitle });
    watchPageClicks(within, (target, at) => {
      const number = shownView();
      if (number === null) return;
      buffer.addEvent({ type: 'click', view: number, element: target ? book.note(target) : -1, ...at });
    });
    if (order.bringFrames && bringFrames) watchFrameLoads(within, bringFrames);
    watchRoutes(within, () => {
      if (!view || !shown || !isOtherRoute(view.url, readAddress())) return;
      hide();
      show(watch);
    });
    document.addEventListener('visibilitychange', () => (document.hidden ? hide() : show(watch)), {
      signal: within,
    });
    addEventListener('pagehide', hide, { signal: within });
    show(watch);
  };
  const rest = (): void => {
    hide();
    stretch?.abort();
    stretch = null;
    shots = null;
  };
  const obey = (order: RecorderOrder): void => {
    switch (order.type) {
      case 'record':
        return record(order);
      case 'rest':
        return rest();
      case 'end':
        rest();
        return controller.abort();
      case 'frame-clicked':
        return addFrameClick(order.frameId, order.click);
      case 'pictured':
        return shots?.pictured(order.id, order.taken);
    }
  };

  // A page that comes back from the back/forward cache is seen anew, over a port of its own.
  addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      rest();
      view = null;
    },
    { capture: true, signal },
  );
}
