import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitMjpeg } from '../../scripts/fake-camera.ts';
import {
  convertToYuv,
  createDirectedCamera,
  FILM_FRAMES,
  type DirectedCamera,
} from '../e2e/harness/directed-camera.ts';
import { makeFilm } from '../e2e/harness/films.ts';
import { LOOKS, PLACES, type Looks } from '../e2e/harness/rooms-study.ts';
import { SAMPLE } from '../e2e/harness/sample-camera.ts';

let camera: DirectedCamera;
let jpegs: Buffer[];

beforeAll(async () => {
  camera = await createDirectedCamera();
  jpegs = splitMjpeg(await readFile(SAMPLE));
});
afterAll(() => camera.remove());

/** The played frames, as Chromium finds them: behind the first `FRAME` one after the other, each of one length. */
async function readPlayed(): Promise<Buffer[]> {
  const bytes = await readFile(camera.path);
  const { widthPx, heightPx } = camera.recording;
  const size = (widthPx * heightPx * 3) / 2;
  const start = bytes.indexOf('FRAME\n');
  expect(bytes.subarray(0, start).toString()).toBe('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n');
  expect((bytes.length - start) % (size + 6)).toBe(0);
  return Array.from({ length: (bytes.length - start) / (size + 6) }, (_, index) => {
    const at = start + index * (size + 6);
    expect(bytes.subarray(at, at + 6).toString()).toBe('FRAME\n');
    return bytes.subarray(at + 6, at + 6 + size);
  });
}

describe('a camera that a test directs', () => {
  it('has the very planes of the recording’s pictures', async () => {
    const planes = await convertToYuv(jpegs[57]!);
    const size = 640 * 480;
    const { data } = await sharp(jpegs[57]!).raw().toBuffer({ resolveWithObject: true });
    // Back to colours, of a pixel in each 16 rows and columns.
    let off = 0;
    let count = 0;
    for (let y = 0; y < 480; y += 16) {
      for (let x = 0; x < 640; x += 16, count += 1) {
        const quad = (y / 2) * 320 + x / 2;
        const [luma, cb, cr] = [
          planes[y * 640 + x]!,
          planes[size + quad]! - 128,
          planes[size * 1.25 + quad]! - 128,
        ];
        const colour = [luma + 1.402 * cr, luma - 0.344136 * cb - 0.714136 * cr, luma + 1.772 * cb];
        for (const [channel, value] of colour.entries()) {
          off += Math.abs(value - data[(y * 640 + x) * 3 + channel]!) / 3;
        }
      }
    }
    expect(off / count).toBeLessThan(2);
  });

  it('plays a film in place of what it played, over and over', async () => {
    await camera.play([5, 57]);
    const played = await readPlayed();
    const [one, other] = [await convertToYuv(jpegs[5]!), await convertToYuv(jpegs[57]!)];
    expect(played).toHaveLength(2 * FILM_FRAMES);
    expect(played.map((frame) => frame.equals(one))).toEqual(played.map((_, index) => index % 4 < 2));
    expect(played.map((frame) => frame.equals(other))).toEqual(played.map((_, index) => index % 4 >= 2));
    await expect(camera.play([0, 1, 2])).rejects.toThrow('3 do not divide');
  });

  it('looks at the recorded place that is nearest', async () => {
    const { xScreen, yScreen } = camera.recording.frames[57]!;
    await camera.lookAt({ xScreen: xScreen + 0.01, yScreen: yScreen - 0.01 });
    const played = await readPlayed();
    expect(played.every((frame) => frame.equals(played[0]!))).toBe(true);
    const first = camera.recording.frames.findIndex((frame) => frame.xScreen === xScreen);
    expect(played[0]!.equals(await convertToYuv(jpegs[first]!))).toBe(true);
  });
});

describe('the videos of the three participants', () => {
  const films = Object.values(LOOKS).flatMap((tasks) => Object.values(tasks));

  it.each<Looks>(films)('look with open eyes near each place for as long as they say: %j', (looks) => {
    const film = makeFilm(camera.recording, looks);
    expect(film).toHaveLength(FILM_FRAMES);
    let at = 0;
    for (const [name, count] of Object.entries(looks)) {
      const place = PLACES[name as keyof typeof PLACES];
      for (const frame of film.slice(at, at + count).map((index) => camera.recording.frames[index]!)) {
        expect(frame.eyes).toBe('open');
        // Farther from the columns' borders than gaze is off.
        expect(Math.hypot(frame.xScreen - place.xScreen, frame.yScreen - place.yScreen)).toBeLessThan(0.05);
      }
      at += count;
    }
  });
});
