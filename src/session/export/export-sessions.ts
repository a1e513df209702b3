// Exports several sessions as one zip: a folder for each, tables over all of them, and one BIDS dataset.
import type { Aoi } from '../aois.ts';
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { DetailLevel, Session } from '../session-data.ts';
import { analyseSession } from './analyse-session.ts';
import { createAoisTable } from './aois-table.ts';
import { createBidsLabeller, createBidsRoot, createBidsSession, type BidsLabels } from './bids.ts';
import { writeCsv } from './csv.ts';
import { createDataDictionary } from './data-dictionary.ts';
import { reduceSession } from './detail-level.ts';
import { bytesFile, jsonFile, textFile, type ExportFile } from './export-file.ts';
import { listExportFiles, refuseEmpty, type ExportRequest } from './export-files.ts';
import type { ExportFormat } from './export-formats.ts';
import type { ExportOptions, ExportProgress } from './export-session.ts';
import { writeParquet } from './parquet.ts';
import { createSessionsTable } from './sessions-table.ts';
import { copyTable, joinTables, type Table } from './table.ts';
import { writeExportZip } from './write-export-zip.ts';

/** A session to be exported, read when its turn comes: of many, no more than one is held. */
export type SessionSource = {
  /** For whoever waits. */
  name: string;
  load(): Promise<{ session: Session; aois: readonly Aoi[]; readShot: ReadShot }>;
};

export type SeveralRequest = Pick<ExportRequest, 'painter' | 'replay'> & {
  readonly sources: readonly SessionSource[];
  readonly level: DetailLevel;
  readonly formats: readonly ExportFormat[];
};

/** What is kept of a session for what is written of all. */
type Kept = { id: string; foveaVersion: string; labels: BidsLabels; sessions: Table; aois: Table };

/**
 * Writes the zip and closes the sink, as `exportSession` does. In it:
 *
 *     export.json          which sessions, level and formats
 *     csv/, parquet/       the tables `sessions` and `aois` over all of them
 *     bids/                a dataset of all of them, each participant a subject
 *     sessions/ID/         what the export of that one holds but for BIDS
 *
 * Fixations are found with the parameters that suit each session; its `export.json` has them.
 */
export async function exportSessions(
  { sources, level, formats, painter, replay }: SeveralRequest,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress, now = new Date() }: ExportOptions = {},
): Promise<void> {
  const label = createBidsLabeller();
  const kept: Kept[] = [];
  await writeExportZip(sink, signal, async (zip) => {
    refuseEmpty(formats, level);
    for (const [done, source] of sources.entries()) {
      signal?.throwIfAborted();
      const of = { name: source.name, done, total: sources.length };
      const onOwn = (progress: ExportProgress): void => onProgress?.({ ...progress, session: of });
      onOwn({ done: 0, total: 1, path: '' });
      const { session, aois, readShot } = await source.load();
      const analysis = analyseSession(session, aois);
      const reduced = reduceSession(session, level);
      const labels = label(session);
      const { id, foveaVersion } = session.info;
      kept.push({
        id,
        foveaVersion,
        labels,
        sessions: copyTable(createSessionsTable(reduced, analysis)),
        aois: copyTable(createAoisTable(reduced, analysis)),
      });
      await zip.add((onShare) => {
        const own = formats.filter((format) => format !== 'bids');
        const given = { ...(painter && { painter }), ...(replay && { replay }) };
        const request = { session, level, formats: own, aois, analysis, readShot, ...given };
        const files = listExportFiles(request, { signal, now, onShare });
        const bids = formats.includes('bids') ? createBidsSession(reduced, analysis, labels) : [];
        return [...placeIn(`sessions/${encodeURIComponent(id)}`, files), ...placeIn('bids', bids)];
      }, onOwn);
    }
    await zip.add(() => listCommonFiles(kept, level, formats, now));
  });
}

function listCommonFiles(
  kept: readonly Kept[],
  level: DetailLevel,
  formats: readonly ExportFormat[],
  now: Date,
): ExportFile[] {
  const files = [
    jsonFile('export.json', () => ({
      format: 'fovea-export',
      version: 1,
      exportedAt: now.toISOString(),
      sessions: kept.map(({ id }) => id),
      level,
      formats,
    })),
  ];
  const [first, ...others] = kept;
  if (!first) return files;
  const tables = (['sessions', 'aois'] as const).map((name) =>
    joinTables([first[name], ...others.map((one) => one[name])]),
  );
  if (formats.includes('csv')) {
    for (const table of [...tables, createDataDictionary(tables)])
      files.push(textFile(`csv/${table.name}.csv`, () => writeCsv(table)));
  }
  if (formats.includes('parquet')) {
    for (const table of tables)
      files.push(bytesFile(`parquet/${table.name}.parquet`, () => writeParquet(table)));
  }
  if (formats.includes('bids')) {
    const subjects = kept.map(({ labels }) => labels.subject);
    files.push(...placeIn('bids', createBidsRoot('', first.foveaVersion, subjects)));
  }
  return files;
}

function placeIn(folder: string, files: readonly ExportFile[]): ExportFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}
