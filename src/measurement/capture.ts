// Takes a measurement's photos: the newest camera frame at the key press, cut square, as a JPEG.
import { CameraError } from '../camera/camera-error.ts';
import { createFrameClock } from '../camera/frame-clock.ts';
import { drawSquare } from './draw-square.ts';

const SECOND = 1000;
/** Iris edges survive; about 40 kB a photo. */
const JPEG_QUALITY = 0.92;
/** A camera that has not sent a frame by then never will. */
const FIRST_FRAME_MS = 20 * SECOND;
/** One that has sent frames and sends no more for so long has stopped. */
const NEXT_FRAME_MS = 10 * SECOND;

export type Photo = {
  /** Square, not mirrored. */
  readonly jpeg: Blob;
  /** Unix epoch, when the camera captured it. */
  readonly timestampMs: number;
};

export type Capture = {
  /** The camera as the file format describes it; pixels of a whole frame. */
  readonly camera: { readonly widthPx: number; readonly heightPx: number; readonly label: string };
  /**
   * A photo of the newest frame; where that one was captured before `notBeforeMs` (Unix epoch), of the next frame that
   * was not.
   */
  takePhoto(notBeforeMs: number): Promise<Photo>;
  /** A whole frame to look at, no older than that either; the caller closes it. */
  takeFrame(notBeforeMs: number): Promise<StampedFrame>;
};

/** `timestampMs`: Unix epoch, when the camera captured it. */
export type StampedFrame = { readonly frame: VideoFrame; readonly timestampMs: number };

/**
 * Reads the track until aborted and keeps only its newest frame. Resolves with the first one.
 *
 * @param onLost Called once when the camera stops by itself; `takePhoto` rejects from then on.
 * @throws {CameraError} `unplugged` when the track ends first, `busy` when no frame comes.
 */
export async function startCapture(
  track: MediaStreamTrack,
  signal: AbortSignal,
  onLost: (error: CameraError) => void,
): Promise<Capture> {
  const feed = createNewestFrame(track, signal, onLost);
  const first = await withTimeout(feed.next(0), FIRST_FRAME_MS, makeBusy);
  const camera = {
    widthPx: first.frame.displayWidth,
    heightPx: first.frame.displayHeight,
    label: track.label,
  };
  first.frame.close();
  return {
    camera,
    async takePhoto(notBeforeMs) {
      const next = feed.next(notBeforeMs);
      const { frame, timestampMs } = await withTimeout(next, NEXT_FRAME_MS, () => {
        // One that comes after all is nobody's.
        next.then((late) => late.frame.close()).catch(() => undefined);
        return makeBusy();
      });
      try {
        return { jpeg: await encodePhoto(frame), timestampMs };
      } finally {
        frame.close();
      }
    },
    takeFrame: (notBeforeMs) => feed.next(notBeforeMs),
  };
}

function makeBusy(): CameraError {
  return new CameraError(
    'busy',
    'The camera is on but sends no picture. Unplug it or restart the browser, then try again.',
  );
}

async function encodePhoto(frame: VideoFrame): Promise<Blob> {
  const { canvas } = drawSquare(frame, frame.displayWidth, frame.displayHeight);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

type Waiting = {
  notBeforeMs: number;
  resolve: (frame: StampedFrame) => void;
  reject: (error: unknown) => void;
};

/** Holds one frame, the newest. `next` gives a clone, which the caller closes. */
function createNewestFrame(
  track: MediaStreamTrack,
  signal: AbortSignal,
  onLost: (error: CameraError) => void,
) {
  const reader = new MediaStreamTrackProcessor({
    track: track as MediaStreamVideoTrack,
    maxBufferSize: 1,
  }).readable.getReader();
  const toEpochMs = createFrameClock();
  let newest: StampedFrame | undefined;
  let waiting: Waiting[] = [];
  let ended: unknown;

  const stop = (reason: unknown): void => {
    ended = reason;
    newest?.frame.close();
    newest = undefined;
    for (const { reject } of waiting) reject(reason);
    waiting = [];
  };

  const accept = (frame: VideoFrame): void => {
    newest?.frame.close();
    const stamped = { frame, timestampMs: toEpochMs(frame.timestamp, Date.now()) };
    newest = stamped;
    const served = waiting.filter(({ notBeforeMs }) => stamped.timestampMs >= notBeforeMs);
    waiting = waiting.filter((request) => !served.includes(request));
    for (const { resolve } of served) resolve({ ...stamped, frame: frame.clone() });
  };

  const pump = async (): Promise<void> => {
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (signal.aborted) {
        frame?.close();
        return;
      }
      if (done || !frame) throw new CameraError('unplugged');
      accept(frame);
    }
  };

  signal.addEventListener('abort', () => {
    stop(signal.reason);
    void reader.cancel().catch(() => undefined);
  });
  pump().catch((cause: unknown) => {
    const error = cause instanceof CameraError ? cause : new CameraError('unplugged', undefined, { cause });
    stop(error);
    onLost(error);
  });

  return {
    next(notBeforeMs: number): Promise<StampedFrame> {
      if (ended !== undefined) return Promise.reject(ended);
      if (newest && newest.timestampMs >= notBeforeMs) {
        return Promise.resolve({ ...newest, frame: newest.frame.clone() });
      }
      // It is too old for anybody now. A camera has only three frames to lend, and sends none while two of them are kept.
      newest?.frame.close();
      newest = undefined;
      return new Promise((resolve, reject) => waiting.push({ notBeforeMs, resolve, reject }));
    },
  };
}

function withTimeout<T>(promise: Promise<T>, timeoutMs: number, makeError: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(makeError()), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
