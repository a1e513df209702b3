/** Reads one submission, judges it by itself, and writes its tables into a folder of their own. */
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { includesLevel } from '../../src/session/export/detail-level.ts';
import { bytesFile } from '../../src/session/export/export-file.ts';
import { writeParquet } from '../../src/session/export/parquet.ts';
import type { Table } from '../../src/session/export/table.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { Session } from '../../src/session/session-data.ts';
import { analyseTasks, type StudyAnalysis } from '../../src/study/collect/analyse-tasks.ts';
import { createAnswersTable } from '../../src/study/collect/answers-table.ts';
import { createChecksTable } from '../../src/study/collect/checks-table.ts';
import {
  createGazeTables,
  createTasksTable,
  listTaskPages,
  retypeTable,
} from '../../src/study/collect/gaze-tables.ts';
import { judgeAlone, type Bounds, type SubmissionFacts } from '../../src/study/collect/judge.ts';
import { createParticipantTable } from '../../src/study/collect/participant-table.ts';
import { takeFacts } from '../../src/study/collect/submission-facts.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { decryptStream } from '../../src/study/submission-zip/age.ts';
import { readSubmission, type SubmissionZip } from '../../src/study/submission-zip/read-submission.ts';
import { createStudyTables } from '../../src/study/submission-zip/study-tables.ts';
import { AOIS_FILE, FIXATIONS_FILE, SESSION_FILE, type Submission } from '../../src/study/submission.ts';
import { writeFile } from '../analyse/analyse-file.ts';
import { isEncrypted } from './list-submission-files.ts';

export type CollectContext = {
  folder: string;
  definition: StudyDefinition;
  bounds: Bounds;
  identities: readonly string[];
  samples: boolean;
};

export type CollectJob = {
  /** Within `CollectContext.folder`. */
  path: string;
  /** Where its tables are written, and what is decrypted lies for a moment; nobody else's. */
  staging: string;
};

/** A page that was pictured in a task, and how much of it. */
export type SeenPage = { task: string; url: string; shownMs: number; shots: number };

export type CollectedFile =
  | { unreadable: string }
  | { submission: SubmissionFacts; samples: number; pages: SeenPage[]; tables: string[] };

/** Tables are written only where nothing about the submission itself speaks against it. */
export async function collectFile(
  { path, staging }: CollectJob,
  context: CollectContext,
): Promise<CollectedFile> {
  await mkdir(staging, { recursive: true });
  try {
    const zip = await openSubmission(join(context.folder, path), path, staging, context.identities);
    return await collect(zip, path, staging, context);
  } catch (error) {
    if (!(error instanceof MeasurementFileError)) throw error;
    // The file is named beside the reason.
    return { unreadable: error.message.replace(`${path}: `, '').replace(`${path}, `, '') };
  } finally {
    await rm(join(staging, PLAIN), { force: true });
  }
}

const PLAIN = 'plain.zip';

/** What is encrypted is decrypted into a file, however large it is; it is the caller's to remove. */
export async function openSubmission(
  file: string,
  name: string,
  staging: string,
  identities: readonly string[],
): Promise<SubmissionZip> {
  if (!(await isEncrypted(file))) return readSubmission(await openAsBlob(file), name);
  if (identities.length === 0) {
    throw new MeasurementFileError(name, '', 'it is encrypted; --identity names the file with the key');
  }
  const source = (await openAsBlob(file)).stream() as ReadableStream<Uint8Array>;
  const plain = await decryptStream(source, identities, name);
  const target = join(staging, PLAIN);
  await pipeline(Readable.fromWeb(plain as never), createWriteStream(target));
  return readSubmission(await openAsBlob(target), name);
}

