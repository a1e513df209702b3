// The overlay on a page: collects gaze, shows it, and does what the toolbar and messages ask.
import { smoothGaze, type SmoothingState } from '../gaze/smoothing.ts';
import { CELL_PX } from '../heatmap/density-grid.ts';
import type { OverlayAction } from '../messaging/overlay-messages.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import { createCollector } from './collector.ts';
import { describeDot } from '../ui/describe-dot.ts';
import { createFramesWatch } from './frames-watch.ts';
import { followGaze, type ConnectGaze } from './follow-gaze.ts';
import { createGazeDot } from './gaze-dot.ts';
import { createHeatmapLayer, readView } from './heatmap-layer.ts';
import { createHost } from './host.ts';
import { createNotices, type NoticeDependencies } from './notices.ts';
import styles from './overlay.css?inline';
import type { OverlayState } from './overlay-state.ts';
import { OVERLAY_TAG } from './own-elements.ts';
import { decodePicture, downloadFile, namePicture, waitForPaint } from './picture.ts';
import { describeStatus } from './status.ts';
import { createToolbar } from './toolbar.ts';

const SECOND = 1000;
/** How long a clear can be undone. */
const UNDO_MS = 10 * SECOND;
/** How long a message stays in the place of the status. */
const NOTICE_MS = 6 * SECOND;

export type OverlayDependencies = NoticeDependencies & {
  connectGaze: ConnectGaze;
  /** A PNG data URL of what the tab shows now. */
  capturePage(): Promise<string>;
  /** Whether clicks in the page's frames are to be told of. */
  watchFrames(on: boolean): void;
};

export type Overlay = {
  perform(action: OverlayAction): Promise<OverlayState>;
  /** Whether the tracker learns from clicks, and it is known where the page lies on the screen. */
  learnsFromClicks(): boolean;
};

/**
 * Puts the overlay on the page until the controller aborts, which its close button does too. While hidden by the person
 * it goes on collecting but draws nothing, so that the heatmap need not draw the looks it shows; in a hidden tab it
 * does nothing at all.
 */
export function createOverlay(controller: AbortController, dependencies: OverlayDependencies): Overlay {
  const { signal } = controller;
  const collector = createCollector(signal);
  const host = createHost(signal, OVERLAY_TAG, styles);
  const layer = createHeatmapLayer({
    signal,
    source: () => ({ grid: collector.accumulation().grid, fullHeatMs: collector.fullHeatMs() }),
  });
  const dot = createGazeDot(signal);
  let visible = true;
  let dotVisible = false;
  let saving = false;
  let state: TrackingState = { status: 'off' };
  let smoothing: SmoothingState | undefined;
  let undoTimer: ReturnType<typeof setTimeout> | undefined;
  let noticeTimer: ReturnType<typeof setTimeout> | undefined;

  const showStatus = (): void => {
    if (noticeTimer === undefined) toolbar.showStatus(describeStatus(state));
  };
  const notify = (text: string, tone: 'good' | 'problem'): void => {
    clearTimeout(noticeTimer);
    toolbar.showStatus({ tone, text });
    noticeTimer = setTimeout(() => {
      noticeTimer = undefined;
      showStatus();
    }, NOTICE_MS);
  };
  const setVisible = (next: boolean): void => {
    visible = next;
    layer.setVisible(next);
    toolbar.showHeatmapVisible(next);
  };
  const forgetCleared = (): void => {
    clearTimeout(undoTimer);
    collector.forgetCleared();
    toolbar.showUndo(false);
  };
  const clear = (): void => {
    if (collector.accumulation().samples === 0) return;
    collector.clear();
    notices.onClear();
    layer.requestDraw();
    toolbar.showUndo(true);
    clearTimeout(undoTimer);
    undoTimer = setTimeout(forgetCleared, UNDO_MS);
  };
  const undo = (): void => {
    collector.undo();
    notices.onUndo();
    forgetCleared();
    layer.requestDraw();
  };
  const save = async (): Promise<string | undefined> => {
    if (saving) return undefined;
    saving = true;
    toolbar.showSaving(true);
    try {
      downloadFile(await capture(), namePicture(location.host, new Date()), host.root);
      notify('Picture saved', 'good');
      return undefined;
    } catch (error) {
      const problem = `No picture was saved: ${error instanceof Error ? error.message : String(error)}`;
      notify(problem, 'problem');
      return problem;
    } finally {
      saving = false;
      toolbar.showSaving(false);
    }
  };
  /** The page with its heatmap, without toolbar and dot, which are gone for those few frames. */
  const capture = async (): Promise<Blob> => {
    // A hidden tab draws no frames to wait for.
    if (document.hidden) throw new Error('its tab is not in front.');
    stage.classList.add('bare');
    layer.setVisible(true);
    try {
      await waitForPaint();
      return decodePicture(await dependencies.capturePage());
    } finally {
      stage.classList.remove('bare');
      layer.setVisible(visible);
    }
  };

  const toolbar = createToolbar({
    toggleHeatmap: () => setVisible(!visible),
    toggleDot() {
      dotVisible = !dotVisible;
      dot.setVisible(dotVisible);
      toolbar.showDotVisible(dotVisible);
    },
    clear,
    undo,
    save: () => void save(),
    close: () => controller.abort(),
  });
  const notices = createNotices(signal, dependencies, clear);
  const stage = document.createElement('div');
  stage.append(layer.element, dot.element, notices.element, toolbar.element);
  host.root.append(stage);
  showStatus();
  signal.addEventListener('abort', () => {
    clearTimeout(undoTimer);
    clearTimeout(noticeTimer);
  });

  const frames = createFramesWatch(signal, dependencies.watchFrames);
  const isLearning = (): boolean => state.status === 'tracking' && state.clicksLearned !== undefined;

  followGaze(signal, dependencies.connectGaze, {
    onSample(sample) {
      collector.add(sample);
      if (collector.accumulation().samples > 0) notices.onHeat();
      layer.requestDraw();
      // Smoothed for the eye only; the data stays as it came.
      smoothing = smoothGaze(smoothing, sample);
      if (!dotVisible) return;
      const known = state.status === 'tracking' ? state.windowFilled : 0;
      dot.move(collector.locate(smoothing.sample), describeDot(sample.confidence, known));
    },
    onState(next) {
      state = next;
      frames.set(isLearning());
      showStatus();
      notices.onState(next);
    },
  });

  const report = (problem?: string): OverlayState => {
    const { samples, grid } = collector.accumulation();
    return {
      visible,
      samples,
      documentHeightPx: readView(window).documentHeightPx,
      lastSample: collector.lastSample(),
      hottestCell: grid.peak && {
        xDocumentPx: (grid.peak.column + 0.5) * CELL_PX,
        yDocumentPx: (grid.peak.row + 0.5) * CELL_PX,
      },
      placement: collector.placement(),
      zoomed: notices.zoomed(),
      notice: notices.shown(),
      ...(problem === undefined ? {} : { problem }),
    };
  };

  return {
    async perform(action) {
      if (action === 'show') setVisible(true);
      if (action === 'hide') setVisible(false);
      if (action === 'clear') clear();
      if (action === 'keep') notices.keepHeat();
      return report(action === 'save' ? await save() : undefined);
    },
    learnsFromClicks: () => isLearning() && collector.placement().learnt,
  };
}
