/** Values of many, along one axis. */
import { axisX, ruleX, tickX } from '@observablehq/plot';
import type { Html } from '../html.ts';
import { ACCENT, figure, LINE, round, SOFT } from './figure.ts';

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
