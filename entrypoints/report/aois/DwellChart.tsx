// The dwell on each area as bars.
import { axisX, axisY, barX, plot, ruleX, text } from '@observablehq/plot';
import { PlotFigure } from '../fields/PlotFigure.tsx';
import type { MetricRow } from './metric-columns.ts';

const SECOND = 1000;
const ROW_PX = 34;
const AXIS_PX = 52;

export function DwellChart({ rows }: { rows: readonly MetricRow[] }) {
  const bars = rows
    .map(({ aoi, metrics }) => ({
      name: aoi.name,
      colour: aoi.colour,
      seconds: metrics.fixationDwellMs / SECOND,
    }))
    .toSorted((a, b) => b.seconds - a.seconds);
  if (bars.every(({ seconds }) => seconds === 0)) return null;
  return (
    <PlotFigure
      title="Dwell on each area"
      inputs={[JSON.stringify(bars)]}
      draw={(width) =>
        plot({
          width,
          height: bars.length * ROW_PX + AXIS_PX,
          marginLeft: 140,
          marginRight: 56,
          x: { label: 'Dwell, s' },
          y: { domain: bars.map(({ name }) => name), label: null },
          marks: [
            axisX({ tickSize: 0, ticks: 5 }),
            axisY({ tickSize: 0, lineWidth: 12, textOverflow: 'ellipsis-end' }),
            barX(bars, { x: 'seconds', y: 'name', fill: 'colour', rx: 3, insetTop: 4, insetBottom: 4 }),
            text(bars, {
              x: 'seconds',
              y: 'name',
              text: ({ seconds }: { seconds: number }) => seconds.toFixed(2),
              dx: 6,
              textAnchor: 'start',
            }),
            ruleX([0]),
          ],
        })
      }
    />
  );
}
