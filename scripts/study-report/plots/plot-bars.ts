/** Counts as bars, with their labels. */
import { axisX, axisY, barX, ruleX, text } from '@observablehq/plot';
import type { Html } from '../html.ts';
import { ACCENT, figure, INK, LINE, SOFT } from './figure.ts';

export type BarRow = { name: string; count: number; label: string };

export function plotBars(title: string, label: string, rows: readonly BarRow[], note?: string): Html {
  const says = `${title}. ${rows.map((row) => `${row.name}: ${row.label}`).join('; ')}`;
  const marginLeft = Math.min(280, 24 + 7 * Math.max(4, ...rows.map(({ name }) => name.length)));
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return figure(
    title,
    says,
    {
      height: 40 + 30 * rows.length,
      marginLeft,
      marginRight: 130,
      marginBottom: 34,
      x: { domain: [0, most], label: null },
      y: { domain: rows.map(({ name }) => name), label: null, padding: 0.25 },
      marks: [
        axisX({
          label,
          labelArrow: 'none',
          labelAnchor: 'center',
          tickSize: 0,
          ticks: Math.min(5, most),
          tickFormat: 'd',
          color: SOFT,
        }),
        axisY({
          tickSize: 0,
          color: INK,
          label: null,
          fontSize: 12,
          lineWidth: 20,
          textOverflow: 'ellipsis',
        }),
        barX(rows, { x: 'count', y: 'name', fill: ACCENT, rx: 2 }),
        text(rows, {
          x: 'count',
          y: 'name',
          text: 'label',
          textAnchor: 'start',
          dx: 6,
          fill: INK,
          fontSize: 12,
        }),
        ruleX([0], { stroke: LINE }),
      ],
    },
    note,
  );
}
