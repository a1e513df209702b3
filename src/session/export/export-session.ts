// Exports a session as one zip of all the formats that were asked for, written as it is made.
import { listExportFiles, type ExportRequest } from './export-files.ts';
import { writeExportZip } from './write-export-zip.ts';

export type ExportProgress = {
  /** Files written of all that there will be. */
  readonly done: number;
  readonly total: number;
  /** The one that is being written. */
  readonly path: string;
  /** How much of it is done, 0..1, where that is known: a film takes long. */
  readonly share?: number;
  /** Where there are several: whose files they are, and how many others are written. */
  readonly session?: { readonly name: string; readonly done: number; readonly total: number };
};

export type ExportOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  readonly now?: Date;
};

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
  await writeExportZip(sink, signal, async (zip) => {
    await zip.add((onShare) => listExportFiles(request, { signal, now, onShare }), onProgress);
  });
}
