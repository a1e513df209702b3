// Recordings as the browser decodes them: whole, cut off, turned, and files that are something else.
import { expect, it, onTestFinished } from 'vitest';
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import { MediaFileError } from '../../src/recording/media-file-error.ts';
import {
  BufferTarget,
  CanvasSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { openRecording } from '../../src/recording/open-recording.ts';
import type { RecordingFrames } from '../../src/recording/read-frames.ts';
import sample from '../fixtures/sample.json';

const SIZE = 48;
const never = new AbortController().signal;

/** 240 frames of a rendered person at 5 a second. */
async function loadFixture(endByte?: number): Promise<File> {
  const bytes = await (await fetch(new URL('../fixtures/recording.webm', import.meta.url))).blob();
  return new File([bytes.slice(0, endByte)], 'recording.webm');
}

async function open(file: File): Promise<RecordingFrames> {
  const recording = await openRecording(file, never);
  onTestFinished(() => recording.dispose());
  return recording.frames(SIZE);
}

async function readTimes(recording: RecordingFrames, everyMs = 0, signal = never): Promise<number[]> {
  const times: number[] = [];
  for await (const { timestampMs } of recording.frames(everyMs, signal)) times.push(timestampMs);
  return times;
}

it('gives every frame once, at its time, as often as it is read', async () => {
  const recording = await open(await loadFixture());
  expect(recording.durationMs).toBeCloseTo(48_000, -1);
  for (let pass = 1; pass <= 2; pass += 1) {
    const times = await readTimes(recording);
    expect(times).toHaveLength(sample.frames.length);
    times.forEach((timestampMs, i) => expect(timestampMs).toBeCloseTo(sample.frames[i]!.timestampMs, -1));
  }
  expect(recording.readMs()).toBeCloseTo(48_000, -3);
});

it('leaves out frames that come too soon after another', async () => {
  const times = await readTimes(await open(await loadFixture()), 1000);
  expect(times).toHaveLength(48);
  expect(Math.min(...times.slice(1).map((ms, i) => ms - times[i]!))).toBeGreaterThan(990);
});

it('stops decoding in the middle when aborted', async () => {
  const recording = await open(await loadFixture());
  const controller = new AbortController();
  const reason = new Error('enough');
  let count = 0;
  const read = async (): Promise<void> => {
    for await (const frame of recording.frames(0, controller.signal)) {
      expect(frame.cut(WHOLE_VIEW)).toHaveLength(SIZE * SIZE * 3);
      count += 1;
      if (count === 3) controller.abort(reason);
    }
  };
  await expect(read()).rejects.toBe(reason);
  expect(count).toBe(3);
  await expect(readTimes(recording, 0, controller.signal)).rejects.toBe(reason);
});

it('reads a WebM that was cut off as far as it goes, and tells how far that is', async () => {
  const whole = await loadFixture();
  const recording = await open(await loadFixture(Math.floor(whole.size / 2)));
  const times = await readTimes(recording);
  expect(times.length).toBeGreaterThan(60);
  expect(times.length).toBeLessThan(200);
  expect(recording.durationMs).toBeCloseTo(48_000, -1);
  expect(recording.readMs()).toBeLessThan(40_000);
  expect(recording.readMs()).toBeGreaterThanOrEqual(times.at(-1)!);
});

it('refuses a WebM that was cut off in its first part', async () => {
  expect(await refuse(await loadFixture(10_000))).toMatchObject({ code: 'damaged' });
});

it('reads an MP4 that was cut off after its index as far as it goes', async () => {
  const whole = await film(new Mp4OutputFormat({ fastStart: 'in-memory' }));
  const recording = await open(new File([whole.slice(0, whole.size * 0.6)], 'cut.mp4'));
  const times = await readTimes(recording);
  expect(times.length).toBeGreaterThan(3);
  expect(times.length).toBeLessThan(FILM_FRAMES);
  expect(recording.readMs()).toBeLessThan(recording.durationMs - 100);
});

it('reads a video that is damaged in the middle up to there', async () => {
  const bytes = new Uint8Array(await (await loadFixture()).arrayBuffer());
  bytes.fill(0xaa, bytes.length * 0.5, bytes.length * 0.6);
  const recording = await open(new File([bytes], 'damaged.webm'));
  const times = await readTimes(recording);
  expect(times.length).toBeGreaterThan(60);
  expect(times.length).toBeLessThan(240);
});

it('refuses an MP4 that was cut off before its index', async () => {
  const whole = await film(new Mp4OutputFormat({ fastStart: false }));
  const error = await refuse(new File([whole.slice(0, whole.size * 0.6)], 'cut.mp4'));
  expect(error).toMatchObject({ code: 'unfinished', fileName: 'cut.mp4' });
});

it('turns frames upright as the file says', async () => {
  const recording = await open(new File([await film(new Mp4OutputFormat(), { rotation: 90 })], 'phone.mp4'));
  for await (const frame of recording.frames(0, never)) {
    // Red on the left, a quarter turn clockwise: red above.
    const view = frame.cut(WHOLE_VIEW);
    expect(meanOf(view.slice(0, SIZE * 3 * 8))).toSatisfy(isRed);
    expect(meanOf(view.slice(-SIZE * 3 * 8))).toSatisfy(isBlue);
    break;
  }
});

it('cuts the same square out of a wide frame as out of a camera’s', async () => {
  const recording = await open(new File([await film(new WebMOutputFormat())], 'wide.webm'));
  for await (const frame of recording.frames(0, never)) {
    const left = frame.cut({ x: 0, y: 0, side: 0.4 });
    const right = frame.cut({ x: 0.55, y: 0.3, side: 0.4 });
    expect(meanOf(left)).toSatisfy(isRed);
    expect(meanOf(right)).toSatisfy(isBlue);
    break;
  }
});

it.each([
  ['nothing.mp4', [], 'empty'],
  ['letter.mp4', ['Dear all, this is a letter and no video. '.repeat(100)], 'not-a-video'],
  ['broken.webm', [new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 0xff, 0xff, 0xff])], 'not-a-video'],
])('refuses %s', async (name, content, code) => {
  const error = await refuse(new File(content, name));
  expect(error).toMatchObject({ code, fileName: name });
  expect(error.message).toContain(name);
});

