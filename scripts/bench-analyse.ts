/**
 * Measures the throughput and the memory of `npm run analyse` over generated sessions: `npm run bench:analyse -- [--sessions
 * 1000] [--minutes 10] [--formats none] [--jobs N]`. What it made goes to a temporary folder and is removed.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { formatAoiFile } from '../src/session/aoi-file.ts';
import { writeSessionZip } from '../src/session/file/session-zip-writer.ts';
import { makeSession } from './sessions/make-session.ts';
import { AOIS } from './sessions/pages.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    formats: { type: 'string', default: 'none' },
    jobs: { type: 'string' },
  },
});
const [count, minutes] = [Number(values.sessions), Number(values.minutes)];
const folder = await mkdtemp(join(tmpdir(), 'fovea-bench-'));
try {
  const startMs = performance.now();
  for (let seed = 1; seed <= count; seed += 1) {
    const { session } = makeSession({ minutes, seed, screenshots: false });
    const sink = Writable.toWeb(createWriteStream(join(folder, `${seed}.session.zip`)));
    await writeSessionZip(session, () => Promise.reject(new Error('It has no pictures.')), sink);
  }
  process.stdout.write(`${count} sessions of ${minutes} minutes made in ${seconds(startMs)} s\n`);
  await writeFile(join(folder, 'aois.json'), JSON.stringify(formatAoiFile(AOIS)));
  await run();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const args = [
    folder,
    '--aoi',
    join(folder, 'aois.json'),
    '--out',
    join(folder, 'out'),
    '--formats',
    values.formats,
  ];
  if (values.jobs !== undefined) args.push('--jobs', values.jobs);
  const startMs = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'analyse.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const usedMb: number[] = [];
  const watch = setInterval(
    () => void readMemory(child.pid!).then((mb) => mb !== null && usedMb.push(mb)),
    250,
  );
  const status = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  const spent = Number(seconds(startMs));
  process.stdout.write(
    `status ${String(status)}, ${(count / spent).toFixed(1)} sessions a second, ${((count * minutes) / 60 / spent).toFixed(2)} hours of recording a second\n`,
  );
  const quarters = [0.25, 0.5, 0.75, 1].map((share) => {
    const [from, to] = [(share - 0.25) * usedMb.length, share * usedMb.length];
    return `${Math.round(Math.max(...usedMb.slice(Math.floor(from), Math.ceil(to))))} MB`;
  });
  process.stdout.write(`most memory in each quarter of the time: ${quarters.join(', ')}\n`);
}

/** Resident, of the whole process with its threads; null where the system does not tell. */
async function readMemory(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kb = /VmRSS:\s+(\d+) kB/.exec(text)?.[1];
  return kb === undefined ? null : Number(kb) / 1000;
}

function seconds(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}
