// The files that an export of a session holds: which formats make which, and what they are made of.
import type { FixationParameters } from '../../gaze/fixation-parameters.ts';
import type { Aoi } from '../aois.ts';
import { nameSessionFile, writeSessionZip, type ReadShot } from '../file/session-zip-writer.ts';
import { findBands } from '../find-bands.ts';
import type { DetailLevel, Session } from '../session-data.ts';
import { stitchShots, type FixedBands } from '../stitch-shots.ts';
import { analyseSession, type SessionAnalysis } from './analyse-session.ts';
import { createBidsRoot, createBidsSession, labelSession } from './bids.ts';
import { writeCsv } from './csv.ts';
import { createDataDictionary } from './data-dictionary.ts';
import { includesLevel, reduceSession } from './detail-level.ts';
import { bytesFile, jsonFile, textFile, type ExportFile } from './export-file.ts';
import { isAvailable, LEAST_LEVEL, type ExportFormat } from './export-formats.ts';
import {
  createHeatPictures,
  DEFAULT_HEAT_SETTINGS,
  type HeatPicture,
  type HeatSettings,
} from './heat-pictures.ts';
import { writeHeatPng, type Painter } from './heat-png.ts';
import { writeHeatSvg } from './heat-svg.ts';
import { createJsPsychTrials } from './jspsych.ts';
import { canvasPainter } from './paint-canvas.ts';
import { writeParquet } from './parquet.ts';
import type { ReplaySettings } from './replay-frames.ts';
import { createTables } from './session-tables.ts';

export type ExportRequest = {
  readonly session: Session;
  /** How much may leave; see `detail-level.ts`. */
  readonly level: DetailLevel;
  readonly formats: readonly ExportFormat[];
  readonly aois?: readonly Aoi[];
  /** Of the fixations; those that suit the session where they are absent. */
  readonly parameters?: FixationParameters;
  /** With these areas and parameters, where it is made already. */
  readonly analysis?: SessionAnalysis;
  /** Gives the picture of one of `session.shots`; asked only at the level of screenshots. */
  readonly readShot?: ReadShot;
  /** Of the heatmaps. */
  readonly heat?: HeatSettings;
  /** Of the film. */
  readonly replay?: ReplaySettings;
  /** What makes PNGs here; a browser's canvas where it is absent. */
  readonly painter?: Painter;
};

/** What was asked for cannot be exported; the message says why, in words for the person. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

export type ListOptions = {
  readonly signal?: AbortSignal;
  readonly now?: Date;
  /** How much of a file that takes long is done, 0..1. */
  readonly onShare?: (share: number) => void;
};

/** @throws {ExportError} for a format that holds nothing at this level */
export function refuseEmpty(formats: readonly ExportFormat[], level: DetailLevel): void {
  for (const format of formats) {
    if (isAvailable(format, level)) continue;
    throw new ExportError(
      `“${format}” holds nothing at the level “${level}”; it needs “${LEAST_LEVEL[format]}” or more.`,
    );
  }
}

/** The files that an export holds, in the order of the formats; each is made when its content is asked for. */
export function listExportFiles(
  request: ExportRequest,
  { signal, now = new Date(), onShare }: ListOptions = {},
): ExportFile[] {
  const { level, formats } = request;
  refuseEmpty(formats, level);
  const { readShot = refuse, painter = canvasPainter, heat = DEFAULT_HEAT_SETTINGS } = request;
  const whole = request.session;
  const { analysis = analyseSession(whole, request.aois, request.parameters) } = request;
  const session = reduceSession(whole, level);
  const parts: Parts = {
    ...request,
    session,
    analysis,
    heat,
    pages: once(() => {
      // Heat may be that of samples, which no picture of it tells one by one; addresses and pictures are those that may leave.
      const shown = { ...whole, views: session.views, shots: session.shots };
      return createHeatPictures([{ session: shown, fixations: analysis.fixations }], heat, now);
    }),
    readShot,
    painter,
    bands: once(() =>
      findBands(session.shots, readShot, painter.toGrey, ({ view }) => session.views[view]!.url),
    ),
    signal,
    now,
    onShare,
  };
  return [
    jsonFile('export.json', () => describeExport(parts)),
    ...[...new Set(formats)].flatMap((format) => LISTS[format](parts)),
  ];
}

/** `session` is what is left at the level. */
type Parts = Pick<ExportRequest, 'level' | 'formats' | 'replay'> & {
  session: Session;
  analysis: SessionAnalysis;
  heat: HeatSettings;
  pages: () => HeatPicture[];
  readShot: ReadShot;
  painter: Painter;
  bands: () => Promise<ReadonlyMap<number, FixedBands>>;
  signal: AbortSignal | undefined;
  now: Date;
  onShare: ((share: number) => void) | undefined;
};

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
  png: (parts) =>
    parts.pages().map((picture) =>
      bytesFile(`heatmaps/${picture.name}.png`, async () => {
        const pieces = stitchShots(picture.shots, await parts.bands());
        return writeHeatPng(picture, pieces, parts.readShot, parts.painter);
      }),
    ),
  svg: (parts) =>
    parts.pages().map((picture) => ({
      path: `heatmaps/${picture.name}.svg`,
      content: async () => {
        const pieces = stitchShots(picture.shots, await parts.bands());
        return writeHeatSvg(picture, pieces, parts.readShot, parts.painter);
      },
      compressible: true,
    })),
  webm: (parts) => [bytesFile('replay.webm', () => film(parts))],
};

async function film({ session, analysis, replay, readShot, bands, signal, onShare }: Parts): Promise<Blob> {
  // Only who saves a film needs what encodes it.
  const { writeReplayWebm } = await import('./replay-webm.ts');
  return writeReplayWebm(session, analysis.fixations, readShot, {
    ...(signal && { signal }),
    ...(replay && { settings: replay }),
    bands: await bands(),
    onProgress: (done, frames) => onShare?.(done / frames),
  });
}

/** What the export was made of and with, so that it can be made again. */
function describeExport({ session, analysis, level, formats, heat, now }: Parts) {
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
    heat,
    aois: full ? analysis.aois : analysis.aois.map(({ id, name }) => ({ id, name })),
  };
}

function streamSession({
  session,
  readShot,
  signal,
  onShare,
}: Parts): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const onProgress = (written: number): void => onShare?.(written / session.shots.length);
  // Its failure reaches whoever reads.
  writeSessionZip(session, readShot, writable, { signal, onProgress }).catch(() => undefined);
  return readable;
}

function refuse(): Promise<Blob> {
  return Promise.reject(new ExportError('The pictures of this session cannot be read.'));
}

/** Made when it is first asked for, and once. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
