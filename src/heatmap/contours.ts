// Lines of equal heat around what was looked at, as paths that SVG and a canvas (`Path2D`) both draw.
import { contours } from 'd3-contour';
import type { PageHeat } from './page-heat.ts';

export type Contour = {
  /** Share of the full heat, 0..1. */
  level: number;
  /** SVG path data in px from the area's upper left corner, document scale; empty where no heat is so high. */
  path: string;
};

/** @param fullHeat The heat's own peak unless several pictures are to be compared */
export function traceContours(
  heat: PageHeat,
  levels: readonly number[],
  fullHeat: number = heat.peak,
): Contour[] {
  if (!(fullHeat > 0)) return levels.map((level) => ({ level, path: '' }));
  const trace = contours().size([heat.columns, heat.rows]);
  const values = Array.from(heat.values);
  return levels.map((level) => {
    const { coordinates } = trace.contour(values, level * fullHeat);
    const path = coordinates.flat().map((ring) => writeRing(ring, heat.cellPx));
    return { level, path: path.join('') };
  });
}

/** A tenth of a px is finer than any screen. */
function writeRing(ring: readonly (readonly number[])[], cellPx: number): string {
  const points = ring.slice(0, -1).map(([x, y]) => `${round(x! * cellPx)},${round(y! * cellPx)}`);
  return `M${points.join('L')}Z`;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
