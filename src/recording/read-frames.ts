/** Decodes a video's frames one at a time, any number of times over; none is kept. */
import { VideoSampleSink } from 'mediabunny';
import type { InputVideoTrack, VideoSample } from 'mediabunny';
import { createViewCutter } from '../camera/cut-view.ts';
import type { CameraFrame } from '../camera/frames.ts';
import type { FrameSource } from '../gaze/analyse-frames.ts';
import { createFrameReader } from './frame-pixels.ts';
import { MediaFileError } from './media-file-error.ts';
import { yieldToPage } from './yield-to-page.ts';

const SECOND = 1000;
/** Timestamps are rounded to the container's clock, so frames at a steady rate are not quite evenly apart. */
const ROUNDING_MS = 1;

export type RecordingFrames = FrameSource & {
  /** Up to where frames have been read so far, from the video's start. Far below `durationMs` after a pass: cut off. */
  readMs(): number;
};

export type FrameSourceOptions = {
  track: InputVideoTrack;
  fileName: string;
  /** Side of the views that are cut, in pixels. */
  size: number;
  /** Where the video starts on its own clock. */
  originMs: number;
  durationMs: number;
};

/**
 * Frames in the order in which they are shown. A frame is valid until the next one is asked for, as a camera's is.
 *
 * Where the file ends too soon, or is damaged in the middle, the frames end there. Reading throws a `MediaFileError`
 * where not even the first frame can be decoded, and the signal's reason once that aborts; the decoder ends with it.
 */
export function createFrameSource(options: FrameSourceOptions): RecordingFrames {
  const { track, fileName, size, originMs, durationMs } = options;
  const readPixels = createFrameReader();
  let readMs = 0;

  async function* readFrames(everyMs: number, signal: AbortSignal): AsyncGenerator<CameraFrame, void, void> {
    const cutView = createViewCutter(size);
    let lastMs = -Infinity;
    for await (const frame of decode(track, fileName, signal)) {
      try {
        const timestampMs = frame.timestamp * SECOND - originMs;
        readMs = Math.max(readMs, timestampMs + frame.duration * SECOND);
        if (timestampMs < 0 || timestampMs - lastMs < everyMs - ROUNDING_MS) continue;
        lastMs = timestampMs;
        const picture = await readPixels(frame);
        // Decoded frames may lie ready, and the network need not wait for anything either: the page would stand still.
        await yieldToPage();
        signal.throwIfAborted();
        yield { cut: (view) => cutView(picture, view), timestampMs };
      } finally {
        frame.close();
      }
    }
  }

  return { durationMs, frames: readFrames, readMs: () => readMs };
}

/** Every frame once; each is the caller's to close. */
async function* decode(
  track: InputVideoTrack,
  fileName: string,
  signal: AbortSignal,
): AsyncGenerator<VideoSample, void, void> {
  signal.throwIfAborted();
  const samples = new VideoSampleSink(track).samples();
  // Also wakes a read that waits for the decoder, which is then closed.
  const stop = (): void => void samples.return();
  signal.addEventListener('abort', stop, { once: true });
  let count = 0;
  try {
    for (;;) {
      const result = await samples.next().catch((error: unknown) => {
        if (count > 0) return undefined;
        signal.throwIfAborted();
        throw toDecodeError(fileName, error);
      });
      if (signal.aborted) result?.value?.close();
      signal.throwIfAborted();
      if (!result?.value) break;
      count += 1;
      yield result.value;
    }
    if (count === 0) throw toDecodeError(fileName, undefined);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function toDecodeError(fileName: string, cause: unknown): MediaFileError {
  return new MediaFileError(
    'damaged',
    fileName,
    'The video has no frame that can be decoded: it is damaged, or it was cut off before its first part was complete. Nothing was analysed.',
    { cause },
  );
}
