/** Runs SQL over a dataset of sessions with DuckDB. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

const TABLES = ['sessions', 'aois', 'views', 'fixations', 'events', 'samples'];

/**
 * A connection in which each table of the dataset is a view of its name; those that its level left out are not there.
 * @param dataset A folder, or an address of object storage such as `s3://bucket/dataset`
 * @param tables that it may have
 */
export async function openDataset(
  dataset: string,
  tables: readonly string[] = TABLES,
): Promise<DuckDBConnection> {
  // Only who asks for SQL needs it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create()).connect();
  const root = dataset.includes('://') ? dataset : resolve(dataset);
  for (const table of tables) {
    const files = `${root}/${table}/**/*.parquet`.replaceAll("'", "''");
    const [[found]] = (
      await connection.runAndReadAll(`SELECT count(*) > 0 FROM glob('${files}')`)
    ).getRows() as [[boolean]];
    if (!found) continue;
    await connection.run(
      `CREATE VIEW ${table} AS SELECT * FROM read_parquet('${files}', hive_partitioning = true, hive_types_autocast = false)`,
    );
  }
  return connection;
}

/** Runs the file's statements and writes the rows of the last one as CSV. */
export async function writeQuery(
  connection: DuckDBConnection,
  sqlFile: string,
  csvFile: string,
): Promise<void> {
  const statements = splitStatements(await readFile(sqlFile, 'utf8'));
  for (const statement of statements.slice(0, -1)) await connection.run(statement);
  const target = csvFile.replaceAll("'", "''");
  await connection.run(`COPY (${statements.at(-1)}) TO '${target}' (HEADER)`);
}

/** Without comments; a semicolon within quotes ends nothing. */
export function splitStatements(sql: string): string[] {
  const parts = sql.match(/--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|;|[^;'"-]+|-/g) ?? [];
  const statements = [''];
  for (const part of parts) {
    if (part === ';') statements.push('');
    else if (!part.startsWith('--')) statements[statements.length - 1] += part;
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}
