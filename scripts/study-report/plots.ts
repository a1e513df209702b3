/** Plots as SVG, drawn without a browser. Colours are the page's own, so that they follow light and dark. */
import {
  axisX,
  axisY,
  barX,
  dot,
  line,
  plot,
  ruleX,
  ruleY,
  text,
  tickX,
  type Markish,
} from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, raw, type Html } from './html.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const INK = 'var(--ink)';
const SOFT = 'var(--ink-soft)';
const ACCENT = 'var(--accent)';
const LINE = 'var(--line)';
const WIDTH = 720;
const ROW_PX = 34;

type PlotOptions = NonNullable<Parameters<typeof plot>[0]>;

/** @param says the plot's content in words, for who does not see it */
function figure(title: string, says: string, options: PlotOptions, note?: string): Html {
  const drawn = plot({ document: document as unknown as Document, width: WIDTH, ...options });
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', says);
  // Its own rules are the same in every plot, and the page has them once; a picture's parts have no names of their own.
  drawn.querySelector('style')?.remove();
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return html`<figure class="plot">
    <figcaption>
      <span class="plot__title">${title}</span
      >${note !== undefined && html`<span class="soft small"> ${note}</span>`}
    </figcaption>
    ${raw(drawn.outerHTML)}
  </figure>`;
}

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

/** One dot a person, along one axis. */
export function plotStrip(
  title: string,
  label: string,
  values: readonly number[],
  bound: number | null,
): Html {
  const sorted = values.toSorted((a, b) => a - b);
  const says = `${title}: ${values.length} participants, from ${round(sorted[0] ?? 0)} to ${round(sorted.at(-1) ?? 0)}`;
  return figure(title, says, {
    width: 340,
    height: 92,
    marginLeft: 14,
    marginRight: 14,
    marginBottom: 34,
    x: { label: null, domain: [0, Math.max(1, bound ?? 0, ...values) * 1.05], nice: true },
    marks: [
      axisX({ label, labelArrow: 'none', labelAnchor: 'center', tickSize: 0, ticks: 5, color: SOFT }),
      ruleX([0], { stroke: LINE }),
      ...(bound === null ? [] : [ruleX([bound], { stroke: 'var(--alarm)', strokeDasharray: '4 3' })]),
      tickX(values, {
        x: (value: number) => value,
        stroke: ACCENT,
        strokeOpacity: values.length > 60 ? 0.35 : 0.7,
        strokeWidth: 2,
      }),
    ],
  });
}

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

export type CoursePoint = { participant: string; minutes: number; value: number };

/** A thin line for each participant, and the mean of all along the time. */
export function plotCourse(title: string, label: string, points: readonly CoursePoint[], note: string): Html {
  const bins = averageBins(points);
  const says = `${title}: ${bins.map((bin) => `${round(bin.value)} at ${round(bin.minutes)} minutes`).join(', ')}`;
  const faint = new Set(points.map(({ participant }) => participant)).size > 40 ? 0.12 : 0.35;
  return figure(
    title,
    says,
    {
      height: 230,
      marginLeft: 48,
      marginBottom: 38,
      x: { label: null, zero: true },
      y: { label: null, zero: true, nice: true },
      marginTop: 34,
      marks: [
        axisX({
          label: 'Minutes since the session began',
          labelArrow: 'none',
          labelAnchor: 'center',
          tickSize: 0,
          color: SOFT,
        }),
        axisY({ label, labelArrow: 'none', tickSize: 0, ticks: 4, color: SOFT }),
        ruleY([0], { stroke: LINE }),
        line(points, {
          x: 'minutes',
          y: 'value',
          z: 'participant',
          stroke: SOFT,
          strokeOpacity: faint,
          strokeWidth: 1,
        }),
        dot(points, { x: 'minutes', y: 'value', r: 2, fill: SOFT, fillOpacity: faint }),
        line(bins, { x: 'minutes', y: 'value', stroke: ACCENT, strokeWidth: 3 }),
        dot(bins, { x: 'minutes', y: 'value', r: 4.5, fill: ACCENT }),
      ],
    },
    note,
  );
}

const BINS = 8;

function averageBins(points: readonly CoursePoint[]): { minutes: number; value: number }[] {
  const most = Math.max(0.001, ...points.map(({ minutes }) => minutes));
  return Array.from({ length: BINS }, (_, bin) => {
    const own = points.filter(
      ({ minutes }) => Math.min(BINS - 1, Math.floor((minutes / most) * BINS)) === bin,
    );
    const mean = (read: (point: CoursePoint) => number) =>
      own.reduce((sum, point) => sum + read(point), 0) / own.length;
    return {
      count: own.length,
      minutes: mean((point) => point.minutes),
      value: mean((point) => point.value),
    };
  }).filter(({ count }) => count > 0);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
