/** Opens a recorded video for analysis: checks that it can be decoded, and gives its frames as a camera's. */
import { BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import type { InputVideoTrack } from 'mediabunny';
import { MediaFileError, readFirstBytes, toUnreadable } from './media-file-error.ts';
import { createFrameSource } from './read-frames.ts';
import type { RecordingFrames } from './read-frames.ts';

const SECOND = 1000;

/** A video that is open. */
export type Recording = {
  readonly fileName: string;
  /** Its frames, to be cut to `size` x `size`. */
  frames(size: number): RecordingFrames;
  /** Lets go of the file and of any decoder at work. */
  dispose(): void;
};

/** What people call the codecs that browsers differ in. */
const CODEC_NAMES: Record<string, string> = {
  avc: 'H.264',
  hevc: 'H.265 (HEVC)',
  av1: 'AV1',
  vp8: 'VP8',
  vp9: 'VP9',
  prores: 'ProRes',
};

/**
 * Opens a file and finds out what is in it. It is never read into memory as a whole.
 * @throws {MediaFileError} where nothing of it can be analysed; the signal's reason where that aborts
 */
export async function openRecording(file: File, signal: AbortSignal): Promise<Recording> {
  signal.throwIfAborted();
  await readFirstBytes(file, 1);
  const input = new Input({
    source: new BlobSource(file, { handleUnhandledError: () => undefined }),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });
  try {
    const track = await findTrack(input, file.name);
    const timing = await readTiming(input, track);
    signal.throwIfAborted();
    return {
      fileName: file.name,
      frames: (size) => createFrameSource({ track, fileName: file.name, size, ...timing }),
      dispose: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    signal.throwIfAborted();
    throw toMediaFileError(file.name, error);
  }
}

/** The video track that a player would show. */
async function findTrack(input: Input, fileName: string): Promise<InputVideoTrack> {
  if (!(await input.canRead())) {
    throw new MediaFileError(
      'not-a-video',
      fileName,
      'This is no video that Fovea can read. Choose an MP4, MOV, WebM or MKV file.',
    );
  }
  const tracks = await input.getTracks();
  if (tracks.length === 0) {
    throw new MediaFileError(
      'unfinished',
      fileName,
      'The video has no list of its contents, so none of it can be read: it was cut off, or its recording was never finished. Nothing was analysed. Record, export or download it once more.',
    );
  }
  const track = await input.getPrimaryVideoTrack();
  if (!track) {
    throw new MediaFileError('no-video-track', fileName, 'The file has sound but no picture in it.');
  }
  if (!(await track.canDecode())) {
    const codec = await track.getCodec();
    const internal = await track.getInternalCodecId();
    const unknown = typeof internal === 'string' ? `“${internal}”` : 'a codec that Fovea does not know';
    throw new MediaFileError(
      'undecodable',
      fileName,
      `The video is encoded as ${codec ? (CODEC_NAMES[codec] ?? codec) : unknown}, which this browser cannot decode. Convert it to H.264 or VP9, then try again.`,
    );
  }
  return track;
}

/** Milliseconds; `originMs` is where the video starts on its own clock. */
async function readTiming(input: Input, track: InputVideoTrack) {
  const [first, declared, computed] = await Promise.all([
    input.getFirstTimestamp(),
    track.getDurationFromMetadata(),
    track.computeDuration(),
  ]);
  // What lies before zero is not shown: encoders need a run-up.
  const originMs = Math.max(0, first) * SECOND;
  const endMs = Math.max(declared ?? 0, computed) * SECOND;
  return { originMs, durationMs: Math.max(0, endMs - originMs) };
}

/** What the library throws at a file's contents has no words for a person. */
function toMediaFileError(fileName: string, error: unknown): unknown {
  if (error instanceof MediaFileError) return error;
  if (error instanceof DOMException && error.name.startsWith('Not')) return toUnreadable(fileName, error);
  return new MediaFileError(
    'damaged',
    fileName,
    'The video is damaged: its list of contents makes no sense. Nothing was analysed.',
    { cause: error },
  );
}
