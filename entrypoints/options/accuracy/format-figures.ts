// Figures of a check as a person reads them.
import type { Span } from '../../../src/validation/span.ts';

export const UNKNOWN = '–';

export const SPAN_COLUMNS: readonly { title: string; read: (span: Span) => string }[] = [
  { title: '% of the screen', read: ({ screenPct }) => formatNumber(screenPct, 1) },
  { title: '% of the diagonal', read: ({ diagonalPct }) => formatNumber(diagonalPct, 1) },
  { title: 'px', read: ({ px }) => formatNumber(px, 0) },
  { title: 'cm', read: ({ cm }) => formatNumber(cm, 1) },
  { title: 'degrees', read: ({ deg }) => formatNumber(deg, 1) },
];

export function formatNumber(value: number | null, places: number): string {
  return value === null ? UNKNOWN : value.toFixed(places);
}

/** `10.3 %`, and the angle where it is known: what a list has room for. */
export function formatSpan(span: Span | null): string {
  if (!span) return UNKNOWN;
  const share = `${formatNumber(span.screenPct, 1)} %`;
  return span.deg === null ? share : `${share} · ${formatNumber(span.deg, 1)}°`;
}
