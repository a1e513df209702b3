/**
 * Writes the report of a study that was collected: `npm run study-report -- --in COLLECTED --study FILE --out FILE`; `--help` says
 * what else there is.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { findLongestLooks } from '../src/study/report/longest-looks.ts';
import { localText } from '../src/study/texts.ts';
import { UsageError } from './analyse/options.ts';
import { readStudy } from './collect/read-study.ts';
import { runCommand } from './run-command.ts';
import { computeGroupHeat } from './study-report/group-heat.ts';
import { openCollected, readCollected, readCollection } from './study-report/read-collected.ts';
import { readTaskPictures } from './study-report/task-pictures.ts';
import { writeReportPage } from './study-report/report-page.ts';
import { writeTables } from './study-report/write-tables.ts';

const USAGE = `Usage: npm run study-report -- --in DIR --study FILE --out FILE [--csv DIR] [--language TAG]

--in        the folder that npm run collect wrote
--study     the study's file, the one that was collected with
--out       the report: one HTML file that needs no other, and no network
--csv       a folder to write all tables to as CSV, but for samples; the report links to it
--language  in which of the study's languages its texts are shown; default: its first
--help      print this`;

type Options = {
  in: string;
  study: string;
  out: string;
  csv: string | undefined;
  language: string | undefined;
};

async function run(options: Options): Promise<string> {
  const { definition, hash } = await readStudy(options.study);
  const { study } = await readCollection(options.in);
  if (study.id !== definition.id || study.hash !== hash) {
    throw new UsageError(
      `--in ${options.in} was collected with another file of the study than ${options.study}.`,
    );
  }
  const language = options.language ?? definition.languages[0]!;
  const connection = await openCollected(options.in);
  try {
    const collected = await readCollected(options.in, connection);
    const now = new Date();
    const longest = definition.tasks.flatMap((task) =>
      findLongestLooks(task, collected.tasks, collected.looks),
    );
    // Before the heatmaps, which leave out gaze of other layouts.
    const csv = options.csv === undefined ? null : await writeTables(connection, options.csv, longest);
    const grounds = {
      folder: options.in,
      pages: collected.pictures,
      pictures: await readTaskPictures(definition),
    };
    const heats = await computeGroupHeat(connection, grounds, now);
    const page = await writeReportPage({
      study: definition,
      collected,
      heats,
      say: (text) => localText(text, language, definition.languages[0]!),
      now,
      csv: csv && { folder: relative(dirname(options.out), options.csv!) || '.', files: csv },
    });
    await writeWhole(options.out, page);
    return `${collected.people.length} participants, ${heats.length} heatmaps: ${options.out}`;
  } finally {
    connection.closeSync();
  }
}

/** All of it or nothing. */
async function writeWhole(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const half = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await writeFile(half, content);
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}

/** @throws {UsageError} */
function readOptions(args: string[]): Options {
  const string = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { in: string, study: string, out: string, csv: string, language: string },
    });
    const { in: folder, study, out, csv, language } = values;
    if (folder === undefined || study === undefined || out === undefined) throw new UsageError(USAGE);
    return { in: folder, study, out, csv, language };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

await runCommand(USAGE, (args) => run(readOptions(args)));
