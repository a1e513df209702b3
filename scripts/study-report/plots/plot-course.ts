/** A value along the time, of each participant and of all. */
import { axisX, axisY, dot, line, ruleY } from '@observablehq/plot';
import type { Html } from '../html.ts';
import { ACCENT, figure, LINE, round, SOFT } from './figure.ts';

const BINS = 8;

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
