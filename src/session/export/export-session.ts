// Exports a session as one zip of all the formats that were asked for, written as it is made.
import { BlobReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { streamText, type ExportFile } from './export-file.ts';
import { listExportFiles, type ExportRequest } from './export-files.ts';

export type ExportProgress = {
  /** Files written of all that there will be. */
  readonly done: number;
  readonly total: number;
  /** The one that is being written. */
  readonly path: string;
  /** How much of it is done, 0..1, where that is known: a film takes long. */
  readonly share?: number;
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
  try {
    signal?.throwIfAborted();
    let at = 0;
    const onShare = (share: number): void =>
      onProgress?.({ done: at, total: files.length, path: files[at]!.path, share });
    const files = listExportFiles(request, { signal, now, onShare });
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    const zip = new ZipWriter(sink, { useWebWorkers: false, signal });
    for (const [done, { path, content, compressible }] of files.entries()) {
      signal?.throwIfAborted();
      at = done;
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

function toReader(content: Awaited<ReturnType<ExportFile['content']>>) {
  if (content instanceof ReadableStream) return content;
  if (content instanceof Blob) return new BlobReader(content);
  if (content instanceof Uint8Array) return new Uint8ArrayReader(content);
  return streamText(content);
}