async function collect(
  zip: SubmissionZip,
  path: string,
  staging: string,
  { definition, bounds, samples }: CollectContext,
): Promise<CollectedFile> {
  const { submission } = zip;
  const early = takeFacts(submission, null);
  // Of another study the tables mean nothing here; the loss of samples is not known yet.
  if (judgeAlone(early, { ...bounds, maxDataLossPct: null })) {
    return { submission: early, samples: 0, pages: [], tables: [] };
  }
  const session = await readSession(zip, path);
  const analysis = session && analyseTasks(session, definition, submission.tasks);
  const facts = takeFacts(submission, analysis?.quality.dataLossPct ?? null);
  const read = { submission: facts, samples: analysis?.quality.samples ?? 0, pages: listPictured(analysis) };
  if (judgeAlone(facts, bounds)) return { ...read, tables: [] };
  const gaze = analysis
    ? createGazeTables(submission, analysis)
    : await readGazeTables(zip, definition, path);
  const tables = [
    createParticipantTable(submission, analysis),
    createChecksTable(submission),
    createAnswersTable(submission, definition),
    ...gaze,
  ].filter(({ name, rows }) => rows > 0 && (samples || name !== 'samples'));
  for (const table of tables) await writeTable(table, staging);
  return { ...read, tables: tables.map(({ name }) => name) };
}

async function writeTable(table: Table, staging: string): Promise<void> {
  const path = `${table.name}.parquet`;
  await writeFile(
    join(staging, path),
    bytesFile(path, () => writeParquet(table)),
  );
}

/** null where none came along. */
async function readSession(zip: SubmissionZip, path: string): Promise<Session | null> {
  const { submission } = zip;
  if (!submission.files.some(({ file }) => file === SESSION_FILE)) return null;
  if (!includesLevel(submission.detail, 'samples')) {
    throw new MeasurementFileError(
      path,
      SESSION_FILE,
      `it is more than the level “${submission.detail}” holds`,
    );
  }
  const { session } = await readSessionZip(await zip.readFile(SESSION_FILE), path);
  return session;
}

function listPictured(analysis: StudyAnalysis | null): SeenPage[] {
  return (analysis?.tasks ?? []).flatMap((task) => {
    const { session } = task;
    if (session.shots.length === 0) return [];
    return listTaskPages(task).flatMap(({ url, shownMs, views }) => {
      const shots = session.shots.filter(({ view }) => views.includes(view)).length;
      return shots === 0 ? [] : [{ task: task.result.task, url, shownMs: Math.round(shownMs), shots }];
    });
  });
}

/** The tables that come in place of a session, below the level of samples. */
async function readGazeTables(
  zip: SubmissionZip,
  definition: StudyDefinition,
  path: string,
): Promise<Table[]> {
  const { submission } = zip;
  const shapes = createStudyTables(emptySession(submission), definition, [], submission.detail);
  const tables = [createTasksTable(submission, null)];
  for (const [file, shape] of [
    [FIXATIONS_FILE, shapes.fixations],
    [AOIS_FILE, shapes.aois],
  ] as const) {
    if (!submission.files.some((listed) => listed.file === file)) continue;
    tables.push(
      retypeTable(submission, shape, parseCsv(await (await zip.readFile(file)).text(), shape, file, path)),
    );
  }
  return tables;
}

function parseCsv(content: string, shape: Table, file: string, path: string): Record<string, string>[] {
  const refuse = (reason: string): never => {
    throw new MeasurementFileError(path, file, reason);
  };
  let rows: string[][];
  try {
    rows = parse(content);
  } catch (error) {
    return refuse(`it is no CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [names = [], ...cells] = rows;
  const missing = shape.columns.find(({ name }) => !names.includes(name));
  if (missing) refuse(`it has no column “${missing.name}”`);
  for (const { name, type } of shape.columns) {
    if (type === 'text' || type === 'flag' || type === 'time') continue;
    const column = names.indexOf(name);
    const row = cells.findIndex((one) => !Number.isFinite(Number(one[column])));
    if (row !== -1)
      refuse(`row ${row + 1}, ${name} is “${cells[row]![column]!.slice(0, 60)}”; it must be a number`);
  }
  return cells.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}

/** Only the columns of its tables are asked for. */
function emptySession({ id, startedAt, environment }: Submission): Session {
  const { screen, foveaVersion } = environment;
  return {
    info: { id, name: '', createdAt: startedAt, durationMs: 0, screen, foveaVersion, screenshots: false },
    views: [],
    elements: [],
    events: [],
    samples: createSamples(0),
    shots: [],
  };
}
