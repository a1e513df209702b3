// The heatmap on the page: a canvas anchored to the document, drawn when something changed and at no other time.
//
// Anchoring: the canvas is positioned absolutely in the document (its host is in the top layer, whose containing block
// for absolute boxes is the initial one, so it scrolls with the document and ignores transforms of the page). The
// compositor then scrolls it with the text, also while the main thread is busy; a fixed canvas redrawn on scroll would
// trail the text by a frame. It covers the viewport and half its height above and below, and moves on when needed.
// Content of inner scroll containers and iframes does not carry the heatmap along; it stays with the document.
import { CELL_PX, type DensityGrid } from '../heatmap/density-grid.ts';
import { createPainter } from '../heatmap/draw.ts';
import { coversView, planRegion, type Plan, type View } from '../heatmap/plan-region.ts';

export type HeatmapLayer = {
  element: HTMLElement;
  /** Asks for a drawing in the next frame; any number of calls make one. Nothing happens while hidden. */
  requestDraw(): void;
  setVisible(visible: boolean): void;
};

export type HeatmapLayerOptions = {
  signal: AbortSignal;
  /** What to draw: asked once per drawing. */
  source(): { grid: DensityGrid; fullHeatMs: number };
  page?: Window;
};

export function createHeatmapLayer({ signal, source, page = window }: HeatmapLayerOptions): HeatmapLayer {
  const document = page.document;
  const element = document.createElement('div');
  element.className = 'heatmap';
  const canvas = document.createElement('canvas');
  element.append(canvas);
  const painter = createPainter(canvas);

  let visible = true;
  let frame = 0;
  let plan: Plan | null = null;

  const requestDraw = (): void => {
    if (frame === 0 && visible && !document.hidden && !signal.aborted)
      frame = page.requestAnimationFrame(draw);
  };

  const draw = (): void => {
    frame = 0;
    const { grid, fullHeatMs } = source();
    element.hidden = grid.peak === null;
    if (grid.peak === null) return;
    let view = readView(page);
    if (plan && plan.topPx + plan.heightPx >= view.documentHeightPx) {
      // The page became shorter than the canvas, which now holds the document open: look again without it.
      element.hidden = true;
      view = readView(page);
      element.hidden = false;
    }
    if (!plan || !coversView(plan, view)) {
      plan = planRegion(view);
      place(element, canvas, plan);
    }
    painter.paint(grid, plan.region, fullHeatMs);
  };

  const onScroll = (): void => {
    if (!plan || !coversView(plan, readView(page))) requestDraw();
  };
  page.addEventListener('scroll', onScroll, { passive: true, signal });
  page.addEventListener('resize', requestDraw, { passive: true, signal });
  document.addEventListener('visibilitychange', requestDraw, { signal });
  const observer = new ResizeObserver(requestDraw);
  observer.observe(document.documentElement);
  if (document.body) observer.observe(document.body);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    page.cancelAnimationFrame(frame);
  });

  return {
    element,
    requestDraw,
    setVisible(next) {
      visible = next;
      element.style.display = next ? '' : 'none';
      page.cancelAnimationFrame(frame);
      frame = 0;
      requestDraw();
    },
  };
}

/** The document's scroller is `body` in quirks mode. @see https://drafts.csswg.org/cssom-view/#dom-document-scrollingelement */
export function readView(page: Window): View {
  const scroller = page.document.scrollingElement ?? page.document.documentElement;
  return {
    xScrollPx: page.scrollX,
    yScrollPx: page.scrollY,
    widthPx: scroller.clientWidth,
    heightPx: scroller.clientHeight,
    documentHeightPx: scroller.scrollHeight,
  };
}

/** The box is exact to the pixel and clips the canvas, whose cells reach beyond it. */
function place(element: HTMLElement, canvas: HTMLCanvasElement, plan: Plan): void {
  const { region } = plan;

  Object.assign(element.style, {
    left: `${plan.leftPx}px`,
    top: `${plan.topPx}px`,
    width: `${plan.widthPx}px`,
    height: `${plan.heightPx}px`,
  });
  Object.assign(canvas.style, {
    left: `${region.column * CELL_PX - plan.leftPx}px`,
    top: `${region.row * CELL_PX - plan.topPx}px`,
    width: `${region.columns * CELL_PX}px`,
    height: `${region.rows * CELL_PX}px`,
  });
}
