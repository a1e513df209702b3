// What the colours of heat mean, and how it was made.
import { describeHeat } from '../../../src/heatmap/caption.ts';
import type { PageHeat } from '../../../src/heatmap/page-heat.ts';
import type { PaintOptions } from '../../../src/heatmap/paint-page.ts';
import { paletteHex } from '../../../src/heatmap/palettes.ts';
import { formatMs, formatShare } from '../../../src/ui/format-duration.ts';

const STOPS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** A square that a person can picture, rather than a cell. */
const SQUARE_PX = 100;

export function HeatLegend({ heat, paint }: { heat: PageHeat; paint: PaintOptions }) {
  const colours = STOPS.map((stop) => paletteHex(paint.palette, stop)).join(', ');
  return (
    <div class="legend">
      {paint.mode === 'heat' && heat.peak > 0 && (
        <div class="legend__scale small numbers">
          <span>0</span>
          <span class="legend__colours" style={{ background: `linear-gradient(90deg, ${colours})` }} />
          <span>{describePeak(heat, paint.fullHeat)}</span>
        </div>
      )}
      <p class="small soft" data-testid="heat-caption">
        {describeHeat(heat, new Date())}
      </p>
    </div>
  );
}

/** The hottest colour's value, as a density. */
export function describePeak({ peak, cellPx, options }: PageHeat, fullHeat = peak): string {
  const inSquare = fullHeat * (SQUARE_PX / cellPx) ** 2;
  const square = `in ${SQUARE_PX} × ${SQUARE_PX} px`;
  if (options.normalization !== 'raw') return `${formatShare(inSquare)} ${square}`;
  return options.weight === 'duration'
    ? `${formatMs(inSquare)} ${square}`
    : `${inSquare.toFixed(1)} ${options.from} ${square}`;
}
