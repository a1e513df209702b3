// How heat is made and painted, as a person chooses it.
import type { HeatOptions } from '../../../src/heatmap/heat-points.ts';
import { DEFAULT_PAINT, type PaintOptions } from '../../../src/heatmap/paint-page.ts';

export type HeatSettings = HeatOptions & { paint: PaintOptions; contours: boolean };

export const DEFAULT_HEAT: HeatSettings = {
  from: 'samples',
  weight: 'duration',
  normalization: 'raw',
  paint: DEFAULT_PAINT,
  contours: false,
};

/** Shares of the full heat at which lines are drawn. */
export const CONTOUR_LEVELS = [0.2, 0.4, 0.6, 0.8] as const;
