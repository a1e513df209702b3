// Exports a session as one zip of all the formats that were asked for, written as it is made.
import { BlobReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import type { FixationParameters } from '../../gaze/fixation-parameters.ts';
import type { Aoi } from '../aois.ts';
import { nameSessionFile, writeSessionZip, type ReadShot } from '../file/session-zip-writer.ts';
import type { DetailLevel, Session } from '../session-data.ts';
import { analyseSession, type SessionAnalysis } from './analyse-session.ts';
import { createBidsRoot, createBidsSession, labelSession } from './bids.ts';
import { writeCsv } from './csv.ts';
import { createDataDictionary } from './data-dictionary.ts';
import { includesLevel, reduceSession } from './detail-level.ts';
import { bytesFile, jsonFile, streamText, textFile, type ExportFile } from './export-file.ts';
import { isAvailable, LEAST_LEVEL, type ExportFormat } from './export-formats.ts';
import { createJsPsychTrials } from './jspsych.ts';
import { writeParquet } from './parquet.ts';
import { createTables } from './session-tables.ts';

export type ExportRequest = {
  readonly session: Session;
  /** How much may leave; see `detail-level.ts`. */
  readonly level: DetailLevel;
  readonly formats: readonly ExportFormat[];
  readonly aois?: readonly Aoi[];
  /** Of the fixations; those that suit the session where they are absent. */
  readonly parameters?: FixationParameters;
  /** Gives the picture of one of `session.shots`; asked only at the level of screenshots. */
  readonly readShot?: ReadShot;
};

export type ExportProgress = {
  /** Files written of all that there will be. */
  readonly done: number;
  readonly total: number;
  /** The one that is being written. */
  readonly path: string;
};

export type ExportOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  readonly now?: Date;
};

/** What was asked for cannot be exported; the message says why, in words for the person. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/**
 * Writes the zip and closes the sink; where that fails or is aborted, the sink is aborted, so that no half of a file is left.
 *
 * @throws {ExportError} for a format that holds nothing at this level
 * @throws {SelectorError} for an area whose selector makes no sense; the signal's reason
 */
export async function exportSession(
  request: ExportRequest,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress, now = new Date() }: ExportOptions = {},
): Promise<void> {
  try {
    signal?.throwIfAborted();
    const files = listExportFiles(request, { signal, now });
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    const zip = new ZipWriter(sink, { useWebWorkers: false, signal });
    for (const [done, { path, content, compressible }] of files.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ done, total: files.length, path });
      // Lets the page draw, and the person cancel.
      await new Promise((resolve) => setTimeout(resolve));
      await zip.add(path, toReader(await content()), compressible ? {} : { level: 0 });
    }
    await zip.close();
    onProgress?.({ done: files.length, total: files.length, path: '' });
  } catch (error) {
    await sink.abort(error).catch(() => undefined);
    throw signal?.aborted ? signal.reason : error;
  }
}

/** The files that an export holds, in the order of the formats; each is made when its content is asked for. */
export function listExportFiles(
  request: ExportRequest,
  { signal, now = new Date() }: Pick<ExportOptions, 'signal' | 'now'> = {},
): ExportFile[] {
  const { level, formats } = request;
  for (const format of formats) {
    if (isAvailable(format, level)) continue;
    throw new ExportError(
      `“${format}” holds nothing at the level “${level}”; it needs “${LEAST_LEVEL[format]}” or more.`,
    );
  }
  const analysis = analyseSession(request.session, request.aois, request.parameters);
  const reduced = reduceSession(request.session, level);
  const parts = { ...request, session: reduced, analysis, signal };
  return [
    jsonFile('export.json', () => describeExport(parts, now)),
    ...[...new Set(formats)].flatMap((format) => LISTS[format](parts)),
  ];
}

/** `session` is the reduced one. */
type Parts = ExportRequest & { analysis: SessionAnalysis; signal: AbortSignal | undefined };

const LISTS: Record<ExportFormat, (parts: Parts) => ExportFile[]> = {
  session: (parts) => [bytesFile(nameSessionFile(parts.session.info), () => streamSession(parts))],
  csv: ({ session, analysis, level }) => {
    const tables = createTables(session, analysis, level);
    return [...tables, createDataDictionary(tables)].map((table) =>
      textFile(`csv/${table.name}.csv`, () => writeCsv(table)),
    );
  },
  parquet: ({ session, analysis, level }) =>
    createTables(session, analysis, level).map((table) =>
      bytesFile(`parquet/${table.name}.parquet`, () => writeParquet(table)),
    ),
  bids: ({ session, analysis }) => {
    const { name, foveaVersion } = session.info;
    const files = [
      ...createBidsRoot(name, foveaVersion, [labelSession(session).subject]),
      ...createBidsSession(session, analysis),
    ];
    for (const file of files) file.path = `bids/${file.path}`;
    return files;
  },
  jspsych: ({ session, analysis }) => [
    textFile('jspsych.json', () => [JSON.stringify(createJsPsychTrials(session, analysis))]),
  ],
  png: () => [],
  svg: () => [],
  webm: () => [],
};

/** What the export was made of and with, so that it can be made again. */
function describeExport({ session, analysis, level, formats }: Parts, now: Date) {
  const full = includesLevel(level, 'fixations');
  return {
    format: 'fovea-export',
    version: 1,
    exportedAt: now.toISOString(),
    session: session.info.id,
    foveaVersion: session.info.foveaVersion,
    level,
    formats,
    fixations: analysis.parameters,
    aois: full ? analysis.aois : analysis.aois.map(({ id, name }) => ({ id, name })),
  };
}

function streamSession({ session, readShot, signal }: Parts): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const missing = () => Promise.reject(new ExportError('The pictures of this session cannot be read.'));
  // Its failure reaches whoever reads.
  writeSessionZip(session, readShot ?? missing, writable, { signal }).catch(() => undefined);
  return readable;
}

function toReader(content: Awaited<ReturnType<ExportFile['content']>>) {
  if (content instanceof ReadableStream) return content;
  if (content instanceof Blob) return new BlobReader(content);
  if (content instanceof Uint8Array) return new Uint8ArrayReader(content);
  return streamText(content);
}
