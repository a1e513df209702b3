/** Writes gaze samples as a table for other programs. */
import type { GazeSample } from '../gaze/gaze-sample.ts';

const COLUMNS = ['timestampMs', 'xScreen', 'yScreen', 'confidence'] as const;
/** A microsecond, and a thousandth of a pixel on any screen: beyond that there is nothing but noise. */
const DECIMALS: Record<(typeof COLUMNS)[number], number> = {
  timestampMs: 3,
  xScreen: 6,
  yScreen: 6,
  confidence: 4,
};

/**
 * One row per sample under a row of names. Every value is a number with a point, so none needs quotes, and every row
 * ends with CR LF. Values that are no numbers are left empty.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function toGazeCsv(samples: readonly GazeSample[]): string {
  const rows = samples.map((sample) => COLUMNS.map((column) => format(sample[column], DECIMALS[column])));
  return [COLUMNS, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** At most `decimals` places, without zeros at the end, never an exponent. */
function format(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '';
  const text = value.toFixed(decimals).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
