// Recordings as fake cameras: cutting an MJPEG apart, and repeating its frames.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expandRecording, splitMjpeg } from '../../scripts/fake-camera.ts';

let folder: string;
let jpegs: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-test-'));
  jpegs = await Promise.all(
    ['#a00', '#0a0', '#00a'].map((background) =>
      sharp({ create: { width: 32, height: 24, channels: 3, background } })
        .jpeg()
        .toBuffer(),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('cuts a file into the pictures that it was made of', () => {
  expect(splitMjpeg(Buffer.concat(jpegs))).toEqual(jpegs);
});

test('says where a file is cut off, or no JPEG begins', () => {
  const bytes = Buffer.concat(jpegs);
  const lastStart = bytes.length - (jpegs[2]?.length ?? 0);
  expect(() => splitMjpeg(bytes.subarray(0, -2))).toThrow(`The JPEG at byte ${lastStart} is cut off.`);
  expect(() => splitMjpeg(Buffer.concat([...jpegs, Buffer.from('xx')]))).toThrow(
    `No JPEG begins at byte ${bytes.length}.`,
  );
});

test('repeats each frame so that 30 frames a second show it for its time', async () => {
  const path = await writeRecording('good', 6, 3);
  const camera = await expandRecording(path);
  const played = splitMjpeg(await readFile(camera.path));
  expect(played).toEqual(jpegs.flatMap((jpeg) => [jpeg, jpeg, jpeg, jpeg, jpeg]));
  await rm(dirname(camera.path), { recursive: true });
});

test.each([
  { what: 'a truth with a frame too few', fps: 6, count: 2, message: 'holds 3 frames, but its JSON says 2' },
  {
    what: 'a rate that does not divide 30',
    fps: 7,
    count: 3,
    message: '7 frames per second do not divide 30',
  },
])('refuses $what', async ({ fps, count, message }) => {
  await expect(expandRecording(await writeRecording(`bad-${fps}`, fps, count))).rejects.toThrow(message);
});

async function writeRecording(name: string, framesPerSecond: number, count: number): Promise<string> {
  const path = join(folder, `${name}.mjpeg`);
  await writeFile(path, Buffer.concat(jpegs));
  await writeFile(
    join(folder, `${name}.json`),
    JSON.stringify({ framesPerSecond, frames: Array(count).fill({}) }),
  );
  return path;
}
