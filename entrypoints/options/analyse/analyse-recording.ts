// Analyses one video file, from its first byte to its numbers.
import { analyseFrames } from '../../../src/gaze/analyse-frames.ts';
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import { runModel } from '../../../src/gaze/run-model.ts';
import { openRecording } from '../../../src/recording/open-recording.ts';
import { summariseRecording, type RecordingSummary } from '../../../src/recording/summary.ts';

export type AnalysisProgress = { pass: 1 | 2; share: number };

export type AnalysisResult = { summary: RecordingSummary; samples: GazeSample[] };

/**
 * Reads the file twice: once to get to know the person, once to read their gaze. When it ends, in whatever way, the
 * file is closed, no decoder is at work and the network is freed.
 * @throws {MediaFileError | NoFaceError | Error} the signal's reason where that aborts
 */
export async function analyseRecording(
  file: File,
  options: { signal: AbortSignal; onProgress(progress: AnalysisProgress): void },
): Promise<AnalysisResult> {
  const { signal } = options;
  const recording = await openRecording(file, signal);
  try {
    return await runModel(signal, async (model) => {
      const source = recording.frames(model.config.inputSize);
      const { samples, frames } = await analyseFrames(model, source, options);
      const { durationMs } = source;
      return {
        samples,
        summary: summariseRecording({ samples, frames, durationMs, readMs: source.readMs() }),
      };
    });
  } finally {
    recording.dispose();
  }
}
