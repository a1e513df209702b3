// What a researcher makes of a folder that participants' files came into, held against what is known of the participants.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { openDataset } from '../../../scripts/analyse/query-dataset.ts';
import { STUDY_TABLES } from '../../../scripts/collect/dataset-folder.ts';
import { EXAMPLE_KEY } from '../../fixtures/studies/read-example.ts';
import { nameArea } from './rooms-study.ts';

/** What is known of a participant's run: by the videos, and by their own browser. */
export type Truth = {
  participant: string;
  submission: string;
  /** Task to area to its share of the video, 0..1. */
  areas: Record<string, Record<string, number>>;
  /** Task to breaks in it. */
  pauses: Record<string, number>;
  /** Task to how long its page was looked at, before and after a break, in seconds. */
  watchedS: Record<string, number>;
};

export type ResearcherFolder = {
  /** Paths. */
  study: string;
  received: string;
  collected: string;
  report: string;
  csv: string;
};

/** Runs both scripts; answers what the first printed. */
export async function collectAndReport(folder: ResearcherFolder): Promise<string> {
  const { study, received, collected, report, csv } = folder;
  const told = await runScript('collect', { study, in: received, identity: EXAMPLE_KEY, out: collected });
  await runScript('study-report', { study, in: collected, out: report, csv });
  return told;
}

async function runScript(name: string, options: Record<string, string>): Promise<string> {
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${name}.ts`, ...args], {
    cwd: resolve(import.meta.dirname, '../../..'),
  });
  return stdout;
}

/** Exactly these participants, sessions and rows. */
export async function expectTables(
  { collected }: ResearcherFolder,
  truths: readonly Truth[],
  site: string,
): Promise<void> {
  const tasks = truths.flatMap(({ participant, submission, areas, pauses, watchedS }) =>
    Object.keys(areas).map((task) => {
      return { participant, submission, task, pauses: pauses[task]!, watchedS: watchedS[task]! };
    }),
  );
  const connection = await openDataset(join(collected, 'dataset'), STUDY_TABLES);
  const ask = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowsJson().map(String).toSorted();
  try {
    expect(await ask('SELECT participant, submission, status FROM participants')).toEqual(
      truths.map(({ participant, submission }) => `${participant},${submission},complete`).toSorted(),
    );
    expect(await ask('SELECT participant, submission, task, outcome, pauses FROM tasks')).toEqual(
      tasks.map((row) => `${row.participant},${row.submission},${row.task},success,${row.pauses}`).toSorted(),
    );
    // Gaze of everybody in each task, on its page alone, and from nobody else.
    const gazes = tasks.map((row) => `${row.participant},${row.submission},${row.task}`).toSorted();
    for (const table of ['samples', 'fixations', 'aois', 'pages']) {
      const rows = await ask(`SELECT DISTINCT participant, submission, task FROM ${table}`);
      expect(rows, table).toEqual(gazes);
    }
    // Of all the time, also of what went before a crash; a second at each end may be lost.
    for (const { participant, task, watchedS } of tasks) {
      const [sampledS] = await ask(
        `SELECT count(DISTINCT floor(timestampMs / 1000)) FROM samples
          WHERE participant = '${participant}' AND task = '${task}'`,
      );
      expect(Number(sampledS), `seconds with samples of ${participant} in ${task}`).toBeGreaterThan(
        0.75 * watchedS,
      );
    }
    expect(await ask("SELECT DISTINCT task, page FROM fixations WHERE page <> ''")).toEqual([
      `meals,${site}meals.html`,
      `rooms,${site}rooms.html`,
    ]);
    // For whoever reads the log of a run: how far off gaze was, and how clear it is which area was longest.
    const quality = await ask(
      'SELECT participant, accuracyPct, samplingRateHz, dataLossPct FROM participants',
    );
    const dwells = await ask('SELECT participant, task, aoi, round(fixationDwellMs) FROM aois');
    console.log(`% off, Hz, % lost:\n${quality.join('\n')}\ndwells, ms:\n${dwells.join('\n')}`);
  } finally {
    connection.closeSync();
  }
}

/** The report, and the CSV beside it, name the area that each video looks at longest. */
export async function expectLongestLooks(
  { report, csv }: ResearcherFolder,
  truths: readonly Truth[],
): Promise<void> {
  const longest = truths.flatMap(({ participant, areas }) =>
    Object.entries(areas).map(([task, shares]) => ({ participant, task, aoi: findLongest(shares) })),
  );
  // Everybody another one.
  expect(new Set(longest.map(({ aoi }) => aoi)).size).toBe(longest.length);
  const rows: Record<string, string>[] = parse(await readFile(join(csv, 'longest-looks.csv')), {
    columns: true,
  });
  const told = rows.map((row) => `${row['participant']} ${row['task']}: ${row['verdict']} ${row['aoi']}`);
  const known = longest.map(({ participant, task, aoi }) => `${participant} ${task}: longest ${aoi}`);
  expect(told.toSorted()).toEqual(known.toSorted());
  const html = await readFile(report, 'utf8');
  for (const { participant, aoi } of longest) {
    const cells = `<th scope="row">${participant}</th>\\s*<td class="">${nameArea(aoi)}</td>`;
    expect(html).toMatch(new RegExp(cells));
  }
}

function findLongest(shares: Record<string, number>): string {
  const [first, second] = Object.entries(shares).toSorted(([, a], [, b]) => b - a);
  // So far apart that no error of the gaze turns them round.
  expect(first![1] - second![1]).toBeGreaterThan(0.3);
  return first![0];
}

/** Nothing in the folder, and no name in it, holds the participant's code. */
export async function expectNothingOf(participant: string, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    expect(path).not.toContain(participant);
    if (entry.isFile()) expect((await readFile(path)).includes(participant), path).toBe(false);
  }
}
