// A measurement of the recorded person, as a person would have its file on disk.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { splitMjpeg, type Recording } from '../../../scripts/fake-camera.ts';
import { FORMAT, frameFile, VERSION } from '../../../src/measurement/file-format.ts';
import { makeZip } from '../../unit/measurement-files.ts';
import { SAMPLE } from './sample-camera.ts';

/** As a file input takes it. */
export type ChosenFile = { name: string; mimeType: string; buffer: Buffer };

/** What the recording says of its frames. */
export async function readSampleRecording(): Promise<Recording> {
  return JSON.parse(await readFile(SAMPLE.replace(/mjpeg$/, 'json'), 'utf8')) as Recording;
}

/** Frame `index` of the rendered person, with its barcode in the margin. */
export async function takePhoto(index: number): Promise<ChosenFile> {
  const jpegs = splitMjpeg(await readFile(SAMPLE));
  return { name: `photo ${index}.jpg`, mimeType: 'image/jpeg', buffer: jpegs[index]! };
}

const MINUTE = 60_000;

/** The person's first dots, as the extension would have stored them a minute ago: every second frame. */
export async function makeMeasurement(frameCount: number, name = 'm1'): Promise<ChosenFile> {
  const recording = await readSampleRecording();
  const jpegs = splitMjpeg(await readFile(SAMPLE));
  const { person } = recording;
  const frames = Array.from({ length: frameCount }, (_, i) => ({ index: 2 * i, file: frameFile(i) }));
  const json = {
    format: FORMAT,
    version: VERSION,
    id: `${person}-${name}`,
    person,
    // Of this sitting: of another one, Fovea does not offer to learn.
    createdAt: new Date(Date.now() - MINUTE).toISOString(),
    screen: { widthPx: 1366, heightPx: 768 },
    camera: { widthPx: 640, heightPx: 480, label: 'Rendered' },
    frames: frames.map(({ index, file }) => {
      const { xScreen: x, yScreen: y, timestampMs, eyes } = recording.frames[index]!;
      return { file, x, y, timestampMs, eyes };
    }),
  };
  const photos = frames.map(async ({ index, file }) => {
    const square = sharp(jpegs[index]).extract({ left: 80, top: 0, width: 480, height: 480 });
    return { name: file, content: new Uint8Array(await square.jpeg({ quality: 95 }).toBuffer()) };
  });
  const entries = [
    { name: 'measurement.json', content: JSON.stringify(json) },
    ...(await Promise.all(photos)),
  ];
  return {
    name: `${person}-${name}.measurement.zip`,
    mimeType: 'application/zip',
    buffer: Buffer.from(await makeZip(entries)),
  };
}
