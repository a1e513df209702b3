/** Sums up an analysed recording in a few numbers. */
import type { GazeSample } from '../gaze/gaze-sample.ts';

/** Less than this is missing at the end of many whole videos, whose sound lasts a little longer. */
const LEAST_CUT_MS = 500;

export type RecordingSummary = {
  /** What there was to analyse. */
  durationMs: number;
  frames: number;
  /** Frames with a gaze. */
  samples: number;
  /** Share of frames without a gaze, 0..1. @see https://doi.org/10.1145/2168556.2168563 Holmqvist et al. 2012 */
  dataLoss: number;
  /** What the file says its length is, where it ends before that; null where it is whole. */
  declaredMs: number | null;
};

export type AnalysedRecording = {
  samples: readonly GazeSample[];
  frames: number;
  /** What the file says. */
  durationMs: number;
  /** Up to where it could be read. */
  readMs: number;
};

/** dataLoss = 1 - samples / frames */
export function summariseRecording(recording: AnalysedRecording): RecordingSummary {
  const { samples, frames, durationMs, readMs } = recording;
  const cut = durationMs - readMs > LEAST_CUT_MS;
  return {
    durationMs: cut ? readMs : durationMs,
    frames,
    samples: samples.length,
    dataLoss: frames === 0 ? 1 : 1 - samples.length / frames,
    declaredMs: cut ? durationMs : null,
  };
}

/** 83_200 -> `1:23`, 3_723_000 -> `1:02:03`; rounded down, as players show it. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
