// Puts the files of an export into a zip, one after the other, each as it is made.
import { BlobReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { streamText, type ExportFile } from './export-file.ts';
import type { ExportProgress } from './export-session.ts';

export type ExportZip = {
  /** Adds files; they are listed with whom to tell how much of one that takes long is done, 0..1. */
  add(
    list: (onShare: (share: number) => void) => readonly ExportFile[],
    onProgress?: (progress: ExportProgress) => void,
  ): Promise<void>;
};

/**
 * Writes the zip and closes the sink; where that fails or is aborted, the sink is aborted, so that no half of a file is left.
 * @throws what `fill` throws; the signal's reason
 */
export async function writeExportZip(
  sink: WritableStream<Uint8Array>,
  signal: AbortSignal | undefined,
  fill: (zip: ExportZip) => Promise<void>,
): Promise<void> {
  try {
    signal?.throwIfAborted();
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    const zip = new ZipWriter(sink, { useWebWorkers: false, signal });
    await fill({
      async add(list, onProgress) {
        let at = 0;
        const onShare = (share: number): void =>
          onProgress?.({ done: at, total: files.length, path: files[at]!.path, share });
        const files = list(onShare);
        for (const [done, { path, content, compressible }] of files.entries()) {
          signal?.throwIfAborted();
          at = done;
          onProgress?.({ done, total: files.length, path });
          // Lets the page draw, and the person cancel.
          await new Promise((resolve) => setTimeout(resolve));
          await zip.add(path, toReader(await content()), compressible ? {} : { level: 0 });
        }
      },
    });
    await zip.close();
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
