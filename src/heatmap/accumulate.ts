// Turns gaze samples into dwell on a document: each sample spreads its time over a Gaussian as wide as it is uncertain.
import type { GazeSample } from '../gaze/gaze-sample.ts';
import type { DocumentPoint } from '../screen/spaces.ts';
import { addSeparable, CELL_PX, createGrid, mergeInto, type DensityGrid } from './density-grid.ts';

const SECOND = 1000;
/** Between samples further apart than this the gaze is not known: a gap in the data, not dwell. */
const LONGEST_DWELL_MS = 0.5 * SECOND;
/** What a sample counts for when the time since the one before it is not dwell: a camera frame. */
const SINGLE_DWELL_MS = SECOND / 30;
/** The Gaussian is cut here, at 0.2 % of its height: less than one step of the drawn alpha, so no edge shows. */
const REACH_SIGMAS = 3.5;

/** Standard deviation of one sample's gaze on each axis, in document px. */
export type Sigma = { xPx: number; yPx: number };

export type Accumulation = {
  grid: DensityGrid;
  /** Samples that were on the page. */
  samples: number;
  /** Their dwell times their confidence. */
  dwellMs: number;
  /** Time of the newest sample, on the page or not. */
  timestampMs: number | null;
};

export function createAccumulation(): Accumulation {
  return { grid: createGrid(), samples: 0, dwellMs: 0, timestampMs: null };
}

/**
 * Adds one sample, in place; nothing ever decays. A cell at distance (dx, dy) from the point grows by
 *
 *     dwell * confidence * cell area / (2 pi sigmaX sigmaY) * exp(-(dx / sigmaX)^2 / 2 - (dy / sigmaY)^2 / 2)
 *
 * ms, so all cells together hold the weighted dwell (what falls left of or above the document is lost with the rest
 * of the gaze there). A point of null is a sample off the page: it only moves the clock on. Samples that are not newer
 * than the last are dropped.
 */
export function accumulateSample(
  accumulation: Accumulation,
  { timestampMs, confidence }: Pick<GazeSample, 'timestampMs' | 'confidence'>,
  point: DocumentPoint | null,
  sigma: Sigma,
): void {
  const dwellMs = countDwell(accumulation.timestampMs, timestampMs);
  if (dwellMs === 0) return;
  accumulation.timestampMs = timestampMs;
  const weightMs = dwellMs * Math.min(1, Math.max(0, confidence));
  if (point === null || !(weightMs > 0)) return;

  const x = profile(point.xDocumentPx, sigma.xPx);
  const y = profile(point.yDocumentPx, sigma.yPx);
  for (let i = 0; i < y.weights.length; i += 1) y.weights[i] = (y.weights[i] as number) * weightMs;
  const region = { column: x.first, columns: x.weights.length, row: y.first, rows: y.weights.length };
  addSeparable(accumulation.grid, region, x.weights, y.weights);
  accumulation.samples += 1;
  accumulation.dwellMs += weightMs;
}

/** Both accumulations as one; changes and returns the first. */
export function mergeAccumulations(older: Accumulation, newer: Accumulation): Accumulation {
  mergeInto(older.grid, newer.grid);
  older.samples += newer.samples;
  older.dwellMs += newer.dwellMs;
  older.timestampMs = newer.timestampMs ?? older.timestampMs;
  return older;
}

/** The dwell of the hottest cell after one uninterrupted look of `lookMs` at a single point. */
export function peakOfLook(lookMs: number, sigma: Sigma): number {
  const { xPx, yPx } = clampSigma(sigma);
  return (lookMs * CELL_PX ** 2) / (2 * Math.PI * xPx * yPx);
}

function countDwell(beforeMs: number | null, nowMs: number): number {
  if (beforeMs === null) return SINGLE_DWELL_MS;
  const elapsedMs = nowMs - beforeMs;
  if (!(elapsedMs > 0)) return 0;
  return elapsedMs > LONGEST_DWELL_MS ? SINGLE_DWELL_MS : elapsedMs;
}

/** A Gaussian narrower than a cell would fall between cell centres. */
function clampSigma({ xPx, yPx }: Sigma): Sigma {
  return { xPx: Math.max(CELL_PX, xPx), yPx: Math.max(CELL_PX, yPx) };
}

/** One axis of the kernel at the cells' centres, with the first of those cells. */
function profile(centrePx: number, sigmaPx: number): { first: number; weights: Float32Array } {
  const sigma = Math.max(CELL_PX, sigmaPx);
  const first = Math.floor((centrePx - REACH_SIGMAS * sigma) / CELL_PX);
  const end = Math.ceil((centrePx + REACH_SIGMAS * sigma) / CELL_PX);
  const weights = new Float32Array(end - first);
  const height = CELL_PX / (Math.sqrt(2 * Math.PI) * sigma);
  for (let i = 0; i < weights.length; i += 1) {
    const distance = ((first + i + 0.5) * CELL_PX - centrePx) / sigma;
    weights[i] = height * Math.exp((-distance * distance) / 2);
  }
  return { first, weights };
}
