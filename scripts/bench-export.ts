/**
 * Measures how long exports of a long session take, and reading and writing its file: `npm run bench:export -- [--minutes 60]`.
 * Each format by itself, and those of the level of samples together, as the report makes them but outside the browser.
 */
import { parseArgs } from 'node:util';
import { exportSession } from '../src/session/export/export-session.ts';
import type { ExportFormat } from '../src/session/export/export-formats.ts';
import { readSessionZip } from '../src/session/file/session-zip-reader.ts';
import { writeSessionZip } from '../src/session/file/session-zip-writer.ts';
import type { Session } from '../src/session/session-data.ts';
import { sharpPainter } from './analyse/paint-with-sharp.ts';
import { makeSession } from './sessions/make-session.ts';
import { AOIS } from './sessions/pages.ts';

const MB = 1000 * 1000;
const CASES: readonly (readonly ExportFormat[])[] = [
  ['csv'],
  ['parquet'],
  ['bids'],
  ['jspsych'],
  ['session'],
  ['svg'],
  ['png'],
  ['csv', 'parquet', 'bids', 'jspsych', 'session', 'svg'],
];

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const { session } = makeSession({ minutes: Number(values.minutes), screenshots: false });
process.stdout.write(`${session.samples.timestampMs.length} samples in ${values.minutes} minutes\n`);
for (const formats of CASES) {
  const { seconds, bytes, cpuSeconds } = await measure((sink) =>
    exportSession({ session, level: 'samples', formats, aois: AOIS, painter: sharpPainter }, sink),
  );
  print(formats.join(' + '), seconds, cpuSeconds, bytes);
}
const written = await measure((sink) => writeSessionZip(session, refuse, sink));
print('writing the session file', written.seconds, written.cpuSeconds, written.bytes);
const read = await measureReading(session);
print('reading the session file', read.seconds, read.cpuSeconds, read.bytes);

async function measureReading(from: Session) {
  const { content } = await measure((sink) => writeSessionZip(from, refuse, sink));
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await readSessionZip(content, 'bench.session.zip');
  return { ...since(startMs, startCpu), bytes: content.length };
}

async function measure(work: (sink: WritableStream<Uint8Array>) => Promise<void>) {
  const chunks: Uint8Array[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk.slice()) });
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await work(sink);
  const spent = since(startMs, startCpu);
  const content = new Uint8Array(Buffer.concat(chunks));
  return { ...spent, bytes: content.length, content };
}

/** Of the processor too: on a machine that others use as well, that is what the work takes. */
function since(startMs: number, startCpu: NodeJS.CpuUsage) {
  const { user, system } = process.cpuUsage(startCpu);
  return { seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1_000_000 };
}

function print(what: string, seconds: number, cpuSeconds: number, bytes: number): void {
  const columns = [
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s of processor`,
    `${(bytes / MB).toFixed(1)} MB`,
  ];
  process.stdout.write(`${what}: ${columns.join(', ')}\n`);
}

function refuse(): Promise<Blob> {
  return Promise.reject(new Error('It has no pictures.'));
}
