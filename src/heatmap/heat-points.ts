// What a session puts on a page's heatmap: where, how much, and how widely each sample or fixation spreads.
import { anchorSamples } from '../session/anchor.ts';
import { computeHolds } from '../gaze/sample-holds.ts';
import type { Fixation } from '../gaze/fixations.ts';
import type { Session } from '../session/session-data.ts';
import { findZooms } from '../session/view-zoom.ts';
import { estimateSigmaScreen } from './uncertainty.ts';

/** A session's part in the heat of a page. */
export type HeatSource = {
  session: Session;
  fixations: readonly Fixation[];
  /** `View.index` of the visits to that page. */
  views: readonly number[];
};

export type HeatOptions = {
  /** All gaze on the page, or the fixations alone. */
  from: 'samples' | 'fixations';
  /** Each weighs its time, or each the same. */
  weight: 'duration' | 'count';
  /**
   * Of several sessions: every participant has the same weight, however long they looked (`participant`); all gaze has
   * the weight it has, as a share of all (`time`) or as it is (`raw`: ms, or how many).
   */
  normalization: 'participant' | 'time' | 'raw';
};

/** Columns of which the first `count` are filled. Sigma: standard deviation on each axis, document px. */
export type HeatPoints = {
  xDocumentPx: Float64Array;
  yDocumentPx: Float64Array;
  weight: Float64Array;
  xSigmaPx: Float64Array;
  ySigmaPx: Float64Array;
  /** The mean of both axes in px of the screen, whatever the zoom was. */
  sigmaScreenPx: Float64Array;
  count: number;
};

/** Points in the order of time. */
export function collectHeatPoints(
  source: HeatSource,
  options: Omit<HeatOptions, 'normalization'>,
): HeatPoints {
  return options.from === 'samples'
    ? collectSamples(source, options.weight)
    : collectFixations(source, options.weight);
}

function collectSamples({ session, views }: HeatSource, weight: HeatOptions['weight']): HeatPoints {
  const { samples } = session;
  const holds = computeHolds(samples.timestampMs);
  const anchored = anchorSamples(session);
  const points = createPoints(session, holds.length);
  const wanted = new Set(views);
  for (let i = 0; i < holds.length; i += 1) {
    const view = samples.view[i]!;
    const [x, y] = [anchored.xDocumentPx[i]!, anchored.yDocumentPx[i]!];
    if (!wanted.has(view) || Number.isNaN(x)) continue;
    const own = weight === 'duration' ? holds[i]! : 1;
    points.add(x, y, own, view, samples.timestampMs[i]!, samples.confidence[i]!);
  }
  return points.list;
}

function collectFixations(
  { session, fixations, views }: HeatSource,
  weight: HeatOptions['weight'],
): HeatPoints {
  const points = createPoints(session, fixations.length);
  const wanted = new Set(views);
  for (const { view, xDocumentPx, yDocumentPx, durationMs, startMs, confidence } of fixations) {
    if (!wanted.has(view) || xDocumentPx === null || yDocumentPx === null) continue;
    points.add(xDocumentPx, yDocumentPx, weight === 'duration' ? durationMs : 1, view, startMs, confidence);
  }
  return points.list;
}

function createPoints(session: Session, capacity: number) {
  const { screen, accuracy } = session.info;
  const zooms = findZooms(session);
  const column = () => new Float64Array(capacity);
  const list: HeatPoints = {
    xDocumentPx: column(),
    yDocumentPx: column(),
    weight: column(),
    xSigmaPx: column(),
    ySigmaPx: column(),
    sigmaScreenPx: column(),
    count: 0,
  };
  return {
    list,
    add(x: number, y: number, weight: number, view: number, timestampMs: number, confidence: number): void {
      const i = list.count;
      const sigma = estimateSigmaScreen(confidence, accuracy?.errorPct);
      const zoom = zooms.at(view, timestampMs);
      list.xDocumentPx[i] = x;
      list.yDocumentPx[i] = y;
      list.weight[i] = weight;
      list.xSigmaPx[i] = (sigma * screen.widthPx) / zoom;
      list.ySigmaPx[i] = (sigma * screen.heightPx) / zoom;
      list.sigmaScreenPx[i] = (sigma * (screen.widthPx + screen.heightPx)) / 2;
      list.count += 1;
    },
  };
}
