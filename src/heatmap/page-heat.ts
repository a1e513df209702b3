// The heat of a page for the report: of one session or many, over the whole document or over any picture of it.
import { findPxPerDegree } from '../gaze/visual-angle.ts';
import type { Box, Session } from '../session/session-data.ts';
import { collectHeatPoints, type HeatOptions, type HeatPoints, type HeatSource } from './heat-points.ts';
import { createSpreader, REACH_SIGMAS } from './spread.ts';

export type PageHeat = {
  /** What of the document it covers, document px. */
  area: Box;
  /** A cell's side, document px; the last column and row may reach over the area's edge. */
  cellPx: number;
  columns: number;
  rows: number;
  /** Row by row: of `raw` heat ms or how many, otherwise shares of 1, that fall into each cell. */
  values: Float32Array<ArrayBuffer>;
  /** The largest of them; 0 where there was no gaze. */
  peak: number;
  options: HeatOptions;
  /** Mean standard deviation of the Gaussians, as they are weighted; null where there was no gaze. */
  sigma: HeatSigma | null;
  /** Of those who had gaze there. */
  participants: number;
  sessions: number;
  /** Samples or fixations. */
  gazeCount: number;
};

/** On each axis of the document, and as visual angle (the mean of both axes); null where degrees are not known. */
export type HeatSigma = { xPx: number; yPx: number; deg: number | null };

/** Cells so much finer than the narrowest Gaussian lose nothing of it. */
const CELLS_PER_SIGMA = 2;
const CELL_PX = { min: 2, max: 16 };
/** 16 MB of values; larger areas get larger cells. */
const MAX_CELLS = 4_000_000;

/** Adds up all sources. A person's sessions count together; one of nobody in particular is of somebody of its own. */
export function computePageHeat(sources: readonly HeatSource[], area: Box, options: HeatOptions): PageHeat {
  const parts = sources
    .map((source) => ({ session: source.session, points: collectHeatPoints(source, options) }))
    .filter(({ points }) => points.count > 0);
  const scales = chooseScales(parts, options.normalization);
  const { cellPx, margin } = chooseCells(parts, area);
  const columns = Math.max(1, Math.ceil(area.widthPx / cellPx));
  const rows = Math.max(1, Math.ceil(area.heightPx / cellPx));
  const values = spreadParts(parts, scales, { columns, rows, cellPx, margin, area });
  return {
    area,
    cellPx,
    columns,
    rows,
    values,
    peak: values.reduce((most, value) => Math.max(most, value), 0),
    options,
    sigma: averageSigma(parts, scales),
    participants: new Set(parts.map(({ session }) => nameParticipant(session))).size,
    sessions: parts.length,
    gazeCount: parts.reduce((sum, { points }) => sum + points.count, 0),
  };
}

/** `SessionInfo.person`, or the session's own id where it was nobody in particular. */
export function nameParticipant({ info }: Pick<Session, 'info'>): string {
  return info.person ?? info.id;
}

type Part = { session: Session; points: HeatPoints };

/** What each part's weights are multiplied by. */
function chooseScales(parts: readonly Part[], normalization: HeatOptions['normalization']): number[] {
  if (normalization === 'raw') return parts.map(() => 1);
  const weights = parts.map(({ points }) => sumWeights(points));
  if (normalization === 'time') {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return parts.map(() => 1 / total);
  }
  const totals = new Map<string, number>();
  for (const [i, { session }] of parts.entries()) {
    const name = nameParticipant(session);
    totals.set(name, (totals.get(name) ?? 0) + weights[i]!);
  }
  return parts.map(({ session }) => 1 / totals.get(nameParticipant(session))! / totals.size);
}

function sumWeights({ weight, count }: HeatPoints): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += weight[i]!;
  return sum;
}

type Cells = { columns: number; rows: number; cellPx: number; margin: number; area: Box };

/** Spreads over a grid with a margin, since gaze beside the area reaches into it, and cuts the margin off. */
function spreadParts(
  parts: readonly Part[],
  scales: readonly number[],
  cells: Cells,
): Float32Array<ArrayBuffer> {
  const { columns, rows, cellPx, margin, area } = cells;
  const wide = columns + 2 * margin;
  const spreader = createSpreader({
    columns: wide,
    rows: rows + 2 * margin,
    cellPx,
    xDocumentPx: area.xDocumentPx - margin * cellPx,
    yDocumentPx: area.yDocumentPx - margin * cellPx,
  });
  for (const [i, { points }] of parts.entries()) spreader.add(points, scales[i]!);
  const spread = spreader.spread();
  const values = new Float32Array(columns * rows);
  for (let r = 0; r < rows; r += 1) {
    const from = (r + margin) * wide + margin;
    values.set(spread.subarray(from, from + columns), r * columns);
  }
  return values;
}

/** A cell's side, and how many cells the widest Gaussian reaches. */
function chooseCells(parts: readonly Part[], { widthPx, heightPx }: Box): { cellPx: number; margin: number } {
  let [narrowest, widest] = [Infinity, 0];
  for (const { points } of parts) {
    for (let i = 0; i < points.count; i += 1) {
      narrowest = Math.min(narrowest, points.xSigmaPx[i]!, points.ySigmaPx[i]!);
      widest = Math.max(widest, points.xSigmaPx[i]!, points.ySigmaPx[i]!);
    }
  }
  const fine = Math.floor(narrowest / CELLS_PER_SIGMA);
  const fits = Math.ceil(Math.sqrt((widthPx * heightPx) / MAX_CELLS));
  const cellPx = Math.max(fits, CELL_PX.min, Math.min(CELL_PX.max, fine));
  return { cellPx, margin: Math.ceil((REACH_SIGMAS * widest) / cellPx) };
}

/** null of no gaze. */
function averageSigma(parts: readonly Part[], scales: readonly number[]): HeatSigma | null {
  let [weight, x, y, deg] = [0, 0, 0, 0];
  for (const [part, { session, points }] of parts.entries()) {
    const pxPerDegree = findPxPerDegree(session.info) ?? NaN;
    for (let i = 0; i < points.count; i += 1) {
      const own = points.weight[i]! * scales[part]!;
      weight += own;
      x += own * points.xSigmaPx[i]!;
      y += own * points.ySigmaPx[i]!;
      deg += (own * points.sigmaScreenPx[i]!) / pxPerDegree;
    }
  }
  if (!(weight > 0)) return null;
  return { xPx: x / weight, yPx: y / weight, deg: Number.isNaN(deg) ? null : deg / weight };
}
