// How much of the processor the programs that were started from here have had: on a machine that others use too, that is what work takes.
import { readdir, readFile } from 'node:fs/promises';

/** Linux tells times in hundredths of a second, whatever its own clock is. */
const TICKS_PER_SECOND = 100;

type Spent = { parent: number; seconds: number };

/**
 * Seconds, user and system, of all processes below this one that are alive; null where there is no `/proc`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export async function readProcessorSeconds(root = process.pid): Promise<number | null> {
  const names = await readdir('/proc').catch(() => null);
  if (!names) return null;
  const known = new Map<number, Spent>();
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat) known.set(Number(name), parseStat(stat));
  }
  const isBelow = (pid: number): boolean => {
    const parent = known.get(pid)?.parent;
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...known].reduce((sum, [pid, { seconds }]) => (isBelow(pid) ? sum + seconds : sum), 0);
}

function parseStat(stat: string): Spent {
  // The program's name is in parentheses, and may have any of them and spaces in it.
  const cells = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(cells[1]), seconds: (Number(cells[11]) + Number(cells[12])) / TICKS_PER_SECOND };
}
