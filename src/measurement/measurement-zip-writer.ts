// Writes a `*.measurement.zip`, in the browser and in Node.
import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { formatMeasurement, MEASUREMENT_ENTRY, type Measurement } from './file-format.ts';

export type WriteOptions = {
  readonly signal?: AbortSignal;
  /** Called after each photo with the number written so far. */
  readonly onProgress?: (framesWritten: number) => void;
};

/**
 * Packs a measurement. Photos are fetched one at a time, stored rather than deflated (a JPEG does not shrink), and a
 * Blob may live on disk, so memory stays flat.
 *
 * @param readFrame Gives the JPEG of one of `measurement.frames`, by its `file`.
 */
export async function writeMeasurementZip(
  measurement: Measurement,
  readFrame: (file: string) => Promise<Blob>,
  { signal, onProgress }: WriteOptions = {},
): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false, signal });
  const json = `${JSON.stringify(formatMeasurement(measurement), null, 1)}\n`;
  await zip.add(MEASUREMENT_ENTRY, new TextReader(json));
  for (const [index, { file }] of measurement.frames.entries()) {
    signal?.throwIfAborted();
    await zip.add(file, new BlobReader(await readFrame(file)), { level: 0 });
    onProgress?.(index + 1);
  }
  return zip.close();
}
