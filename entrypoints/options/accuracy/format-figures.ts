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
