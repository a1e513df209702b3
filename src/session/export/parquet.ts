// A table as Parquet.
import { parquetWriteBuffer, type BasicType, type ColumnSource } from 'hyparquet-writer';
import type { ColumnType, Column, Table } from './table.ts';

const TYPES: Record<ColumnType, BasicType> = {
  text: 'STRING',
  whole: 'INT32',
  number: 'DOUBLE',
  number32: 'FLOAT',
  flag: 'BOOLEAN',
  time: 'TIMESTAMP',
};
/** DuckDB reads row groups in parallel, and skips those that a filter leaves out. */
const ROW_GROUP_SIZE = 100_000;

/**
 * The table as one file, Snappy-compressed. What is unknown is null, never NaN, of which an average would be NaN too; each
 * column's unit and meaning are in the file's key-value metadata as `fovea.columns`.
 * @see https://parquet.apache.org/docs/file-format/
 */
export function writeParquet({ columns, rows, name, description }: Table): Uint8Array<ArrayBuffer> {
  const columnData = columns.map((column) => toSource(column, rows));
  const dictionary = columns.map((column) => ({
    name: column.name,
    unit: column.unit,
    description: column.description,
  }));
  const bytes = parquetWriteBuffer({
    columnData,
    rowGroupSize: ROW_GROUP_SIZE,
    createdBy: 'Fovea',
    kvMetadata: [
      { key: 'fovea.table', value: JSON.stringify({ name, description }) },
      { key: 'fovea.columns', value: JSON.stringify(dictionary) },
    ],
  });
  return new Uint8Array(bytes);
}

function toSource({ name, type, read }: Column, rows: number): ColumnSource {
  const data: unknown[] = Array.from({ length: rows });
  for (let row = 0; row < rows; row += 1) {
    const cell = read(row);
    if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) data[row] = null;
    else data[row] = type === 'time' ? new Date(cell as number) : cell;
  }
  return { name, data, type: TYPES[type], nullable: true };
}
