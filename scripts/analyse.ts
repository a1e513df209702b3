/**
 * Analyses session files outside the browser, thousands of them, in parallel: `npm run analyse -- SESSION... --aoi FILE --out
 * DIR`; `--help` says what else there is.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { createBidsRoot } from '../src/session/export/bids.ts';
import { writeCsv } from '../src/session/export/csv.ts';
import { textFile } from '../src/session/export/export-file.ts';
import type { Table } from '../src/session/export/table.ts';
import { writeFile } from './analyse/analyse-file.ts';
import { listSessionFiles } from './analyse/list-session-files.ts';
import { readOptions, USAGE, UsageError, type AnalyseOptions } from './analyse/options.ts';
import { createErrorsTable, createPooledAoisTable } from './analyse/pooled-tables.ts';
import { openDataset, writeQuery } from './analyse/query-dataset.ts';
import { runWorkers } from './analyse/run-workers.ts';
import { runCommand } from './run-command.ts';

/** What is printed. Sets the exit status where files failed. */
async function run(options: AnalyseOptions): Promise<string> {
  const files = await listSessionFiles(options.paths);
  await requireEmpty(options.out);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} sessions, {eta_formatted} left',
    clearOnComplete: true,
  });
  const startMs = performance.now();
  bar.start(files.length, 0);
  const { results, failures } = await runWorkers(files, options, () => bar.increment()).finally(() =>
    bar.stop(),
  );
  // Which thread was first says nothing.
  results.sort((a, b) => (a.id < b.id ? -1 : 1));
  await writeTable(options.out, createPooledAoisTable(results, options.aois));
  await writeFile(
    join(options.out, 'sessions.csv'),
    textFile('sessions.csv', () => joinRows(results.map(({ sessionCsv }) => sessionCsv))),
  );
  if (options.formats.includes('bids')) {
    const version = results[0]?.foveaVersion ?? '';
    for (const file of createBidsRoot(
      '',
      version,
      results.map(({ subject }) => subject),
    )) {
      await writeFile(join(options.out, 'bids', file.path), file);
    }
  }
  if (options.sql.length > 0 && results.length > 0) await runQueries(options);
  if (failures.length > 0) {
    process.exitCode = 1;
    await writeTable(options.out, createErrorsTable(failures));
    for (const { reason } of failures) process.stderr.write(`${reason}\n`);
  }
  const seconds = (performance.now() - startMs) / 1000;
  const samples = results.reduce((sum, result) => sum + result.samples, 0);
  const participants = new Set(results.map(({ participant }) => participant)).size;
  return [
    `${results.length} sessions of ${participants} participants, ${samples} samples, in ${seconds.toFixed(1)} s: ${options.out}`,
    ...(failures.length > 0 ? [`${failures.length} files could not be analysed; errors.csv says why.`] : []),
  ].join('\n');
}

/** @throws {UsageError} where something is there already: it would be mixed with what is written */
async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new UsageError(`--out ${folder} is not empty.`);
}

async function runQueries({ out, sql }: AnalyseOptions): Promise<void> {
  const connection = await openDataset(join(out, 'dataset'));
  try {
    for (const file of sql) await writeQuery(connection, file, join(out, `${basename(file, '.sql')}.csv`));
  } finally {
    connection.closeSync();
  }
}

/** One table of several with the same columns. */
function joinRows(tables: readonly string[]): string[] {
  return tables.map((table, index) => (index === 0 ? table : table.slice(table.indexOf('\r\n') + 2)));
}

async function writeTable(folder: string, table: Table): Promise<void> {
  const path = `${table.name}.csv`;
  await writeFile(
    join(folder, path),
    textFile(path, () => writeCsv(table)),
  );
}

await runCommand(USAGE, (args) => run(readOptions(args)));
