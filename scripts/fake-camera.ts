// Turns a recording with few frames per second into a file that Chromium plays as a webcam.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Chromium plays `.mjpeg` files at this rate, in a loop.
 * @see https://source.chromium.org/chromium/chromium/src/+/main:media/capture/video/file_video_capture_device.cc
 */
const PLAYED_FRAMES_PER_SECOND = 30;

/** The person's true gaze at one frame of a recording. */
export type RecordingFrame = {
  timestampMs: number;
  xScreen: number;
  yScreen: number;
  eyes: 'open' | 'closed';
  task: string;
};

/** What is known about a recording; beside `NAME.mjpeg` as `NAME.json`. */
export type Recording = {
  framesPerSecond: number;
  widthPx: number;
  heightPx: number;
  person: string;
  frames: RecordingFrame[];
};

/** A file for `--use-file-for-fake-video-capture`, and the truth about its frames. */
export type FakeCamera = { path: string; recording: Recording };

/**
 * Writes the recording with each frame repeated, into a temporary folder of its own.
 * @param mjpegPath the recording; its truth lies beside it as `.json`
 * @throws {Error} when the two do not fit together
 */
export async function expandRecording(mjpegPath: string): Promise<FakeCamera> {
  const recording = JSON.parse(await readFile(mjpegPath.replace(/\.mjpeg$/, '.json'), 'utf8')) as Recording;
  const jpegs = splitMjpeg(await readFile(mjpegPath));
  if (jpegs.length !== recording.frames.length) {
    throw new Error(
      `${mjpegPath} holds ${jpegs.length} frames, but its JSON says ${recording.frames.length}.`,
    );
  }
  const repeats = PLAYED_FRAMES_PER_SECOND / recording.framesPerSecond;
  if (!Number.isInteger(repeats)) {
    throw new Error(
      `${mjpegPath}: ${recording.framesPerSecond} frames per second do not divide ${PLAYED_FRAMES_PER_SECOND}.`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'fovea-camera-'));
  const path = join(folder, 'camera.mjpeg');
  await writeFile(path, Buffer.concat(jpegs.flatMap((jpeg) => Array<Buffer>(repeats).fill(jpeg))));
  return { path, recording };
}

/**
 * Cuts concatenated JPEGs apart. Within entropy-coded data 0xFF is always followed by 0x00 or a restart marker, so the
 * first 0xFFD9 after a scan begins is the end of the image.
 * @throws {Error} where bytes are no JPEG
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf (annex B)
 */
export function splitMjpeg(bytes: Buffer): Buffer[] {
  const jpegs: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    if (bytes.readUInt16BE(start) !== 0xffd8) throw new Error(`No JPEG begins at byte ${start}.`);
    let position = start + 2;
    // Header segments say their length; the scan (0xFFDA) is the last of them.
    while (bytes.readUInt16BE(position) !== 0xffda) position += 2 + bytes.readUInt16BE(position + 2);
    const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), position);
    if (end < 0) throw new Error(`The JPEG at byte ${start} is cut off.`);
    jpegs.push(bytes.subarray(start, end + 2));
    start = end + 2;
  }
  return jpegs;
}
