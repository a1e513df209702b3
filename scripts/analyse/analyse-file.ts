/** Analyses one session file and writes what is asked for of it; nothing of it stays in memory. */
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chooseFixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { nameParticipant } from '../../src/heatmap/page-heat.ts';
import { analyseSession, type SessionAnalysis } from '../../src/session/export/analyse-session.ts';
import { createBidsSession, labelSession } from '../../src/session/export/bids.ts';
import { writeCsv } from '../../src/session/export/csv.ts';
import { reduceSession } from '../../src/session/export/detail-level.ts';
import { bytesFile, streamText, type ExportFile } from '../../src/session/export/export-file.ts';
import { listExportFiles } from '../../src/session/export/export-files.ts';
import { writeParquet } from '../../src/session/export/parquet.ts';
import { createTables } from '../../src/session/export/session-tables.ts';
import { createSessionsTable } from '../../src/session/export/sessions-table.ts';
import { readSessionZip, type SessionZip } from '../../src/session/file/session-zip-reader.ts';
import type { AoiMetrics } from '../../src/session/metrics.ts';
import type { Session } from '../../src/session/session-data.ts';
import type { AnalyseOptions } from './options.ts';
import { sharpPainter } from './paint-with-sharp.ts';

/** What is kept of each session for the tables over all. */
export type SessionResult = {
  id: string;
  participant: string;
  /** Of a BIDS dataset. */
  subject: string;
  foveaVersion: string;
  samples: number;
  /** Its row of the table of sessions, below the names of the columns. */
  sessionCsv: string;
  metrics: AoiMetrics[];
};

/** Another file holds the same session. */
export class DuplicateError extends Error {
  override readonly name = 'DuplicateError';
}

/**
 * @param claim Whether the session of that id is to be written: false where another file has it.
 * @throws {MeasurementFileError} where the file does not hold what it should; {DuplicateError}
 */
export async function analyseFile(
  path: string,
  options: AnalyseOptions,
  claim: (id: string) => Promise<boolean>,
): Promise<SessionResult> {
  const zip = await readSessionZip(await openAsBlob(path), path);
  const { session } = zip;
  const { id, foveaVersion } = session.info;
  if (!(await claim(id))) throw new DuplicateError(`${path}: another file holds the same session, ${id}.`);
  const parameters = { ...chooseFixationParameters(session, options.method), ...options.parameters };
  const analysis = analyseSession(session, options.aois, parameters);
  const files = [
    ...listDatasetFiles(session, analysis, options),
    ...listSessionFiles(zip, analysis, options),
  ];
  for (const file of files) await writeFile(join(options.out, file.path), file);
  return {
    id,
    participant: nameParticipant(session),
    subject: labelSession(session).subject,
    foveaVersion,
    samples: session.samples.timestampMs.length,
    sessionCsv: [...writeCsv(createSessionsTable(reduceSession(session, options.level), analysis))].join(''),
    metrics: analysis.metrics,
  };
}

/** A folder's name for any id; ids of Fovea's own sessions are theirs as they are. */
export function nameFolder(id: string): string {
  return encodeURIComponent(id).replaceAll('*', '%2A');
}

/** One file of each table, in the folder that names the session, as DuckDB, Spark and pandas partition datasets. */
function listDatasetFiles(
  session: Session,
  analysis: SessionAnalysis,
  { level }: AnalyseOptions,
): ExportFile[] {
  const tables = createTables(reduceSession(session, level), analysis, level);
  return tables.map(({ columns, ...table }) => {
    // The folder says it.
    const rest = { ...table, columns: columns.filter(({ name }) => name !== 'session') };
    const path = `dataset/${table.name}/session=${nameFolder(session.info.id)}/part.parquet`;
    return bytesFile(path, () => writeParquet(rest));
  });
}

function listSessionFiles(
  { session, readShot }: SessionZip,
  analysis: SessionAnalysis,
  { level, formats, aois }: AnalyseOptions,
): ExportFile[] {
  const files = listExportFiles({
    session,
    level,
    // A BIDS dataset is one of all sessions.
    formats: formats.filter((format) => format !== 'bids'),
    aois,
    parameters: analysis.parameters,
    readShot,
    painter: sharpPainter,
  });
  for (const file of files) file.path = `sessions/${nameFolder(session.info.id)}/${file.path}`;
  if (!formats.includes('bids')) return formats.length === 0 ? [] : files;
  const bids = createBidsSession(reduceSession(session, level), analysis);
  for (const file of bids) file.path = `bids/${file.path}`;
  return [...files, ...bids];
}

/** Makes the folders on the way. */
export async function writeFile(path: string, { content }: Pick<ExportFile, 'content'>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const made = await content();
  const stream =
    made instanceof ReadableStream
      ? made
      : made instanceof Blob
        ? made.stream()
        : made instanceof Uint8Array
          ? new Blob([made]).stream()
          : streamText(made);
  await pipeline(Readable.fromWeb(stream as never), createWriteStream(path));
}
