// A table as CSV.
import type { Cell, Column, Table } from './table.ts';

const ROWS_A_CHUNK = 2048;

/**
 * A row of names, then the rows, some thousand at a time; every row ends with CR LF. What is unknown is left empty.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function* writeCsv({ columns, rows }: Table): Generator<string> {
  let text = `${columns.map(({ name }) => quote(name)).join(',')}\r\n`;
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i]!;
      if (i > 0) text += ',';
      text += formatCell(column.read(row), column);
    }
    text += '\r\n';
    if ((row + 1) % ROWS_A_CHUNK === 0) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

/**
 * Numbers with a point, never an exponent where the column has `decimals`. Text is quoted where it must be; a spreadsheet
 * would run text that begins like a formula, so that gets an apostrophe before it.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function formatCell(cell: Cell, { type, decimals }: Pick<Column, 'type' | 'decimals'>): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'string') return quote(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
  if (!Number.isFinite(cell)) return '';
  if (type === 'time') return new Date(cell).toISOString();
  return decimals === undefined ? String(cell) : formatNumber(cell, decimals);
}

/** At most `decimals` places, without zeros at the end. */
function formatNumber(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (decimals === 0) return text === '-0' ? '0' : text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end -= 1;
  if (text.charCodeAt(end - 1) === 46) end -= 1;
  const short = text.slice(0, end);
  return short === '-0' ? '0' : short;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
