// What a measurement's photo must be, judged from its header: a square JPEG of a sensible size.
import { readJpegSize } from './jpeg-header.ts';
import { MeasurementFileError } from './measurement-file-error.ts';

/** Pixels. Below, an iris is too small to measure; above, a small file could decode to gigabytes. */
export const FRAME_SIDE = { min: 256, max: 2048 } as const;

/** @throws {MeasurementFileError} naming `source` and `file`. */
export function checkFrameJpeg(bytes: Uint8Array, source: string, file: string): void {
  const size = readJpegSize(bytes);
  if (!size) throw new MeasurementFileError(source, file, 'it is not a JPEG photo');
  const { width, height } = size;
  if (width !== height) {
    throw new MeasurementFileError(
      source,
      file,
      `the photo is ${width} x ${height} pixels; it must be square`,
    );
  }
  if (width < FRAME_SIDE.min || width > FRAME_SIDE.max) {
    const range = `${FRAME_SIDE.min} to ${FRAME_SIDE.max}`;
    throw new MeasurementFileError(source, file, `the photo is ${width} pixels wide; it must be ${range}`);
  }
}
