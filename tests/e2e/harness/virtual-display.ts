// A screen that nobody sees, for what Chromium does not do without windows.
import { spawn } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type VirtualDisplay = {
  /** As `DISPLAY` names it. */
  name: string;
  /** What is shown at a place of it now: red, green, blue, each 0..255. */
  readPixel(xPx: number, yPx: number): Promise<[number, number, number]>;
  close(): Promise<void>;
};

/** @throws {Error} where Xvfb is not installed; `apt-get install xvfb` brings it */
export async function startVirtualDisplay(widthPx: number, heightPx: number): Promise<VirtualDisplay> {
  const size = `${widthPx}x${heightPx}x24`;
  const folder = await mkdtemp(join(tmpdir(), 'fovea-display-'));
  // It takes a number that is free, and says which.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-fbdir', folder],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const number = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stdio[3]!.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.endsWith('\n')) resolve(said.trim());
    });
    const fail = (cause?: unknown): void =>
      reject(new Error('Xvfb did not start. Install it: apt-get install xvfb', { cause }));
    server.once('error', fail);
    server.once('exit', () => fail());
  });
  return {
    name: `:${number}`,
    readPixel: (xPx, yPx) => readPixel(join(folder, 'Xvfb_screen0'), xPx, yPx),
    async close() {
      server.kill();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Of a file that Xvfb keeps its screen in: a header of 32-bit words with the highest byte first, colours, then rows of blue,
 * green, red and a byte that means nothing.
 * @see https://gitlab.freedesktop.org/xorg/proto/xorgproto/-/blob/master/include/X11/XWDFile.h
 */
async function readPixel(path: string, xPx: number, yPx: number): Promise<[number, number, number]> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(100);
    await file.read(header, 0, header.length, 0);
    const word = (index: number): number => header.readUInt32BE(4 * index);
    const [headerBytes, rowBytes, colours] = [word(0), word(12), word(19)];
    const pixel = Buffer.alloc(4);
    await file.read(pixel, 0, 4, headerBytes + 12 * colours + yPx * rowBytes + 4 * xPx);
    return [pixel[2]!, pixel[1]!, pixel[0]!];
  } finally {
    await file.close();
  }
}