it('refuses what this browser cannot decode, and names the codec', async () => {
  const source = new EncodedVideoPacketSource('hevc');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = {
    codec: 'hvc1.1.6.L93.B0',
    codedWidth: 64,
    codedHeight: 64,
    description: new Uint8Array(23),
  };
  await source.add(new EncodedPacket(new Uint8Array([0, 0, 0, 2, 0x26, 1]), 'key', 0, 0.1), {
    decoderConfig,
  });
  await output.finalize();
  const error = await refuse(new File([target.buffer!], 'phone.mp4'));
  expect(error.code).toBe('undecodable');
  expect(error.reason).toContain('H.265');
});

async function refuse(file: File): Promise<MediaFileError> {
  const outcome = await open(file)
    .then((recording) => readTimes(recording))
    .catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(MediaFileError);
  return outcome as MediaFileError;
}

const FILM_FRAMES = 40;

/** Two seconds of 192 x 128 px whose left half is red and whose right half is blue, with some noise to fill the file. */
async function film(
  format: Mp4OutputFormat | WebMOutputFormat,
  track: { rotation?: 0 | 90 | 180 | 270 } = {},
): Promise<Blob> {
  const canvas = new OffscreenCanvas(192, 128);
  const context = canvas.getContext('2d')!;
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec: 'vp9', bitrate: 400_000 });
  output.addVideoTrack(source, track);
  await output.start();
  for (let i = 0; i < FILM_FRAMES; i += 1) {
    context.fillStyle = 'red';
    context.fillRect(0, 0, 96, 128);
    context.fillStyle = 'blue';
    context.fillRect(96, 0, 96, 128);
    context.fillStyle = 'rgb(0 0 0 / 5%)';
    for (let n = 0; n < 200; n += 1) context.fillRect((n * 37 + i * 11) % 192, (n * 53 + i * 7) % 128, 2, 2);
    await source.add(i / 20, 1 / 20);
  }
  await output.finalize();
  return new Blob([target.buffer!]);
}

type Rgb = { red: number; green: number; blue: number };

function meanOf(view: Float32Array): Rgb {
  const mean = (channel: number): number =>
    (3 * view.reduce((sum, value, i) => sum + (i % 3 === channel ? value : 0), 0)) / view.length;
  return { red: mean(0), green: mean(1), blue: mean(2) };
}

const isRed = ({ red, green, blue }: Rgb): boolean => red > 200 && green < 60 && blue < 60;
const isBlue = ({ red, green, blue }: Rgb): boolean => blue > 200 && green < 60 && red < 60;
