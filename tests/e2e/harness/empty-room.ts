// A camera before an empty chair: a room, and nobody in it.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const ROOM = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
  <defs><linearGradient id="wall" x2="1" y2="1"><stop stop-color="#cfc6b8"/><stop offset="1" stop-color="#8d867b"/></linearGradient></defs>
  <rect width="640" height="480" fill="url(#wall)"/>
  <rect x="60" y="60" width="150" height="190" fill="#a9c4d6" stroke="#f2efe9" stroke-width="10"/>
  <rect x="420" y="90" width="160" height="280" fill="#6d5138"/>
  <path d="M430 130h140M430 200h140M430 270h140" stroke="#4b3725" stroke-width="8"/>
  <rect y="380" width="640" height="100" fill="#5d4f43"/>
</svg>`;

/** Writes it as a file for `--use-file-for-fake-video-capture`; answers its path, in a folder of its own. */
export async function prepareEmptyRoom(): Promise<string> {
  const jpeg = await sharp(Buffer.from(ROOM)).jpeg({ quality: 90 }).toBuffer();
  const folder = await mkdtemp(join(tmpdir(), 'fovea-camera-'));
  const path = join(folder, 'camera.mjpeg');
  await writeFile(path, Buffer.concat(Array<Buffer>(30).fill(jpeg)));
  return path;
}
