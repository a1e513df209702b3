/** Keeps two runs from collecting into one folder. */
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../analyse/options.ts';

const LOCK = '.lock';

/** Gives what ends the lock. @throws {UsageError} where another one is at it */
export async function lockFolder(out: string): Promise<() => Promise<void>> {
  const path = join(out, LOCK);
  const taken = Number(await readFile(path, 'utf8').catch(() => NaN));
  if (Number.isInteger(taken) && isRunning(taken)) {
    throw new UsageError(`Another run (process ${taken}) collects into ${out}.`);
  }
  await rm(path, { force: true });
  const handle = await open(path, 'wx').catch(() => {
    throw new UsageError(`Another run collects into ${out}.`);
  });
  await handle.writeFile(String(process.pid));
  await handle.close();
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
