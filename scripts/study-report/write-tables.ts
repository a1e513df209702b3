/** The collected tables as CSV, for who has no reader of Parquet. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeCsv } from '../../src/session/export/csv.ts';
import { createLongestLooksTable, type LongestLook } from '../../src/study/report/longest-looks.ts';
import { STUDY_TABLES } from '../collect/dataset-folder.ts';
import { listTables, readRows } from './read-collected.ts';

/**
 * Samples are too many for what reads CSV: they stay in the dataset. Beside the tables lies who looked at which area longest.
 * Tells which files there are.
 */
export async function writeTables(
  connection: DuckDBConnection,
  folder: string,
  longest: readonly LongestLook[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const has = await listTables(connection);
  const tables = STUDY_TABLES.filter((table) => table !== 'samples' && has.has(table));
  for (const table of tables) {
    const columns = await readRows<{ name: string; type: string }>(
      connection,
      `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = '${table}' ORDER BY column_index`,
    );
    const cells = columns.map(({ name, type }) => (type === 'VARCHAR' ? disarm(`"${name}"`) : `"${name}"`));
    const target = join(folder, `${table}.csv`).replaceAll("'", "''");
    await connection.run(
      `COPY (SELECT ${cells.join(', ')} FROM ${table} ORDER BY participant) TO '${target}' (HEADER)`,
    );
  }
  const files = tables.map((table) => `${table}.csv`);
  if (longest.length === 0) return files;
  const table = createLongestLooksTable(longest);
  await writeFile(join(folder, `${table.name}.csv`), [...writeCsv(table)].join(''));
  return [...files, `${table.name}.csv`];
}

/** A spreadsheet would run what begins like a formula: as in `src/session/export/csv.ts` it gets an apostrophe before it. */
function disarm(column: string): string {
  return `CASE WHEN regexp_matches(${column}, '^[=+\\-@\\t\\r]') THEN '''' || ${column} ELSE ${column} END AS ${column}`;
}
