/** A row for each of several things: its values, their mean, and its interval. */
import { axisX, axisY, dot, ruleX, ruleY, type Markish } from '@observablehq/plot';
import type { Html } from '../html.ts';
import { ACCENT, figure, INK, LINE, round, SOFT } from './figure.ts';

const ROW_PX = 34;

export type IntervalRow = { name: string; value: number | null; low: number | null; high: number | null };

export type IntervalPlot = {
  title: string;
  note?: string;
  label: string;
  rows: readonly IntervalRow[];
  /** Single values behind the intervals. */
  dots?: readonly { name: string; value: number }[];
  domain?: readonly [number, number];
  type?: 'linear' | 'log';
  /** Lines to compare with. */
  references?: readonly number[];
};

/** A row for each: the values, their mean, and its interval. */
export function plotIntervals({
  title,
  note,
  label,
  rows,
  dots = [],
  domain,
  type = 'linear',
  references = [],
}: IntervalPlot): Html {
  const says = rows.map(({ name, value, low, high }) =>
    value === null
      ? `${name}: none`
      : `${name}: ${round(value)}${low === null || high === null ? '' : ` (${round(low)} to ${round(high)})`}`,
  );
  const known = rows.filter((row) => row.value !== null);
  const marginLeft = Math.min(260, 24 + 7 * Math.max(4, ...rows.map(({ name }) => name.length)));
  return figure(
    title,
    `${title}, ${label}. ${says.join('; ')}`,
    {
      height: 46 + ROW_PX * rows.length,
      marginLeft,
      marginRight: 24,
      marginBottom: 38,
      x: {
        label: null,
        type,
        ...(domain ? { domain: [...domain] } : type === 'linear' && { zero: true, nice: true }),
        ...(type === 'log' && { ticks: 5 }),
      },
      y: { domain: rows.map(({ name }) => name), label: null, padding: 0.4 },
      marks: [
        axisX({
          label,
          labelArrow: 'none',
          labelAnchor: 'center',
          tickSize: 0,
          color: SOFT,
          ...(type === 'log' && { ticks: 5, tickFormat: '~s' }),
        }),
        axisY({
          tickSize: 0,
          color: INK,
          label: null,
          fontSize: 12,
          lineWidth: 18,
          textOverflow: 'ellipsis',
        }),
        ruleY(rows, { y: 'name', stroke: LINE }),
        ruleX(references, { stroke: SOFT, strokeDasharray: '3 3' }),
        dots.length > 0 && dot(dots, { x: 'value', y: 'name', r: 2.5, fill: SOFT, fillOpacity: 0.35 }),
        ruleY(
          known.filter(({ low }) => low !== null),
          { y: 'name', x1: 'low', x2: 'high', stroke: ACCENT, strokeWidth: 3, strokeLinecap: 'round' },
        ),
        dot(known, { x: 'value', y: 'name', r: 5, fill: ACCENT, stroke: 'var(--surface)', strokeWidth: 1.5 }),
      ].filter((mark): mark is Exclude<typeof mark, false> => mark !== false) as Markish[],
    },
    note,
  );
}
