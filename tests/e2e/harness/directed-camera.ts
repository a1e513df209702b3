// A webcam video that a test changes while Chromium plays it: its person looks where they are told to.
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { splitMjpeg, type Recording } from '../../../scripts/fake-camera.ts';
import { SAMPLE } from './sample-camera.ts';

/** Frames of the recording that a film is of: 4 s of it, which are played in a loop. */
export const FILM_FRAMES = 20;
/** Chromium plays as many frames a second as the file says; of the recording there are 5. */
const REPEATS = 2;
const PLAYED_FRAMES_PER_SECOND = 10;
/** Before each frame. */
const DELIMITER = Buffer.from('FRAME\n');

export type Place = { xScreen: number; yScreen: number };

export type DirectedCamera = {
  path: string;
  recording: Recording;
  /** Plays these frames of the recording from now on, over and over; as many as divide a film. */
  play(frames: readonly number[]): Promise<void>;
  /** Looks at one place, as nearly as the recorded person ever does. */
  lookAt(place: Place): Promise<void>;
  remove(): Promise<void>;
};

/**
 * Chromium reads frame after frame from the file, so what is written over them is played next. Frames are of plain pixels: one
 * that is read while it is written shows two pictures for a moment, where a JPEG would be broken and the camera gone.
 * @see https://wiki.multimedia.cx/index.php/YUV4MPEG2
 * @see https://source.chromium.org/chromium/chromium/src/+/main:media/capture/video/file_video_capture_device.cc
 */
export async function createDirectedCamera(): Promise<DirectedCamera> {
  const recording = JSON.parse(await readFile(SAMPLE.replace(/mjpeg$/, 'json'), 'utf8')) as Recording;
  const jpegs = splitMjpeg(await readFile(SAMPLE));
  const { widthPx, heightPx } = recording;
  const header = Buffer.from(
    `YUV4MPEG2 W${widthPx} H${heightPx} F${PLAYED_FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`,
  );
  const path = join(await mkdtemp(join(tmpdir(), 'fovea-camera-')), 'camera.y4m');
  const file = await open(path, 'w');
  const known = new Map<number, Promise<Buffer>>();
  const toFrame = (index: number): Promise<Buffer> => {
    const frame = known.get(index) ?? convertToYuv(jpegs[index]!);
    known.set(index, frame);
    return frame;
  };
  const play = async (frames: readonly number[]): Promise<void> => {
    if (FILM_FRAMES % frames.length !== 0) {
      throw new Error(`A film has ${FILM_FRAMES} frames, which ${frames.length} do not divide.`);
    }
    const film = await Promise.all(
      Array.from({ length: FILM_FRAMES }, (_, i) => toFrame(frames[i % frames.length]!)),
    );
    const played = film.flatMap((frame) => Array<Buffer[]>(REPEATS).fill([DELIMITER, frame]).flat());
    await file.writev([header, ...played], 0);
  };
  await play([0]);
  return {
    path,
    recording,
    play,
    lookAt: (place) => play([findNearest(recording, place)]),
    async remove() {
      await file.close();
      await rm(dirname(path), { recursive: true, force: true });
    },
  };
}

/** The frame with open eyes whose gaze is nearest. */
export function findNearest({ frames }: Recording, { xScreen, yScreen }: Place): number {
  const distances = frames.map((frame) =>
    frame.eyes === 'open' ? Math.hypot(frame.xScreen - xScreen, frame.yScreen - yScreen) : Infinity,
  );
  return distances.indexOf(Math.min(...distances));
}

/**
 * The planes that the JPEG itself is of, Y', then Cb and Cr at half the width and height: so Chromium sees the same as of the
 * recording's own file.
 *
 *     Y' = 0.299 R + 0.587 G + 0.114 B,  Cb = 128 + (B - Y') / 1.772,  Cr = 128 + (R - Y') / 1.402
 *
 * @see https://www.w3.org/Graphics/JPEG/jfif3.pdf
 */
export async function convertToYuv(jpeg: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const size = width * height;
  const planes = Buffer.alloc((size * 3) / 2);
  const chroma = new Float32Array(size / 2);
  for (let pixel = 0; pixel < size; pixel += 1) {
    const [r, g, b] = [data[pixel * 3]!, data[pixel * 3 + 1]!, data[pixel * 3 + 2]!];
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    planes[pixel] = Math.round(luma);
    const quad = Math.floor(pixel / width / 2) * (width / 2) + Math.floor((pixel % width) / 2);
    chroma[quad]! += (b - luma) / 1.772 / 4;
    chroma[size / 4 + quad]! += (r - luma) / 1.402 / 4;
  }
  for (const [index, value] of chroma.entries()) {
    planes[size + index] = Math.min(255, Math.max(0, Math.round(128 + value)));
  }
  return planes;
}
