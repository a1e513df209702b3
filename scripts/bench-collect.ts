/**
 * Measures how fast and in how much memory submissions are collected, and how long a group heatmap takes to ask for: `npm run
 * bench:collect -- [--participants 1000] [--minutes 10] [--templates 20] [--workers 2] [--folder DIR]`. Sessions are generated: so many
 * templates, under a name of their own for each participant. What it made is removed, unless a folder was named.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STUDY_TABLES } from './collect/dataset-folder.ts';
import { LEDGER_FILE } from './collect/ledger.ts';
import { openDataset } from './analyse/query-dataset.ts';
import { readStudy } from './collect/read-study.ts';
import { writeStudyFolder } from './studies/write-study-folder.ts';

const { values } = parseArgs({
  options: {
    participants: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    templates: { type: 'string', default: '20' },
    workers: { type: 'string', default: '2' },
    folder: { type: 'string' },
  },
});
const [participants, minutes] = [Number(values.participants), Number(values.minutes)];
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'fovea-bench-')));
try {
  await make();
  await collect();
  await ask();
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

/** Once: a folder that was named is taken as it is. */
async function make(): Promise<void> {
  const known = await readStudy(join(folder, 'study.fovea-study.json')).catch(() => null);
  if (known) return;
  const startMs = performance.now();
  await writeStudyFolder(folder, { participants, minutes, templates: Number(values.templates) });
  say(`${participants} submissions of ${minutes} minutes made in ${seconds(startMs)} s`);
}

type Sample = { done: number; mb: number };

async function collect(): Promise<void> {
  const out = join(folder, 'collected');
  await rm(out, { recursive: true, force: true });
  const args = [
    '--study',
    join(folder, 'study.fovea-study.json'),
    '--in',
    join(folder, 'submissions'),
    '--out',
    out,
  ];
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'collect.ts'), ...args, '--workers', values.workers],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const seen: Sample[] = [];
  let cpuS = 0;
  const watch = setInterval(() => {
    void Promise.all([readMemory(child.pid!), countDone(out), readCpu(child.pid!)]).then(
      ([mb, done, spent]) => {
        if (mb !== null) seen.push({ done, mb });
        cpuS = Math.max(cpuS, spent ?? 0);
      },
    );
  }, 1000);
  const status = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  const took = Number(seconds(startMs));
  say(
    `collected in ${took} s with ${values.workers} threads (status ${String(status)}), ${(participants / took).toFixed(1)} a second; ${cpuS.toFixed(0)} s of processor time, so ${(cpuS / 2).toFixed(0)} s on two cores that have nothing else to do; load ${loadavg()[0]!.toFixed(1)}`,
  );
  const quarters = [0.25, 0.5, 1].map((share) => {
    const until = seen.filter(({ done }) => done <= share * participants);
    return `${Math.round(share * participants)}: ${Math.round(Math.max(0, ...until.map(({ mb }) => mb)))} MB`;
  });
  say(`most memory by the time that so many were done: ${quarters.join(', ')}`);
  const againMs = performance.now();
  const again = spawn(process.execPath, [join(import.meta.dirname, 'collect.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => again.on('exit', resolve));
  say(`a second time, with nothing new, in ${seconds(againMs)} s`);
}

/** Each in a connection of its own, as somebody would who asks for it alone. */
async function ask(): Promise<void> {
  for (const name of ['heat-grid', 'aoi-table', 'task-table']) {
    const sql = await readFile(join(import.meta.dirname, `collect/sql/${name}.sql`), 'utf8');
    const startMs = performance.now();
    const connection = await openDataset(join(folder, 'collected', 'dataset'), STUDY_TABLES);
    await connection.run('SET threads = 2');
    const rows = (await connection.runAndReadAll(sql)).getRows().length;
    connection.closeSync();
    say(
      `${name}.sql: ${rows} rows in ${seconds(startMs)} s on two threads; load ${loadavg()[0]!.toFixed(1)}`,
    );
  }
}

async function countDone(out: string): Promise<number> {
  const text = await readFile(join(out, LEDGER_FILE), 'utf8').catch(() => '');
  return Math.max(0, text.split('\n').length - 2);
}

/** Resident, of the whole process with its threads; null where the system does not tell. */
async function readMemory(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kb = /VmRSS:\s+(\d+) kB/.exec(text)?.[1];
  return kb === undefined ? null : Number(kb) / 1000;
}

/** User and system time, in ticks of 10 ms; @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function readCpu(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, user, system] = /\) \S+ (?:\S+ ){10}(\d+) (\d+)/.exec(text) ?? [];
  return user === undefined ? null : (Number(user) + Number(system)) / 100;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function seconds(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}
