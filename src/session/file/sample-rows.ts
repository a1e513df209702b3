// Samples as rows of a CSV file and back, exactly: what was read is, bit for bit, what was written.
import { MeasurementFileError } from '../../measurement/measurement-file-error.ts';
import { createSamples } from '../session-chunks.ts';
import type { SampleColumns } from '../session-data.ts';
import { SAMPLES_ENTRY } from './file-format.ts';

/** In the order of the file. */
export const SAMPLE_COLUMNS = [
  'timestampMs',
  'xScreen',
  'yScreen',
  'confidence',
  'view',
  'xViewportPx',
  'yViewportPx',
  'xDocumentPx',
  'yDocumentPx',
  'element',
  'xElement',
  'yElement',
] as const satisfies readonly (keyof SampleColumns)[];

const HEADER = SAMPLE_COLUMNS.join(',');
/** A row of nothing but separators: a bound on how many rows so many bytes can hold. */
export const LEAST_ROW_BYTES = SAMPLE_COLUMNS.length + 1;
const ROWS_A_CHUNK = 4096;
/** Digits that tell any two floats of 32 bits apart. */
const FLOAT_DIGITS = 9;

/** The whole file, a few thousand rows at a time. What is not known is an empty cell. */
export function* writeSampleRows(samples: SampleColumns): Generator<string> {
  const count = samples.timestampMs.length;
  let text = `${HEADER}\r\n`;
  for (let row = 0; row < count; row += 1) {
    for (const name of SAMPLE_COLUMNS) {
      if (name !== 'timestampMs') text += ',';
      text += formatCell(samples, name, row);
    }
    text += '\r\n';
    if ((row + 1) % ROWS_A_CHUNK === 0) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function formatCell(samples: SampleColumns, name: keyof SampleColumns, row: number): string {
  const value = samples[name][row]!;
  if (Number.isNaN(value)) return '';
  if (name === 'timestampMs') return formatNumber(value);
  if (name === 'view' || name === 'element') return value < 0 ? '' : String(value);
  return Number.isInteger(value) ? formatNumber(value) : shorten(value.toPrecision(FLOAT_DIGITS));
}

function formatNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Without zeros at the end of the fraction: `0.250000000` -> `0.25`. */
function shorten(text: string): string {
  if (text.includes('e')) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end -= 1;
  return text.slice(0, end);
}

/** What a sample may point at. */
export type SampleBounds = { samples: number; views: number; elements: number };

/**
 * Takes the file's lines one by one and gives the columns at its end.
 *
 * @throws {MeasurementFileError} naming the first row (from 1, below the names) and column that does not fit.
 */
export function createSampleParser(source: string, bounds: SampleBounds) {
  const samples = createSamples(bounds.samples);
  const columns = SAMPLE_COLUMNS.map((name) => samples[name]);
  let row = -1;

  function refuse(column: string, found: string, expected: string): never {
    const place = `row ${row + 1}${column === '' ? '' : `, ${column}`}`;
    throw new MeasurementFileError(source, SAMPLES_ENTRY, `${place} is "${found.slice(0, 60)}"; ${expected}`);
  }

  function readCell(name: keyof SampleColumns, cell: string): number {
    const index = name === 'view' || name === 'element';
    if (cell === '') {
      if (name === 'timestampMs' || name === 'confidence') refuse(name, cell, 'it must be a number');
      return index ? -1 : NaN;
    }
    const value = Number(cell);
    if (!Number.isFinite(value)) refuse(name, cell, 'it must be a number');
    if (!index) return value;
    const most = name === 'view' ? bounds.views : bounds.elements;
    if (!Number.isInteger(value) || value < 0 || value >= most) {
      refuse(name, cell, most === 0 ? `there is no ${name}` : `it must be a whole number below ${most}`);
    }
    return value;
  }

  return {
    line(text: string): void {
      if (row === -1) {
        if (text !== HEADER) refuse('', text, `the names of the columns must be ${HEADER}`);
        row = 0;
        return;
      }
      if (row >= bounds.samples) refuse('', text, `session.json says that there are ${bounds.samples} rows`);
      // `Number` would read more than numbers: spaces, hexadecimals.
      if (!/^[-+.,0-9e]*$/.test(text)) refuse('', text, 'it must be numbers with commas between');
      const cells = text.split(',');
      if (cells.length !== columns.length) refuse('', text, `it must have ${columns.length} cells`);
      for (let i = 0; i < columns.length; i += 1) columns[i]![row] = readCell(SAMPLE_COLUMNS[i]!, cells[i]!);
      const [time, before] = [samples.timestampMs[row]!, samples.timestampMs[row - 1] ?? 0];
      if (time < before) refuse('timestampMs', cells[0]!, `the row before it has ${before}; times must rise`);
      const confidence = samples.confidence[row]!;
      if (confidence < 0 || confidence > 1) refuse('confidence', cells[3]!, 'it must be from 0 to 1');
      row += 1;
    },
    finish(): SampleColumns {
      if (row !== bounds.samples) {
        const found = row === -1 ? 'it is empty' : `it has ${row} rows`;
        throw new MeasurementFileError(
          source,
          SAMPLES_ENTRY,
          `${found}; session.json says that there are ${bounds.samples}`,
        );
      }
      return samples;
    },
  };
}
