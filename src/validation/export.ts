/** Checks of accuracy as files for other programs: a table, or everything. */
import type { ValidationRow } from '../storage/validations.ts';
import { formatAccuracyFile } from './file-format.ts';
import type { Span } from './span.ts';

type Cell = string | number | null | undefined;

/** Columns of the table; units are in the names. */
const COLUMNS: readonly (readonly [name: string, read: (row: ValidationRow) => Cell])[] = [
  ['createdAt', (row) => row.createdAt],
  ['kind', (row) => row.kind],
  ['grade', (row) => row.grade],
  ['areaPct', (row) => row.areaPct],
  ...spanColumns('accuracy', (row) => row.figures.accuracy),
  ...spanColumns('sampleError', (row) => row.figures.sampleError),
  ...spanColumns('precisionRms', (row) => row.figures.precisionRms),
  ...spanColumns('precisionSd', (row) => row.figures.precisionSd),
  ['dataLossPct', (row) => row.figures.dataLossPct],
  ['samplingRateHz', (row) => row.figures.samplingRateHz],
  ['centreErrorPct', (row) => row.figures.centreErrorPct],
  ['targets', (row) => row.figures.targets],
  ['targetsMeasured', (row) => row.figures.targetsMeasured],
  ['samples', (row) => row.figures.samples],
  ['screenWidthPx', (row) => row.screen.widthPx],
  ['screenHeightPx', (row) => row.screen.heightPx],
  ['screenWidthCm', (row) => row.screen.widthCm],
  ['screenHeightCm', (row) => row.screen.heightCm],
  ['distanceCm', (row) => row.distanceCm],
  ['camera', (row) => row.camera],
  ['backend', (row) => row.tracker.backend],
  ['startedFrom', (row) => row.tracker.startedFrom],
  ['windowFilled', (row) => row.tracker.windowFilled],
];

function spanColumns(
  name: string,
  read: (row: ValidationRow) => Span | null,
): (readonly [string, (row: ValidationRow) => Cell])[] {
  return [
    [`${name}ScreenPct`, (row) => read(row)?.screenPct],
    [`${name}DiagonalPct`, (row) => read(row)?.diagonalPct],
    [`${name}Px`, (row) => read(row)?.px],
    [`${name}Cm`, (row) => read(row)?.cm],
    [`${name}Deg`, (row) => read(row)?.deg],
  ];
}

/**
 * One row per check under a row of names; every row ends with CR LF. What is not known is left empty.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function toValidationCsv(rows: readonly ValidationRow[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, read]) => formatCell(read(row))));
  return [COLUMNS.map(([name]) => name), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Everything that is stored of the checks, every sample included. */
export function toValidationJson(person: string, rows: readonly ValidationRow[]): string {
  return `${JSON.stringify(formatAccuracyFile(person, rows), null, 2)}\n`;
}

/**
 * Numbers with at most four places. Text is quoted where it must be; a spreadsheet would run text that begins like a
 * formula, so that gets an apostrophe before it.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function formatCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toFixed(4))) : '';
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
