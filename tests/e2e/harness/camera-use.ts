// Tells from outside of the browser whether it has the fake camera open.
import { readFile, readdir } from 'node:fs/promises';

/**
 * Whether any process has the fake camera's file mapped into memory, as Chromium does exactly while it captures.
 * Linux only, as the fake camera of the tests is.
 */
export async function isCameraInUse(cameraPath: string): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const maps = await Promise.all(
    // A process may end, or belong to someone else, while we look.
    processes.map((id) => readFile(`/proc/${id}/maps`, 'utf8').catch(() => '')),
  );
  return maps.some((text) => text.includes(cameraPath));
}
