/**
 * Measures the renderer's speed and memory with everything on: `npm run bench:render -- --assets DIR [--frames 2400] [--size 256]
 * [--workers all]`. Shares and ratios are within one run, so that they hold on a busy machine too; `--frames 20000` is the check of memory.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { formatReport, type BenchResult, type MemorySample } from './bench-report.ts';
import type { BenchReport } from './bench-worker.ts';
import type { MeasurementOrder } from './output/measurement-writer.ts';

/** As many as a measurement has by default. */
const FRAMES_EACH = 100;

const { values } = parseArgs({
  options: {
    assets: { type: 'string' },
    frames: { type: 'string', default: '2400' },
    size: { type: 'string', default: '256' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

/** Milliseconds of a fixed piece of arithmetic: what this machine can do right now, to compare other times with. */
function timeReference(): number {
  const cells = new Float32Array(1 << 16).map((_, i) => i / 65536);
  const times = Array.from({ length: 9 }, () => {
    const startMs = performance.now();
    for (let round = 0; round < 40; round++)
      for (let i = 1; i < cells.length; i++) cells[i] = 0.5 * cells[i]! + 0.49 * cells[i - 1]! + 0.005;
    return performance.now() - startMs;
  });
  return times.toSorted((a, b) => a - b)[4]!;
}

/** Renders `frames` frames, measurement after measurement, on some workers. */
async function bench(assets: string, frames: number, sizePx: number, workers: number): Promise<BenchResult> {
  const out = mkdtempSync(join(tmpdir(), 'fovea-bench-'));
  const running: Worker[] = [];
  const stages = new Map<string, number>();
  const memory: MemorySample[] = [];
  const heaps = new Map<Worker, number>();
  let begun = 0;
  let done = 0;
  let busyMs = 0;
  let openMs = 0;
  let startMs = 0;
  let startCpu = process.cpuUsage();
  let person = 0;
  try {
    await Promise.all(
      Array.from({ length: workers }, () => {
        const workerData = { assets, sizePx };
        const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { workerData });
        running.push(worker);
        let sitting = 2;
        let name = '';
        return new Promise<void>((resolve, reject) => {
          const next = (): void => {
            if (begun >= frames) return resolve();
            // Two sittings of each person on the same worker, as `npm run render` has them.
            sitting = 3 - sitting;
            if (sitting === 1) name = `b${String(++person).padStart(5, '0')}`;
            const count = Math.min(FRAMES_EACH, frames - begun);
            begun += count;
            const order: MeasurementOrder = {
              seed: 'bench',
              person: name,
              sitting,
              plan: 'dots',
              frames: count,
              sizePx,
              out,
            };
            worker.postMessage(order);
          };
          worker.on('error', reject);
          worker.on('exit', (code) => reject(new Error(`A worker ended with code ${code}.`)));
          worker.on('message', (report: BenchReport | { type: 'ready'; milliseconds: number }) => {
            if (report.type === 'ready') {
              openMs = Math.max(openMs, report.milliseconds);
              // Loading the assets is over when the last worker has them.
              if (done === 0) [startMs, startCpu] = [startMs || performance.now(), process.cpuUsage()];
              return next();
            }
            done += report.frames;
            busyMs += report.milliseconds;
            for (const [stage, ms] of report.stages) stages.set(stage, (stages.get(stage) ?? 0) + ms);
            heaps.set(worker, report.heapBytes);
            if (heaps.size === workers)
              memory.push({
                frames: done,
                rssBytes: process.memoryUsage.rss(),
                heapBytes: [...heaps.values()].reduce((a, b) => a + b, 0),
              });
            next();
          });
        });
      }),
    );
    const elapsedMs = performance.now() - startMs;
    const { user, system } = process.cpuUsage(startCpu);
    const cpuMs = (user + system) / 1000;
    return {
      frames: done,
      sizePx,
      workers,
      elapsedMs,
      busyMs,
      cpuMs,
      openMs,
      stages,
      memory,
      referenceMs: timeReference(),
    };
  } finally {
    await Promise.all(running.map((worker) => worker.terminate()));
    rmSync(out, { recursive: true, force: true });
  }
}

function wholeNumber(name: 'frames' | 'size' | 'workers'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`--${name} takes a whole number from 1, not '${values[name]}'.`);
    process.exit(1);
  }
  return value;
}

if (!values.assets) {
  console.error('--assets is missing: the folder that holds facekit/, hair/ and environments/.');
  process.exit(1);
}
try {
  console.log(
    formatReport(
      await bench(values.assets, wholeNumber('frames'), wholeNumber('size'), wholeNumber('workers')),
    ),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
