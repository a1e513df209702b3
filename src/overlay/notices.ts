// The overlay's notices: of screen and person, which the background worker gives out, and of the page's zoom.
import type { OverlayNotice, OverlaySight } from '../messaging/device-notices.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import { readPresentScreen } from '../screen/present-screen.ts';
import { ZOOMED, type ZoomMoment } from '../screen/zoom-change.ts';
import { createHeatZoom } from './heat-zoom.ts';
import { createNoticeBox } from './notice-box.ts';
import { createDeviceWatch } from './watch-devices.ts';

export type NoticeDependencies = {
  claimNotices(sight: OverlaySight): Promise<OverlayNotice[]>;
  dismissNotice(key: string): void;
  /** Opens the page where this person takes a measurement. */
  openMeasure(personId: string): void;
};

export type OverlayNotices = {
  element: HTMLElement;
  /** The title of what is shown. */
  shown(): string | null;
  /** Whether the page was zoomed since its heat began. */
  zoomed(): boolean;
  onState(state: TrackingState): void;
  /** There is heat on the page. */
  onHeat(): void;
  onClear(): void;
  onUndo(): void;
  /** The person keeps the heat as it is: the zoom of now is its own. */
  keepHeat(): void;
};

export function createNotices(
  signal: AbortSignal,
  dependencies: NoticeDependencies,
  clearHeat: () => void,
): OverlayNotices {
  const box = createNoticeBox(signal);
  const devices = createDeviceWatch();
  const heat = createHeatZoom();
  /** What waits for the one that is shown to go. */
  let waiting: OverlayNotice[] = [];
  let current: OverlayNotice | undefined;
  /** Once for the same heat. */
  let zoomTold = false;

  const readZoom = (): ZoomMoment => ({
    screen: readPresentScreen(),
    devicePixelRatio: window.devicePixelRatio,
  });
  const showNext = (): void => {
    const next = box.shown() === null ? waiting.shift() : undefined;
    if (!next) return;
    current = next;
    const { key, title, text, measure } = next;
    box.show({
      title,
      text,
      ...(measure === undefined
        ? {}
        : { action: { label: 'Measure here', run: () => dependencies.openMeasure(measure) } }),
      onDismiss: () => dependencies.dismissNotice(key),
    });
  };
  const hideZoomed = (): void => {
    if (box.shown() === ZOOMED.title) box.hide();
  };
  const keepHeat = (): void => {
    heat.keep(readZoom());
    hideZoomed();
  };
  const followZoom = (): void => {
    const changed = heat.isChanged(readZoom());
    if (!changed) hideZoomed();
    if (!changed || zoomTold) return;
    zoomTold = true;
    if (current && box.shown() === current.title) waiting.unshift(current);
    box.show({ ...ZOOMED, action: { label: 'Clear heatmap', run: clearHeat }, onDismiss: keepHeat });
  };
  const claim = async (sight: OverlaySight): Promise<void> => {
    const news = await dependencies.claimNotices(sight);
    if (signal.aborted) return;
    waiting.push(...news);
    showNext();
  };
  // A zoom resizes the viewport.
  window.addEventListener('resize', followZoom, { passive: true, signal });

  return {
    element: box.element,
    shown: () => box.shown(),
    zoomed: () => heat.isChanged(readZoom()),
    onState(state) {
      if (state.status === 'off') waiting = [];
      const sight = devices.look(state, readPresentScreen());
      // Where the worker does not answer nothing is told; the popup tells it too.
      if (sight) claim(sight).catch(() => undefined);
      else showNext();
    },
    onHeat: () => heat.mark(readZoom()),
    onClear() {
      heat.clear();
      zoomTold = false;
      hideZoomed();
    },
    onUndo: () => heat.undo(),
    keepHeat,
  };
}
