// Reads frames from a camera track: always the newest, never a queue.
import { CameraError } from './camera-error.ts';
import { createViewCutter } from './cut-view.ts';
import type { Picture, ViewCutter } from './cut-view.ts';
import { createFrameClock } from './frame-clock.ts';
import type { View } from './framing.ts';

/** One frame, valid until the next one is asked for: they share their pixels' memory. */
export type CameraFrame = {
  /** A view of the frame's square as the network takes it: RGB, [size, size, 3] row by row, 0..255, not mirrored. */
  cut(view: View): Float32Array;
  /** Unix epoch, when the camera captured it. */
  timestampMs: number;
};

/**
 * Yields the newest frame each time it is asked, to be cut to `size` x `size`; frames that come in between are
 * dropped. Ends when aborted.
 * @throws {CameraError} `unplugged` when the track ends by itself
 * @see https://www.w3.org/TR/mediacapture-transform/
 */
export async function* readFrames(
  track: MediaStreamTrack,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<CameraFrame, void, void> {
  // A buffer of one frame: the processor replaces it by the next one until it is read.
  const processor = new MediaStreamTrackProcessor({
    track: track as MediaStreamVideoTrack,
    maxBufferSize: 1,
  });
  const reader = processor.readable.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const toEpochMs = createFrameClock();
  const readPixels = createPixelReader();
  const cutView = createViewCutter(size);
  try {
    while (!signal.aborted) {
      const { value: frame, done } = await reader.read();
      if (signal.aborted) {
        frame?.close();
        return;
      }
      if (done || !frame) throw new CameraError('unplugged');
      yield await convertFrame(frame, cutView, toEpochMs, readPixels);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

async function convertFrame(
  frame: VideoFrame,
  cutView: ViewCutter,
  toEpochMs: ReturnType<typeof createFrameClock>,
  readPixels: PixelReader,
): Promise<CameraFrame> {
  try {
    const timestampMs = toEpochMs(frame.timestamp, Date.now());
    const picture = await readPixels(frame);
    return { cut: (view) => cutView(picture, view), timestampMs };
  } finally {
    // Cameras stall when their few frame buffers are not handed back.
    frame.close();
  }
}

type PixelReader = (frame: VideoFrame) => Promise<Picture>;

/** Reads a frame's visible pixels as RGBA; the buffer is used again for the next frame. */
function createPixelReader(): PixelReader {
  let buffer = new Uint8Array(0);
  let canvas: OffscreenCanvas | undefined;
  return async (frame) => {
    const widthPx = frame.visibleRect?.width ?? frame.codedWidth;
    const heightPx = frame.visibleRect?.height ?? frame.codedHeight;
    const length = widthPx * heightPx * 4;
    if (buffer.length !== length) buffer = new Uint8Array(length);
    try {
      await frame.copyTo(buffer, { format: 'RGBA', layout: [{ offset: 0, stride: widthPx * 4 }] });
      return { rgba: buffer, widthPx, heightPx };
    } catch (error) {
      // Conversion in copyTo is not in every Chromium since 116, nor for every pixel format: draw instead.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      if (canvas?.width !== widthPx || canvas.height !== heightPx)
        canvas = new OffscreenCanvas(widthPx, heightPx);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context)
        throw new Error('This browser gives no 2D canvas, so camera frames cannot be read.', {
          cause: error,
        });
      context.drawImage(frame, 0, 0, widthPx, heightPx);
      return { rgba: context.getImageData(0, 0, widthPx, heightPx).data, widthPx, heightPx };
    }
  };
}
