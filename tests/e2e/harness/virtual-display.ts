// A screen that nobody sees, for what Chromium does not do without windows.
import { spawn } from 'node:child_process';

export type VirtualDisplay = {
  /** As `DISPLAY` names it. */
  name: string;
  close(): void;
};

/** @throws {Error} where Xvfb is not installed; `apt-get install xvfb` brings it */
export async function startVirtualDisplay(widthPx: number, heightPx: number): Promise<VirtualDisplay> {
  const size = `${widthPx}x${heightPx}x24`;
  // It takes a number that is free, and says which.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
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
  return { name: `:${number}`, close: () => void server.kill() };
}
