/** Reads a whole recording as one batch, in two passes: the first remembers, the second reads every frame beside it. */
import type { CameraFrame } from '../camera/frames.ts';
import type { GazeModel, ReaderEntry } from '../model/gaze-model.ts';
import type { GazeSample } from './gaze-sample.ts';
import { strided } from './memory/strided.ts';
import { createTracker } from './tracker.ts';

/** Frames that can be read several times, in order. */
export type FrameSource = {
  durationMs: number;
  /**
   * @param everyMs the least distance of the frames that are wanted; 0: all
   */
  frames(everyMs: number, signal: AbortSignal): AsyncIterable<CameraFrame>;
};

export type AnalysisOptions = {
  signal: AbortSignal;
  onProgress(progress: { pass: 1 | 2; share: number }): void;
};

export type Analysis = {
  samples: GazeSample[];
  /** Read in the second pass, with a gaze or without. */
  frames: number;
};

/** The recording shows no open eyes. */
export class NoFaceError extends Error {
  override readonly name = 'NoFaceError';

  constructor() {
    super('No open eyes were found in this recording.');
  }
}

/** Remembered frames; more than a tracker keeps, because they come from all of the recording and are read only once. */
const CAPACITY = 96;
/** Frames that the first pass looks at for every one that is remembered: eyes are shut or turned away in some. */
const LOOKS_PER_ENTRY = 2;
const NEVER_MS = Infinity;

/**
 * The gaze in every frame with open eyes.
 *
 * @throws NoFaceError where the first pass finds none
 * @throws the signal's reason when it aborts
 */
export async function analyseFrames(
  model: AnalysisModel,
  source: FrameSource,
  { signal, onProgress }: AnalysisOptions,
): Promise<Analysis> {
  try {
    const remembered = await gather(model, source, signal, (share) => onProgress({ pass: 1, share }));
    if (remembered.length === 0) throw new NoFaceError();
    return await readAll(model, source, remembered, signal, (share) => onProgress({ pass: 2, share }));
  } finally {
    await model.remember([]);
  }
}

type AnalysisModel = Pick<GazeModel, 'findFace' | 'predict' | 'remember'>;

/** The first pass: frames from all of the recording. */
async function gather(
  model: AnalysisModel,
  source: FrameSource,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<readonly ReaderEntry[]> {
  const { durationMs } = source;
  const tracker = createTracker({
    model,
    capacity: CAPACITY,
    policy: strided,
    rememberEveryMs: 0,
    forgetAfterMs: NEVER_MS,
    forgetInNewLight: false,
  });
  for await (const frame of source.frames(durationMs / (CAPACITY * LOOKS_PER_ENTRY), signal)) {
    await tracker.track(frame);
    signal.throwIfAborted();
    onShare(Math.min(1, frame.timestampMs / durationMs));
  }
  signal.throwIfAborted();
  return tracker.remembered();
}

/** The second pass: every frame beside the remembered ones. */
async function readAll(
  model: AnalysisModel,
  source: FrameSource,
  remembered: readonly ReaderEntry[],
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Analysis> {
  const tracker = createTracker({
    model,
    rememberEveryMs: NEVER_MS,
    forgetAfterMs: NEVER_MS,
    forgetInNewLight: false,
  });
  tracker.reset(remembered);
  const samples: GazeSample[] = [];
  let frames = 0;
  for await (const frame of source.frames(0, signal)) {
    const sample = await tracker.track(frame);
    signal.throwIfAborted();
    if (sample) samples.push(sample);
    frames += 1;
    onShare(Math.min(1, frame.timestampMs / source.durationMs));
  }
  signal.throwIfAborted();
  return { samples, frames };
}
