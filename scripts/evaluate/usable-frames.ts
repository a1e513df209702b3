/** Which frames of a measurement count, and which are read together. */
import type { ScreenPlace } from '../../src/measurement/error-metrics.ts';
import type { MeasurementFrame } from '../../src/measurement/file-format.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import type { OpenMeasurement } from './open-measurements.ts';

/** `start..end` are read together; those from `newFrom` on have not counted before. */
export type FrameWindow = { start: number; newFrom: number; end: number };

/**
 * Consecutive runs of `length` frames. A short last one reaches back to be `length` long, and only its new frames
 * count; fewer frames than `length` are one window. The same rule as in `training/fovea_training/evaluate.py`.
 */
export function splitWindows(count: number, length: number): FrameWindow[] {
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => {
    const end = Math.min(count, (i + 1) * length);
    return { start: Math.max(0, end - length), newFrom: i * length, end };
  });
}

/**
 * The frames that count: eyes open, or nothing said of them.
 *
 * @throws MeasurementFileError where there is none.
 */
export function listUsableFrames({ path, measurement }: OpenMeasurement): MeasurementFrame[] {
  const frames = measurement.frames.filter(({ eyes }) => eyes === undefined || eyes === 'open');
  if (frames.length === 0) throw new MeasurementFileError(path, '', 'none of its frames has open eyes');
  return frames;
}

/** Where the person looked. */
export function toTarget({ x, y }: MeasurementFrame): ScreenPlace {
  return { xScreen: x, yScreen: y };
}
